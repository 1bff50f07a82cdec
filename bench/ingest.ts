/**
 * A log of 100,000 entries comes into the real app, from a relay of its own (docs/figures.md): joining it, and coming back
 * with a board open. Needs a display; `xvfb-run -a node bench/run.ts ingest` where there is none.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, expect, type Page } from '@playwright/test'
import { ensureElectron } from '../build/lib/electron-runtime.mjs'
import { startRelayProcess } from '../e2e/fixtures/relay.ts'
import { Kith } from '../e2e/pages/kith.ts'
import { makeLongLog } from './ingest/longLog.ts'
import { watchPage } from './ingest/watchPage.ts'

const ENTRIES = Number(process.env.KITH_BENCH_ENTRIES ?? 100_000)
const LATER = Math.min(10_000, ENTRIES)
const PATIENCE = 900_000
const root = resolve(import.meta.dirname, '..')

const row = (what: string, value: string) => console.log(`${what.padEnd(62)} ${value}`)
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
const ms = (value: number) => `${value.toFixed(0)} ms`

/** How long something takes, and what it does to the page meanwhile. */
async function measured(what: string, page: Page, act: () => Promise<void>): Promise<void> {
  const watch = await watchPage(page)
  const began = performance.now()
  await act()
  const took = performance.now() - began
  const seen = await watch.end()
  row(`${what}, until caught up`, seconds(took))
  row('  longest task of the page, CPU time of its thread', `${ms(seen.longestCpu)} (elapsed ${ms(seen.longest)})`)
  row('  tasks of the page over 50 ms of CPU time', String(seen.over50))
  row(
    '  a typed key until it was drawn, median and worst',
    `${ms(seen.key.median)} and ${ms(seen.key.worst)} of ${seen.key.count}`,
  )
}

export async function run(): Promise<void> {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = (await ensureElectron()).dist
  const folder = await mkdtemp(join(tmpdir(), 'kith-bench-'))
  const relay = await startRelayProcess()
  try {
    const file = join(relay.folder, 'relay.db')
    await relay.setBack(null)
    const log = await makeLongLog(file, relay.url)
    log.append(ENTRIES)
    await relay.restart()
    const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const args = [root, ...flags, '--disable-gpu', `--user-data-dir=${join(folder, 'profile')}`]
    const app = await _electron.launch({ cwd: root, args })
    const page = await app.firstWindow()
    const kith = new Kith(page)
    await kith.createCommunity('Another')
    await page.getByRole('button', { name: 'Add a community' }).click()
    await page.getByRole('menuitem', { name: 'Join with an invitation…' }).click()
    await measured(`join a log of ${ENTRIES} entries`, page, async () => {
      await kith.tryToJoin(log.link, 'Newcomer')
      await expect(kith.joining).toBeHidden({ timeout: PATIENCE })
      await expect(kith.sync).toContainText('All changes shared', { timeout: PATIENCE })
    })
    await kith.openBoard('Board 3')
    await relay.kill()
    log.append(LATER)
    await measured(`${LATER} more entries, a board open`, page, async () => {
      await relay.restart()
      await kith.retry()
      await expect(kith.sync).toContainText('All changes shared', { timeout: PATIENCE })
    })
    await app.close()
  } finally {
    await relay.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
