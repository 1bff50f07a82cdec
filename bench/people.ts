/**
 * A list of 10,000 people in the real app: opening it after a start, scrolling, filtering, sorting, grouping, a change of a
 * thousand and its undo (docs/figures.md). Needs a display; `xvfb-run -a node bench/run.ts people` where there is none.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { ensureElectron } from '../build/lib/electron-runtime.mjs'
import { pageMemory } from './board/textbook.ts'
import { type Seen, watchPage } from './ingest/watchPage.ts'
import { fullTable } from './people/fullTable.ts'
import { madeUpPeople } from './people/madeUpPeople.ts'
import { startEmpty } from './people/startEmpty.ts'
import { filterBy, openList, press, type Step, scrollList } from './people/watchList.ts'

const PEOPLE = Number(process.env.KITH_BENCH_PEOPLE ?? 10_000)
const ROUNDS = Number(process.env.KITH_BENCH_ROUNDS ?? 5)
const QUESTION = 'skills contains van AND free on Sunday AND not seen since August'

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
const worst = (values: readonly number[]) => Math.max(0, ...values)
const row = (what: string, value: string) => console.log(`${what.padEnd(66)} ${value}`)
const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`
const percent = (part: number, of: number) => `${((part / of) * 100).toFixed(1)} %`

const cold = new Map<string, Step[]>()
const warm = new Map<string, Step[]>()
const note = (where: Map<string, Step[]>, what: string, step: Step) => {
  where.set(what, [...(where.get(what) ?? []), step])
}

/** What was asked for the first time since the start, and again. */
async function questions(page: Page): Promise<void> {
  for (const where of [cold, warm]) {
    note(where, 'filter: a word', await filterBy(page, 'karimi'))
    note(where, 'filter: one more letter', await filterBy(page, 'karimi b'))
    note(where, 'filter: the question of issue 5', await filterBy(page, QUESTION))
    note(where, 'filter: cleared', await filterBy(page, ''))
    note(
      where,
      'sort by another column',
      await press(page.getByRole('columnheader').getByRole('button', { name: 'Can help with' })),
    )
    note(where, 'sort by name again', await press(page.getByRole('columnheader').getByRole('button', { name: 'Name' })))
  }
}

/** From the menu, which answers a little after the click. */
async function grouping(page: Page): Promise<void> {
  await scrollList(page, 0, 1) // headings stand at the top
  for (const field of ['Tags', 'No groups']) {
    await page
      .getByRole('main')
      .getByRole('button', { name: /^(Group|By )/ })
      .click()
    const item = page.getByRole('menu').getByText(field, { exact: true })
    await item.waitFor()
    const watch = await watchPage(page)
    const began = performance.now()
    await item.click()
    await expect(page.locator('td.group')).toHaveCount(field === 'Tags' ? 1 : 0)
    tell(`group: ${field}`, performance.now() - began, await watch.end())
    await page.keyboard.press('Escape') // the menu stays open for more
  }
}

/** Gives about a thousand a tag, and takes it back. */
async function bulk(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog')
  await filterBy(page, 'person1')
  const main = page.getByRole('main')
  await main.getByRole('checkbox').first().check()
  await main.getByRole('button', { name: 'Do with them' }).click()
  await page.getByRole('menu').getByText('Change them…').click()
  await dialog.getByLabel('Which').fill('bench')
  const count = Number((await main.locator('p.count b').innerText()).replace(/\D/g, ''))
  const began = performance.now()
  const doing = await watchPage(page)
  await dialog.getByRole('button', { name: /^Change/ }).click()
  await expect(dialog).toBeHidden({ timeout: 120_000 })
  tell(`change of ${count} people`, performance.now() - began, await doing.end())
  const undoing = await watchPage(page)
  const undo = performance.now()
  await page.getByRole('button', { name: 'Undo' }).first().click()
  await expect(page.getByText('bench', { exact: true })).toHaveCount(0, { timeout: 120_000 })
  tell('its undo', performance.now() - undo, await undoing.end())
}

function tell(what: string, took: number, seen: Seen): void {
  row(what, ms(took))
  row('  longest task, CPU time', `${ms(seen.longestCpu)} (elapsed ${ms(seen.longest)}); over 50 ms: ${seen.over50}`)
}

function tellSteps(): void {
  for (const [what, steps] of cold) {
    const again = warm.get(what) ?? []
    const told = (list: readonly Step[]) =>
      `${ms(median(list.map(({ script }) => script)))} (worst ${ms(worst(list.map(({ script }) => script)))}, drawn ${ms(median(list.map(({ drawn }) => drawn)))})`
    row(what, `first ${told(steps)}; again ${told(again)}`)
  }
}

export async function run(): Promise<void> {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = (await ensureElectron()).dist
  const profile = await mkdtemp(join(tmpdir(), 'kith-bench-'))
  try {
    const file = join(profile, 'people.csv')
    await writeFile(file, madeUpPeople(PEOPLE))
    const { app, page, kith, list } = await startEmpty(profile)
    await list.choose(file)
    await list.look()
    await list.write(/^Bring in/)
    await list.view.getByRole('button', { name: 'Show the people' }).click()
    await page.locator('[data-person]').first().waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Columns' }).click()
    for (const column of ['Tags', 'Email', 'Joined'])
      await page.getByRole('menu').getByText(column, { exact: true }).click()
    await page.keyboard.press('Escape')
    // The session still has the import to write.
    await kith.place('Our street').click()
    await page.locator('[data-card]').first().waitFor({ timeout: 120_000 })

    const opened = []
    const seen: Seen[] = []
    for (let round = 0; round < ROUNDS; round++) {
      await page.reload()
      await page.locator('[data-card]').first().waitFor()
      await page.waitForTimeout(1_500)
      const watch = await watchPage(page)
      opened.push(await openList(page))
      seen.push(await watch.end())
      await questions(page)
      await kith.openBoard('Our street')
    }
    row(`click on People, ${PEOPLE} of them, to the first rows, median`, ms(median(opened.map((one) => one.firstRows))))
    row('  to the whole list, median', ms(median(opened.map(({ ready }) => ready))))
    row(
      '  longest task, CPU time, median and worst',
      `${ms(median(seen.map((one) => one.longestCpu)))} and ${ms(worst(seen.map((one) => one.longestCpu)))} (elapsed ${ms(median(seen.map((one) => one.longest)))} and ${ms(worst(seen.map((one) => one.longest)))})`,
    )
    tellSteps()

    await kith.go('People')
    await page.locator('[data-person]').first().waitFor()
    const still = await scrollList(page, 0)
    row('no scroll: late frames of this display', percent(still.late, still.frames))
    for (const step of [60, 300]) {
      const watch = await watchPage(page)
      const { late, veryLate, frames, nodes } = await scrollList(page, step)
      const { longestCpu, over50 } = await watch.end()
      row(
        `scroll ${step} px a frame: late by one frame, by two`,
        `${percent(late, frames)}, ${percent(veryLate, frames)} of ${frames}`,
      )
      row('  longest task, CPU time; over 50 ms; nodes', `${ms(longestCpu)}; ${over50}; ${nodes}`)
    }
    await grouping(page)
    await bulk(page)
    row('memory of the page', `${((await pageMemory(app, page)) / 1024).toFixed(0)} MiB`)
    await app.close()
    const peer = await fullTable(madeUpPeople(PEOPLE))
    row('a page with every row: to pixels', ms(peer.opened))
    row('  a word typed until drawn', ms(median(peer.filtered)))
    row('  memory of the page', `${(peer.memory / 1024).toFixed(0)} MiB`)
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}
