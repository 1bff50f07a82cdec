/**
 * A board of 5,000 cards in the real app: bringing it in, opening it cold, scrolling it, changing it (docs/figures.md).
 * Needs a display; `xvfb-run -a node bench/run.ts board` where there is none.
 */

import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type Page } from '@playwright/test'
import { makeTrelloBoard } from '#shared/formats/trelloFixture.ts'
import { ensureElectron } from '../build/lib/electron-runtime.mjs'
import { Kith } from '../e2e/pages/kith.ts'
import { pressing } from './board/pressing.ts'
import { pageMemory, textbook } from './board/textbook.ts'
import { watchPage } from './ingest/watchPage.ts'

const CARDS = Number(process.env.KITH_BENCH_CARDS ?? 5000)
const OPENINGS = 5
const EDITS = 60
/** How long a pointer rests on what is clicked: at the least, and when somebody looks where they are going. */
const POINTED_MS = [100, 300] as const
const root = resolve(import.meta.dirname, '..')

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
const part = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? 0
const worst = (values: readonly number[]) => Math.max(...values)
const row = (what: string, value: string) => console.log(`${what.padEnd(58)} ${value}`)
const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`

async function start(profile: string) {
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = await _electron.launch({
    cwd: root,
    args: [root, ...flags, '--disable-gpu', `--user-data-dir=${profile}`],
  })
  return { app, page: await app.firstWindow() }
}

/** What one fsync costs on this disk, in the same run. */
function fsyncCost(folder: string): number {
  const file = openSync(join(folder, 'fsync'), 'w')
  const times = Array.from({ length: 30 }, () => {
    const began = performance.now()
    writeSync(file, Buffer.alloc(300))
    fsyncSync(file)
    return performance.now() - began
  })
  closeSync(file)
  return median(times)
}

interface Opening {
  readonly firstSight: number
  readonly usable: number
  readonly longTask: number
}

/**
 * Milliseconds until the first card is on the screen and until the board can be used, and the longest task on the way.
 * @param board what is clicked on; without it, the start of the page begins it
 * @param pointed ms for which the pointer was on it before
 */
const watchOpening = (page: Page, board?: string, pointed = 0) =>
  page.evaluate(
    async ([name, ahead]) => {
      const button = [...document.querySelectorAll<HTMLElement>('nav button')].find(
        ({ innerText }) => name !== undefined && innerText.includes(name),
      )
      if (ahead > 0) {
        button?.dispatchEvent(new PointerEvent('pointerenter'))
        await new Promise((done) => setTimeout(done, ahead))
      }
      return new Promise<Opening>((done) => {
        const began = name === undefined ? 0 : performance.now()
        let longTask = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) longTask = Math.max(longTask, entry.duration)
        }).observe({ entryTypes: ['longtask'] })
        let firstSight = 0
        // The frame in which it is made is laid out and painted after this.
        const painted = (then: (time: number) => void) => setTimeout(() => then(performance.now() - began))
        let seen = false
        const look = () => {
          const glimpse = document.querySelector('[data-testid=glimpse] .tile')
          const card = [...document.querySelectorAll('[data-card]')].find((one) =>
            one.checkVisibility({ checkVisibilityCSS: true }),
          )
          if (!seen && (glimpse ?? card)) {
            seen = true
            painted((time) => {
              firstSight = time
            })
          }
          if (!card) return requestAnimationFrame(look)
          return painted((usable) => setTimeout(() => done({ firstSight, usable, longTask }), 400))
        }
        button?.click()
        requestAnimationFrame(look)
      })
    },
    [board, pointed] as const,
  )

/** Scrolls the longest list and counts frames that came late (more than one and a half frames after the one before). */
async function scrolling(
  page: Page,
  step: number,
): Promise<{ late: number; frames: number; nodes: number; between: readonly number[] }> {
  return page.evaluate(async (pixels) => {
    const frame = () => new Promise<number>((done) => requestAnimationFrame(done))
    const lists = [...document.querySelectorAll('section[data-list] .cards')]
    const longest = lists.sort((a, b) => b.scrollHeight - a.scrollHeight)[0]
    let before = await frame()
    let late = 0
    let nodes = 0
    const between: number[] = []
    const frames = 300
    for (let i = 0; i < frames; i++) {
      longest?.scrollBy(0, pixels)
      const now = await frame()
      if (now - before > 25) late += 1
      between.push(now - before)
      before = now
      nodes = Math.max(nodes, document.querySelectorAll('*').length)
    }
    return { late, frames, nodes, between }
  }, step)
}

interface Edits {
  readonly drawn: readonly number[]
  /** Until the transaction of the store was complete. */
  readonly committed: readonly number[]
}

/** Ticks a step of the open card by real keys, and waits until it is drawn and in the store. */
async function editing(page: Page, edits: number): Promise<Edits> {
  const worker = page.workers().find((one) => one.url().includes('sessionWorker'))
  await worker?.evaluate(() => {
    const stored: number[] = []
    Object.assign(globalThis, { kithStored: stored })
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
      const note = () => stored.push(performance.timeOrigin + performance.now())
      if (this.name === 'outbox') this.transaction.addEventListener('complete', note, { once: true })
      return put.apply(this, args)
    }
  })
  const { clicked, drawn } = await pressing(page, 'aside input[type=checkbox]', edits)
  const stored = (await worker?.evaluate(() => (globalThis as unknown as { kithStored: number[] }).kithStored)) ?? []
  return { drawn, committed: clicked.map((click) => (stored.find((time) => time >= click) ?? Number.NaN) - click) }
}

/** Types into the board's filter, letter by letter. */
async function filtering(page: Page): Promise<number[]> {
  await page.keyboard.press('Escape')
  return page.evaluate(async () => {
    const frame = () => new Promise<number>((done) => requestAnimationFrame(done))
    const box = document.querySelector<HTMLInputElement>('#board-filter')
    const times = []
    for (const text of ['c', 'ca', 'car', 'card', 'card 1', 'card 12', '', 'w', 'wo', '']) {
      await frame()
      const began = performance.now()
      if (box) box.value = text
      box?.dispatchEvent(new InputEvent('input', { bubbles: true }))
      await frame()
      await new Promise((done) => setTimeout(done))
      times.push(performance.now() - began)
      await new Promise((done) => setTimeout(done, 100))
    }
    return times
  })
}

export async function run(): Promise<void> {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = (await ensureElectron()).dist
  const profile = await mkdtemp(join(tmpdir(), 'kith-bench-'))
  try {
    const file = join(profile, 'board.json')
    const board = makeTrelloBoard({ cards: CARDS, actions: 4000, words: 20 }) as { cards: { name: string }[] }
    await writeFile(file, JSON.stringify(board))
    const { app, page } = await start(profile)
    const kith = new Kith(page)
    await kith.createCommunity('Bench')
    await page.getByRole('navigation').getByRole('button', { name: 'Boards', exact: true }).click()
    await page.getByRole('button', { name: 'Import from Trello…' }).click()
    await page.getByLabel('Trello board file').setInputFiles(file)
    const began = performance.now()
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('button', { name: 'Open the board' }).click({ timeout: 600_000 })
    row(`import of ${CARDS} cards, until the report`, ms(performance.now() - began))
    await page.locator('[data-card]').first().waitFor()

    const title = (await page.getByRole('heading', { level: 1 }).innerText()).trim()
    const starts = []
    const openings = []
    const pointedAt = new Map(POINTED_MS.map((rest): [number, Opening[]] => [rest, []]))
    const tasks = []
    // Another board is the last one at the next start: the large one is opened from storage by an engine still cold.
    const beside = async () => {
      await kith.openBoard('Our street')
      await page.locator('[data-card]').first().waitFor()
      await page.reload()
      await page.locator('[data-card]').first().waitFor()
      await page.waitForTimeout(500)
    }
    for (let i = 0; i < OPENINGS; i++) {
      await page.reload()
      starts.push(await watchOpening(page))
      await beside()
      openings.push(await watchOpening(page, title))
      await beside()
      for (const [rest, found] of pointedAt) {
        found.push(await watchOpening(page, title, rest))
        await beside()
      }
      const watch = await watchPage(page)
      await watchOpening(page, title)
      tasks.push((await watch.end()).longestCpu)
    }
    const times = (what: string, found: readonly Opening[]) => {
      row(`${what} to its first cards drawn, median`, ms(median(found.map(({ firstSight }) => firstSight))))
      row(`${what} to a board that can be changed, median`, ms(median(found.map(({ usable }) => usable))))
      row(`${what}: longest main-thread task, median`, ms(median(found.map(({ longTask }) => longTask))))
      row(`${what}: longest main-thread task, worst`, ms(worst(found.map(({ longTask }) => longTask))))
    }
    times('start of the page', starts)
    times('click on the board', openings)
    row('click on the board: longest task, CPU time, median', ms(median(tasks)))
    row('click on the board: longest task, CPU time, worst', ms(worst(tasks)))
    for (const [rest, found] of pointedAt) times(`click after ${rest} ms of pointing`, found)

    const still = await scrolling(page, 0)
    row(
      'no scroll: late frames of this display',
      `${((still.late / still.frames) * 100).toFixed(1)} % of ${still.frames}`,
    )
    row('no scroll: from one frame to the next, median', ms(median(still.between)))
    const { late, frames, nodes } = await scrolling(page, 60)
    row('scroll: late frames (bar C7: at most 1 %)', `${((late / frames) * 100).toFixed(1)} % of ${frames}`)
    row('scroll: nodes in the page (bar C7: at most 1,000)', String(nodes))

    await page.locator('[data-card]').first().click()
    await page.getByLabel('New step').fill('A step')
    await page.getByLabel('New step').press('Enter')
    const { drawn, committed } = await editing(page, EDITS)
    row('edit: drawn, median (bar C3: 17 ms)', ms(median(drawn)))
    row('edit: drawn, 98 of 100 (bar C3: 33 ms)', ms(part(drawn, 0.98)))
    row(
      'edit: in the store, median (bar C4: one fsync + 3 ms)',
      `${ms(median(committed))}, one fsync ${ms(fsyncCost(profile))}`,
    )
    const finds = await filtering(page)
    row('filter: one more letter until drawn, median (bar C7: 50 ms)', ms(median(finds)))
    row('memory of the page, after all that', `${((await pageMemory(app, page)) / 1024).toFixed(0)} MiB`)
    await app.close()
    const again = await start(profile)
    await again.page.locator('[data-card]').first().waitFor()
    await again.page.waitForTimeout(3_000)
    row(
      'memory of the page, after a start with it',
      `${((await pageMemory(again.app, again.page)) / 1024).toFixed(0)} MiB`,
    )
    await again.app.close()
    const peer = await textbook(
      board.cards.map(({ name }) => name),
      27,
    )
    row('textbook page with every card: storage to pixels, median', ms(median(peer.opened)))
    row('textbook: longest main-thread task', ms(peer.longTask))
    row('bare window: a tick drawn, median', ms(median(peer.bare.drawn)))
    row('bare window: a tick drawn, 98 of 100', ms(part(peer.bare.drawn, 0.98)))
    row('bare window: a tick in IndexedDB, strict, median', ms(median(peer.bare.stored)))
    row('textbook: memory of the page', `${(peer.memory / 1024).toFixed(0)} MiB`)
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}
