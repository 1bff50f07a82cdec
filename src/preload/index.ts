import { contextBridge, ipcRenderer } from 'electron'
import { BRIDGE_KEY, type Bridge, channel, type MenuCommand } from '../shared/ipc/contract.ts'
import { JOURNAL_HELLO } from '../shared/ipc/journal.ts'

const { invoke, send } = channel

function listen<T>(name: string, listener: (value: T) => void): () => void {
  const wrapped = (_event: unknown, value: T) => listener(value)
  ipcRenderer.on(name, wrapped)
  return () => ipcRenderer.off(name, wrapped)
}

const beforeClose = new Set<() => Promise<void>>()
ipcRenderer.on(send.beforeClose, () => {
  void Promise.allSettled([...beforeClose].map((listener) => listener())).then(() =>
    ipcRenderer.invoke(invoke.readyToClose),
  )
})

// A click may come before the page is unlocked: the last one is kept for the first who listens.
let clicked: string | null = null
const hearClicks = new Set<(id: string) => void>()
ipcRenderer.on(send.noticeClicked, (_event, id: string) => {
  if (hearClicks.size === 0) clicked = id
  for (const listener of hearClicks) listener(id)
})

/** The part of the page's window that is needed here. */
interface PageWindow {
  readonly location: { readonly origin: string }
  addEventListener(type: 'message', listener: (event: PageMessage) => void): void
}
interface PageMessage {
  readonly source: unknown
  readonly origin: string
  readonly data: unknown
  readonly ports: NonNullable<Parameters<typeof ipcRenderer.postMessage>[2]>
}

const page = globalThis as unknown as PageWindow
// Ports cannot go over the bridge: the page posts one to itself, and from here it goes to the journal.
page.addEventListener('message', ({ source, origin, data, ports }) => {
  if (source !== page || origin !== page.location.origin || data !== JOURNAL_HELLO || ports.length !== 1) return
  ipcRenderer.postMessage(JOURNAL_HELLO, null, ports)
})

const bridge: Bridge = {
  info: () => ipcRenderer.invoke(invoke.info),
  localKey: () => ipcRenderer.invoke(invoke.localKey),
  setLock: (lock, key) => ipcRenderer.invoke(invoke.setLock, { lock, key }),
  allowRelay: (url) => ipcRenderer.invoke(invoke.allowRelay, url),
  copyText: (text) => ipcRenderer.invoke(invoke.copyText, text),
  openExternal: (url) => ipcRenderer.invoke(invoke.openExternal, url),
  saveFile: (file) => ipcRenderer.invoke(invoke.saveFile, file),
  openFile: (which) => ipcRenderer.invoke(invoke.openFile, which),
  printPdf: (pdf) => ipcRenderer.invoke(invoke.printPdf, pdf),
  notify: (notice) => ipcRenderer.invoke(invoke.notify, notice),
  onNotificationClick: (listener) => {
    hearClicks.add(listener)
    if (clicked !== null) listener(clicked)
    clicked = null
    return () => hearClicks.delete(listener)
  },
  takeOpenedFile: () => ipcRenderer.invoke(invoke.takeOpenedFile),
  onOpenedFile: (listener) => listen<undefined>(send.openedFile, () => listener()),
  takeDeepLink: () => ipcRenderer.invoke(invoke.takeDeepLink),
  onDeepLink: (listener) => listen<string>(send.deepLink, listener),
  onMenu: (listener) => listen<MenuCommand>(send.menu, listener),
  onBeforeClose: (listener) => {
    beforeClose.add(listener)
    return () => beforeClose.delete(listener)
  },
}

contextBridge.exposeInMainWorld(BRIDGE_KEY, bridge)
