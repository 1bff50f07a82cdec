import { BrowserWindow, ipcMain, session } from 'electron'
import { channel } from '../shared/ipc/contract.ts'
import { ORIGIN } from './appProtocol.ts'

const CLOSE_PATIENCE_MS = 3000

/** Nothing a page asks for is granted: the app needs no camera, place, notification or device of the browser's. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.defaultSession.setPermissionCheckHandler(() => false)
  session.defaultSession.setDevicePermissionHandler(() => false)
}

/** @param preload path of the built preload */
export function createWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1360,
    height: 860,
    minWidth: 900,
    minHeight: 600,
    show: false,
    backgroundColor: '#faf7f2',
    title: 'Kith',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: true,
    },
  })
  window.once('ready-to-show', () => window.show())
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  // The page may start itself again, which is how it forgets everything when it is locked; it goes nowhere else.
  window.webContents.on('will-navigate', (event, url) => {
    if (url !== `${ORIGIN}/`) event.preventDefault()
  })
  askBeforeClose(window)
  void window.loadURL(`${ORIGIN}/`)
  return window
}

/** Lets the page make its last edits durable; a page that hangs cannot keep the window open. */
function askBeforeClose(window: BrowserWindow): void {
  let asked = false
  window.on('close', (event) => {
    if (asked || window.webContents.isCrashed()) return
    asked = true
    event.preventDefault()
    const close = () => {
      clearTimeout(timer)
      if (!window.isDestroyed()) window.close()
    }
    const timer = setTimeout(close, CLOSE_PATIENCE_MS)
    ipcMain.removeHandler(channel.invoke.readyToClose)
    ipcMain.handleOnce(channel.invoke.readyToClose, close)
    window.webContents.send(channel.send.beforeClose)
  })
}
