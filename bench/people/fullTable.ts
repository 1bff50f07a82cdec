import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { pageMemory } from '../board/textbook.ts'

const PAGE = `<!doctype html><meta charset="utf-8"><style>td{padding:8px;white-space:nowrap}</style><body><table></table></body>`
const MAIN = `const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => new BrowserWindow({ width: 1360, height: 860 }).loadFile(__dirname + '/index.html'))`
const WORDS = ['karimi', 'karimi b', 'nowak', '', 'van', '']

/** The same people in a bare window of the same Electron, every row in the page, filtered by hiding rows. All in ms; memory in KiB. */
export async function fullTable(csv: string): Promise<{ opened: number; filtered: number[]; memory: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-table-'))
  try {
    await writeFile(join(folder, 'index.html'), PAGE)
    await writeFile(join(folder, 'main.cjs'), MAIN)
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'table', main: 'main.cjs' }))
    const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const app = await _electron.launch({
      cwd: folder,
      args: [folder, ...flags, '--disable-gpu', `--user-data-dir=${join(folder, 'profile')}`],
    })
    const page = await app.firstWindow()
    await page.waitForSelector('table', { state: 'attached' })
    const times = await page.evaluate(
      async ([text, words]) => {
        const painted = () => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done)))
        const people = text.split('\r\n').slice(1)
        const began = performance.now()
        const table = document.querySelector('table')
        const rows = people.map((person) => {
          const tr = document.createElement('tr')
          for (const cell of person.split(',')) tr.insertCell().textContent = cell
          return tr
        })
        table?.append(...rows)
        await painted()
        const opened = performance.now() - began
        const filtered = []
        for (const word of words) {
          const from = performance.now()
          for (const [at, tr] of rows.entries()) tr.hidden = !people[at]?.toLowerCase().includes(word)
          await painted()
          filtered.push(performance.now() - from)
        }
        return { opened, filtered }
      },
      [csv, WORDS] as const,
    )
    const memory = await pageMemory(app, page)
    await app.close()
    return { ...times, memory }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}
