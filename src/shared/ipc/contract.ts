/**
 * The whole conversation between the window and its host. The preload exposes exactly this and nothing generic; the
 * main process checks the sender and every argument of each call.
 */

/** How well the key of this computer is protected at rest. `none`: the system offered no keychain. */
export type KeyProtection = 'system' | 'none'

export interface HostInfo {
  readonly version: string
  readonly electron: string
  readonly os: 'linux' | 'darwin' | 'win32'
  /** Address of a relay started beside the app, offered as the default choice; null when there is none. */
  readonly suggestedRelay: string | null
  /** True when the app was started to show a sample community. */
  readonly sample: boolean
}

/** The key of a profile that asks for a passphrase: who has the passphrase can open it, the host cannot. */
export interface KeyLock {
  /** The key, sealed under the key that Argon2id makes of the passphrase. */
  readonly sealed: Uint8Array
  /** 16 bytes. */
  readonly salt: Uint8Array
  /** Argon2id's passes and bytes of memory. */
  readonly ops: number
  readonly memory: number
}

export interface LocalKey {
  /** 32 bytes; everything at rest that is not already sealed is sealed under it. Null when it is behind a passphrase. */
  readonly key: Uint8Array | null
  /** Null when no passphrase is asked for. */
  readonly lock: KeyLock | null
  readonly protection: KeyProtection
}

export type MenuCommand =
  | 'new-community'
  | 'join'
  | 'import'
  | 'undo'
  | 'redo'
  | 'commands'
  | 'shortcuts'
  | 'settings'
  /** Also sent when the system locks its screen or goes to sleep. */
  | 'lock'

export interface Bridge {
  info(): Promise<HostInfo>
  /** The key of this profile, made on first use. Rejects with code `secrets.unreadable` rather than replace one. */
  localKey(): Promise<LocalKey>
  /**
   * Puts the profile's key behind a passphrase, changes that, or takes it away. Both generations of the key file are
   * replaced. @param lock null for none @param key the profile's key: whoever cannot name it changes nothing
   */
  setLock(lock: KeyLock | null, key: Uint8Array): Promise<void>
  /** Lets link workers started from now on connect to this relay. @param url `wss://…`, or `ws://` on loopback */
  allowRelay(url: string): Promise<void>
  /** Puts text on the clipboard. @param text at most 64 KiB */
  copyText(text: string): Promise<void>
  /** Opens a web or mail address in the system's own program. @param url http, https or mailto */
  openExternal(url: string): Promise<void>
  /** @returns the `kith://` link the app was opened with, once; null when there is none */
  takeDeepLink(): Promise<string | null>
  onDeepLink(listener: (link: string) => void): () => void
  onMenu(listener: (command: MenuCommand) => void): () => void
  /** The window is about to close; it closes when every listener has settled (or after three seconds). */
  onBeforeClose(listener: () => Promise<void>): () => void
}

/** Channel names; those below `invoke` go up and answer, those below `send` come down. */
export const channel = {
  invoke: {
    info: 'kith:info',
    localKey: 'kith:local-key',
    setLock: 'kith:set-lock',
    allowRelay: 'kith:allow-relay',
    copyText: 'kith:copy-text',
    openExternal: 'kith:open-external',
    takeDeepLink: 'kith:take-deep-link',
    readyToClose: 'kith:ready-to-close',
  },
  send: { deepLink: 'kith:deep-link', menu: 'kith:menu', beforeClose: 'kith:before-close' },
} as const

/** Where the preload puts the Bridge. */
export const BRIDGE_KEY = 'kithBridge'
