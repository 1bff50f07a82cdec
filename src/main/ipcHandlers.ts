import { app, clipboard, ipcMain, type MessagePortMain, Notification, shell } from 'electron'
import { channel, type HostInfo, type KeyLock, type LocalKey } from '../shared/ipc/contract.ts'
import { JOURNAL_HELLO, type JournalCalls } from '../shared/ipc/journal.ts'
import { readFileToSave, readKinds, readNotice, readPdfToSave } from './checks.ts'
import type { DeepLinks } from './deepLinks.ts'
import { FileDialogs } from './files/fileDialogs.ts'
import type { OpenedFiles } from './files/openedFiles.ts'
import { fromOurPage, handle, refuse } from './ipcGuard.ts'
import { serveJournal } from './journal/journalPort.ts'
import type { Notices } from './notices.ts'
import type { RelayList } from './relayList.ts'

const MAX_CLIPBOARD = 64 * 1024

interface Services {
  readonly relays: RelayList
  readonly deepLinks: DeepLinks
  readonly localKey: () => LocalKey
  readonly setLock: (lock: KeyLock | null, key: Uint8Array) => void
  readonly info: () => HostInfo
}

/** Answers the page's calls: each checks who asks and what is asked before anything happens. */
export function handleCalls({ relays, deepLinks, localKey, setLock, info }: Services): void {
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

/** The calls that reach the person's files and the system's notifications. */
export function handleDesktop(opened: OpenedFiles, notices: Notices): void {
  const dialogs = new FileDialogs()
  handle(channel.invoke.saveFile, (asked, page) => {
    const file = readFileToSave(asked)
    return file ? dialogs.save(page, file) : refuse('ipc.arguments')
  })
  handle(channel.invoke.openFile, (asked, page) => {
    const kinds = readKinds(asked)
    return kinds ? dialogs.open(page, kinds) : refuse('ipc.arguments')
  })
  handle(channel.invoke.printPdf, (asked, page) => {
    const pdf = readPdfToSave(asked)
    return pdf ? dialogs.print(page, pdf) : refuse('ipc.arguments')
  })
  handle(channel.invoke.notify, (asked) => {
    const notice = readNotice(asked)
    return notice ? notices.show(notice) : refuse('ipc.arguments')
  })
  handle(channel.invoke.takeOpenedFile, () => opened.take())
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
    notificationsAvailable: Notification.isSupported(),
  }
}
