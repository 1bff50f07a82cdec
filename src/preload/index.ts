import { contextBridge, ipcRenderer } from 'electron'
import { BRIDGE_KEY, type Bridge, channel, type MenuCommand } from '../shared/ipc/contract.ts'

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

const bridge: Bridge = {
  info: () => ipcRenderer.invoke(invoke.info),
  localKey: () => ipcRenderer.invoke(invoke.localKey),
  setLock: (lock, key) => ipcRenderer.invoke(invoke.setLock, { lock, key }),
  allowRelay: (url) => ipcRenderer.invoke(invoke.allowRelay, url),
  copyText: (text) => ipcRenderer.invoke(invoke.copyText, text),
  openExternal: (url) => ipcRenderer.invoke(invoke.openExternal, url),
  takeDeepLink: () => ipcRenderer.invoke(invoke.takeDeepLink),
  onDeepLink: (listener) => listen<string>(send.deepLink, listener),
  onMenu: (listener) => listen<MenuCommand>(send.menu, listener),
  onBeforeClose: (listener) => {
    beforeClose.add(listener)
    return () => beforeClose.delete(listener)
  },
}

contextBridge.exposeInMainWorld(BRIDGE_KEY, bridge)
