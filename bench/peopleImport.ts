/**
 * A list of 50,000 people comes into the real app, again without doubles, and is taken back (docs/figures.md): what that does
 * to the window and to the memory of its process. Needs a display; `xvfb-run -a node bench/run.ts peopleImport` where there
 * is none.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ElectronApplication, expect, type Page } from '@playwright/test'
import { ensureElectron } from '../build/lib/electron-runtime.mjs'
import { pageMemory } from './board/textbook.ts'
import { watchPage } from './ingest/watchPage.ts'
import { madeUpPeople } from './people/madeUpPeople.ts'
import { startEmpty } from './people/startEmpty.ts'

const PEOPLE = Number(process.env.KITH_BENCH_PEOPLE ?? 50_000)
const PATIENCE = 600_000

const row = (what: string, value: string) => console.log(`${what.padEnd(58)} ${value}`)
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
const ms = (value: number) => `${value.toFixed(0)} ms`

/** The most memory that the page's process had while something went on, MiB. */
async function peak(app: ElectronApplication, act: () => Promise<void>): Promise<number> {
  let most = 0
  let on = true
  const look = async () => {
    while (on) {
      most = Math.max(most, (await pageMemory(app)) / 1024)
      await new Promise((done) => setTimeout(done, 250))
    }
  }
  const looking = look()
  try {
    await act()
  } finally {
    on = false
  }
  await looking
  return most
}

/** How long a step takes, and what it does to the window meanwhile. */
async function measured(app: ElectronApplication, page: Page, what: string, act: () => Promise<void>): Promise<void> {
  const watch = await watchPage(page)
  const began = performance.now()
  const most = await peak(app, act)
  const took = performance.now() - began
  const { longest, longestCpu, over50 } = await watch.end()
  row(what, `${seconds(took)}, memory of the process at most ${most.toFixed(0)} MiB`)
  row('  longest task, CPU time', `${ms(longestCpu)} (elapsed ${ms(longest)}); over 50 ms: ${over50}`)
}

export async function run(): Promise<void> {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = (await ensureElectron()).dist
  const profile = await mkdtemp(join(tmpdir(), 'kith-bench-'))
  try {
    const file = join(profile, 'people.csv')
    const changed = join(profile, 'changed.csv')
    await writeFile(file, madeUpPeople(PEOPLE))
    await writeFile(changed, madeUpPeople(PEOPLE, 'Helper'))
    const { app, page, kith, list } = await startEmpty(profile)
    const step = (what: string, act: () => Promise<void>) => measured(app, page, what, act)
    const settled = () => expect(kith.sync).toContainText('Saved on this computer', { timeout: PATIENCE })

    await step(`the file of ${PEOPLE} people read`, async () => {
      await list.choose(file)
      await expect(list.step).toHaveText('2 Match', { timeout: PATIENCE })
    })
    const look = async () => {
      await list.view.getByRole('button', { name: 'Look at it' }).click()
      await expect(list.step).toHaveText('3 Look', { timeout: PATIENCE })
    }
    await step('matched and compared', look)
    await step('written', async () => {
      await list.view.getByRole('button', { name: /^Bring in/ }).click()
      await expect(list.view.getByText('Done.')).toBeVisible({ timeout: PATIENCE })
    })
    await step('the people shown', async () => {
      await list.view.getByRole('button', { name: 'Show the people' }).click()
      await page.locator('[data-person]').first().waitFor({ timeout: PATIENCE })
    })
    await step('until all is on the disk and in the log', async () => {
      await settled()
      // A board is opened when the session has nothing of the import before it any more.
      await kith.place('Our street').click()
      await page.locator('[data-card]').first().waitFor({ timeout: PATIENCE })
    })
    await page.waitForTimeout(20_000)
    row('  twenty seconds later', `${((await pageMemory(app)) / 1024).toFixed(0)} MiB`)

    await step('the same list once more, until it says that nothing is new', async () => {
      await list.choose(file)
      await expect(list.step).toHaveText('2 Match', { timeout: PATIENCE })
      await look()
      await expect(list.view.getByRole('button', { name: 'Nothing new in it' })).toBeVisible()
    })
    await list.view.getByRole('button', { name: 'Back to “Match”' }).click()
    await list.view.getByRole('button', { name: 'Another file' }).click()
    await list.choose(changed)
    await list.look()
    await step('a list that changes all of them, written', async () => {
      await list.view.getByRole('button', { name: /^Bring/ }).click()
      await expect(list.view.getByText('Done.')).toBeVisible({ timeout: PATIENCE })
    })
    await step('that taken back', async () => {
      await list.view.getByRole('button', { name: 'Take it back' }).click()
      await expect(page.getByText('The import is taken back.')).toBeVisible({ timeout: PATIENCE })
    })
    await app.close()
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}
