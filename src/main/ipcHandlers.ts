import {
  app,
  clipboard,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  ipcMain,
  type MessagePortMain,
  shell,
} from 'electron'
import { channel, type HostInfo, type KeyLock, type LocalKey } from '../shared/ipc/contract.ts'
import { JOURNAL_HELLO, type JournalCalls } from '../shared/ipc/journal.ts'
import { ORIGIN } from './appProtocol.ts'
import type { DeepLinks } from './deepLinks.ts'
import { serveJournal } from './journal/journalPort.ts'
import type { RelayList } from './relayList.ts'

const MAX_CLIPBOARD = 64 * 1024

interface Services {
  readonly relays: RelayList
  readonly deepLinks: DeepLinks
  readonly localKey: () => LocalKey
  readonly setLock: (lock: KeyLock | null, key: Uint8Array) => void
  readonly info: () => HostInfo
}

/** A refused call rejects in the page with this code as its message. */
const refuse = (code: string): never => {
  throw new Error(code)
}

function fromOurPage(event: IpcMainInvokeEvent | IpcMainEvent): boolean {
  const frame = event.senderFrame
  return frame !== null && frame === event.sender.mainFrame && frame.url.startsWith(`${ORIGIN}/`)
}

/** Answers the page's calls: each checks who asks and what is asked before anything happens. */
export function handleCalls({ relays, deepLinks, localKey, setLock, info }: Services): void {
  const handle = (name: string, answer: (argument: unknown) => unknown) =>
    ipcMain.handle(name, (event, ...rest: unknown[]) => {
      if (!fromOurPage(event)) return refuse('ipc.sender')
      if (rest.length > 1) return refuse('ipc.arguments')
      return answer(rest[0])
    })

  handle(channel.invoke.info, info)
  handle(channel.invoke.localKey, localKey)
  handle(channel.invoke.setLock, (asked) => {
    const { lock, key } = (asked ?? {}) as { lock?: unknown; key?: unknown }
    if (!(key instanceof Uint8Array) || key.length !== 32) return refuse('ipc.arguments')
    if (lock !== null && !isLock(lock)) return refuse('ipc.arguments')
    return setLock(lock, key)
  })
  handle(channel.invoke.takeDeepLink, () => deepLinks.take())
  handle(channel.invoke.allowRelay, (url) => {
    if (!relays.allow(url)) refuse('relay.address')
  })
  handle(channel.invoke.copyText, (text) => {
    if (typeof text !== 'string' || text.length > MAX_CLIPBOARD) return refuse('ipc.arguments')
    return clipboard.writeText(text)
  })
  handle(channel.invoke.openExternal, (url) => {
    if (typeof url !== 'string' || url.length > 2048 || !URL_OUT.test(url)) return refuse('ipc.arguments')
    return shell.openExternal(new URL(url).href)
  })
}

/** Lets the session reach the journal through a port that our page hands over; a newer one takes the place of an older. */
export function handleJournal(journal: JournalCalls): void {
  let serving: MessagePortMain | null = null
  ipcMain.on(JOURNAL_HELLO, (event, ...rest: unknown[]) => {
    const [port, ...more] = event.ports
    if (!port || more.length > 0 || !fromOurPage(event) || rest.length > 1 || (rest[0] ?? null) !== null) {
      for (const refused of event.ports) refused.close()
      return
    }
    serving?.close()
    serving = port
    serveJournal(port, journal)
  })
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) > 0

/** As the renderer makes it: a sealed key is its 32 bytes with nonce and tag. */
function isLock(value: unknown): value is KeyLock {
  if (typeof value !== 'object' || value === null) return false
  const { sealed, salt, ops, memory } = value as Partial<Record<keyof KeyLock, unknown>>
  const bytes = (found: unknown, length: number) => found instanceof Uint8Array && found.length === length
  return bytes(sealed, 72) && bytes(salt, 16) && isCount(ops) && isCount(memory)
}

const URL_OUT = /^(https?:\/\/|mailto:)[^\s]+$/i

/** @returns what the page may know of its host */
export function hostInfo(): HostInfo {
  const os = process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux'
  return {
    version: app.getVersion(),
    electron: process.versions.electron ?? '',
    os,
    suggestedRelay: process.env.KITH_SUGGESTED_RELAY ?? null,
    sample: process.env.KITH_SAMPLE === '1',
  }
}
