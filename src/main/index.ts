import { join } from 'node:path'
import { app, type BrowserWindow, Menu, Notification, powerMonitor, session } from 'electron'
import { channel } from '../shared/ipc/contract.ts'
import { ORIGIN, registerScheme, serveRenderer } from './appProtocol.ts'
import { DeepLinks, linkIn } from './deepLinks.ts'
import { OpenedFiles } from './files/openedFiles.ts'
import { handleCalls, handleDesktop, handleJournal, hostInfo } from './ipcHandlers.ts'
import { JournalFolder } from './journal/journalFolder.ts'
import { buildMenu } from './menu.ts'
import { Notices } from './notices.ts'
import { RelayList } from './relayList.ts'
import { openLocalKey, setLock } from './secretStore.ts'
import { createWindow, denyPermissions } from './window.ts'

registerScheme()
// Two instances on one profile would both take themselves for the only writer of its storage.
if (app.requestSingleInstanceLock()) start()
else app.quit()

function start(): void {
  let window: BrowserWindow | null = null
  const deepLinks = new DeepLinks(process.argv)
  const send = (name: string, value?: string) => window?.webContents.send(name, value)
  const toFront = () => {
    if (window?.isMinimized()) window.restore()
    window?.show()
    window?.focus()
  }
  const files = new OpenedFiles(process.argv, () => send(channel.send.openedFile))
  const notices = new Notices({
    supported: () => Notification.isSupported(),
    make: (text) => new Notification(text),
    clicked: (id) => {
      toFront()
      send(channel.send.noticeClicked, id)
    },
    now: () => performance.now(),
  })
  if (app.isPackaged) app.setAsDefaultProtocolClient('kith')
  // Windows shows notifications only of an app that has a name there.
  app.setAppUserModelId('org.kith.desktop')

  app.on('second-instance', (_event, argv) => {
    toFront()
    deepLinks.open(linkIn(argv))
    files.open(argv)
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    files.open([path])
  })
  app.on('window-all-closed', () => app.quit())
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })

  void app.whenReady().then(() => {
    const profile = app.getPath('userData')
    const relays = new RelayList(join(profile, 'relays.json'))
    serveRenderer(join(__dirname, '../renderer'), () => relays.origins, process.env.ELECTRON_RENDERER_URL)
    denyPermissions()
    const journal = new JournalFolder(profile, () =>
      session.defaultSession.clearStorageData({ origin: ORIGIN, storages: ['indexdb'] }),
    )
    journal.load().catch(() => {}) // told when it is asked
    handleJournal(journal)
    const secrets = join(profile, 'secrets')
    handleCalls({
      relays,
      deepLinks,
      info: hostInfo,
      localKey: () => openLocalKey(secrets),
      setLock: (lock, key) => setLock(secrets, lock, key),
    })
    handleDesktop(files, notices)
    Menu.setApplicationMenu(buildMenu(() => window))
    window = createWindow(join(__dirname, '../preload/index.cjs'))
    deepLinks.attach(window)
    const lock = () => send(channel.send.menu, 'lock')
    powerMonitor.on('lock-screen', lock)
    powerMonitor.on('suspend', lock)
    window.on('closed', () => {
      window = null
    })
  })
}
