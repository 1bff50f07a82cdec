import { type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron'
import { channel, type MenuCommand } from '../shared/ipc/contract.ts'

/** The menu of the window; entries that act on the page are sent to it by name. */
export function buildMenu(window: () => BrowserWindow | null): Menu {
  const command = (id: MenuCommand, label: string, accelerator?: string): MenuItemConstructorOptions => ({
    id,
    label,
    ...(accelerator ? { accelerator, registerAccelerator: false } : {}), // the page handles the keys, so both ways act alike
    click: () => window()?.webContents.send(channel.send.menu, id),
  })
  const mac = process.platform === 'darwin'
  return Menu.buildFromTemplate([
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    {
      label: 'Community',
      submenu: [
        command('new-community', 'New community…'),
        command('join', 'Join with a link…'),
        { type: 'separator' },
        command('import', 'Import a Trello board…'),
        { type: 'separator' },
        command('settings', 'Settings'),
        command('lock', 'Lock Kith', 'CmdOrCtrl+L'),
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: 'Edit',
      submenu: [
        command('undo', 'Undo', 'CmdOrCtrl+Z'),
        command('redo', 'Redo', 'CmdOrCtrl+Shift+Z'),
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: 'View',
      submenu: [
        command('commands', 'Find or do anything', 'CmdOrCtrl+K'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { label: 'Help', submenu: [command('shortcuts', 'Keyboard shortcuts')] },
  ])
}
