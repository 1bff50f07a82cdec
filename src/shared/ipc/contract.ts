/**
 * The whole conversation between the window and its host. The preload exposes exactly this and nothing generic; the
 * main process checks the sender and every argument of each call.
 */

import type { FileKind } from './files.ts'

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
  /** Whether the system shows notifications at all. */
  readonly notificationsAvailable: boolean
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

/** A file for the person to keep. */
export interface FileToSave {
  /** Suggested name without ending, made clean by `cleanFileName`. @see FILE_LIMITS */
  readonly name: string
  readonly kind: FileKind
  /** @see FILE_LIMITS */
  readonly bytes: Uint8Array
}

export interface OpenedFile {
  /** Last part of its path, as it is: for showing. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** What is to become of the page that the window would print now. */
export interface PdfToSave {
  /** As in `FileToSave`. */
  readonly name: string
  /** Whether the foot of each page says which of how many it is. */
  readonly pageNumbers: boolean
}

export interface Notice {
  /** Comes back with the click; a later notice with the same id takes the place of the earlier one. @see NOTICE_LIMITS */
  readonly id: string
  readonly title: string
  readonly body: string
}

export type SaveOutcome = 'saved' | 'cancelled'

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
  /**
   * Asks where to, and writes the file there: whole or not at all. Rejects with `file.full`, `file.denied`, `file.gone`,
   * `file.failed`, or `file.busy` while another such question is open.
   */
  saveFile(file: FileToSave): Promise<SaveOutcome>
  /** Lets the person choose a file. Null when they choose none. Rejects as `saveFile`, and with `file.too-large`. */
  openFile(which: { readonly kinds: readonly FileKind[] }): Promise<OpenedFile | null>
  /** Saves what the page prints now (its styles for print) as a PDF, A4 unless `@page` says otherwise. Rejects as `saveFile`. */
  printPdf(pdf: PdfToSave): Promise<SaveOutcome>
  /** Shows a notification of the system. Rejects with `notice.unavailable`, or `notice.too-many` at more than 30 a minute. */
  notify(notice: Notice): Promise<void>
  /** One has been clicked; the window has come to the front. A click from before there was a listener is told to the first. */
  onNotificationClick(listener: (id: string) => void): () => void
  /**
   * A file that the app was opened with by the person's system, each once; null when none waits. Ask at the start and
   * whenever `onOpenedFile` tells, until it is null. Rejects as `openFile`; the next call then goes on with the next file.
   */
  takeOpenedFile(): Promise<OpenedFile | null>
  /** Tells that a file waits for `takeOpenedFile`. */
  onOpenedFile(listener: () => void): () => void
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
    saveFile: 'kith:save-file',
    openFile: 'kith:open-file',
    printPdf: 'kith:print-pdf',
    notify: 'kith:notify',
    takeOpenedFile: 'kith:take-opened-file',
  },
  send: {
    deepLink: 'kith:deep-link',
    menu: 'kith:menu',
    beforeClose: 'kith:before-close',
    noticeClicked: 'kith:notice-clicked',
    openedFile: 'kith:opened-file',
  },
} as const

/** Where the preload puts the Bridge. */
export const BRIDGE_KEY = 'kithBridge'
