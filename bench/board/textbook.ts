import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { build } from 'vite'
import { pressing } from './pressing.ts'

const ROUNDS = 5
const PRESSES = 60

interface Textbook {
  fill(titles: readonly string[], lists: number): Promise<void>
  open(): Promise<void>
  bare(): Promise<void>
}

const PAGE = `<!doctype html><meta charset="utf-8"><style>body{display:flex;gap:16px}section{width:276px;flex:none}
.tile{display:block;width:100%;padding:10px;margin:8px 0;text-align:left}</style><body></body>
<script src="page.js"></script>`

const MAIN = `const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => new BrowserWindow({ width: 1360, height: 860 }).loadFile(__dirname + '/index.html'))`

export interface TextbookTimes {
  /** Milliseconds from opening the storage to a page with every card; one value for each round. */
  readonly opened: readonly number[]
  /** Milliseconds. */
  readonly longTask: number
  /** Memory of the page's process with everything in it, KiB. */
  readonly memory: number
  /** What a tick takes in a window with nothing but a box in it: the least that this machine allows. ms, one value a press. */
  readonly bare: { readonly drawn: readonly number[]; readonly stored: readonly number[] }
}

/** The textbook's board in a bare window of the same Electron. @param titles of its cards */
export async function textbook(titles: readonly string[], lists: number): Promise<TextbookTimes> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-textbook-'))
  try {
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: folder,
        target: 'chrome114',
        lib: {
          entry: join(import.meta.dirname, 'textbookPage.ts'),
          formats: ['iife'],
          name: 'page',
          fileName: () => 'page.js',
        },
      },
    })
    await writeFile(join(folder, 'index.html'), PAGE)
    await writeFile(join(folder, 'main.cjs'), MAIN)
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'textbook', main: 'main.cjs' }))
    const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const app = await _electron.launch({
      cwd: folder,
      args: [folder, ...flags, '--disable-gpu', `--user-data-dir=${join(folder, 'profile')}`],
    })
    const page = await app.firstWindow()
    await page.waitForFunction(() => 'textbook' in globalThis)
    await page.evaluate(
      ([count, columns]) => (globalThis as unknown as { textbook: Textbook }).textbook.fill(count, columns),
      [titles, lists] as const,
    )
    const rounds = []
    for (let round = 0; round < ROUNDS; round++) {
      await page.reload()
      rounds.push(
        await page.evaluate(async () => {
          let longest = 0
          new PerformanceObserver((found) => {
            for (const { duration } of found.getEntries()) longest = Math.max(longest, duration)
          }).observe({ entryTypes: ['longtask'] })
          const began = performance.now()
          await (globalThis as unknown as { textbook: Textbook }).textbook.open()
          const took = performance.now() - began
          await new Promise((done) => setTimeout(done, 100))
          return { took, longest }
        }),
      )
    }
    const memory = await pageMemory(app, page)
    await page.reload()
    await page.evaluate(() => (globalThis as unknown as { textbook: Textbook }).textbook.bare())
    const { drawn } = await pressing(page, 'input', PRESSES)
    const stored = await page.evaluate(() => (globalThis as unknown as { stored: number[] }).stored)
    await app.close()
    return {
      opened: rounds.map(({ took }) => took),
      longTask: Math.max(...rounds.map(({ longest }) => longest)),
      memory,
      bare: { drawn, stored },
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

/** Memory of the window's process, KiB. @param page what it needs no more is collected first */
export async function pageMemory(app: ElectronApplication, page?: Page): Promise<number> {
  if (page) {
    const session = await page.context().newCDPSession(page)
    await session.send('HeapProfiler.collectGarbage')
    await session.detach()
  }
  return app.evaluate(({ app: host, BrowserWindow }) => {
    const pid = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId()
    return host.getAppMetrics().find((one) => one.pid === pid)?.memory.workingSetSize ?? 0
  })
}
