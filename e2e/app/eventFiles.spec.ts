import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { test as base, expect } from '../fixtures/member.ts'
import { Events } from '../pages/event.ts'
import { Kith } from '../pages/kith.ts'

/** A folder of the person's own. */
const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'kith-calendars-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
})

/** The person opens this file in every dialog from now on, and saves under the name that is suggested, in this folder. */
const choose = (app: ElectronApplication, folder: string, open: string | null = null) =>
  app.evaluate(
    ({ dialog }, chosen) => {
      dialog.showOpenDialog = (async () => ({
        canceled: chosen.open === null,
        filePaths: chosen.open === null ? [] : [chosen.open],
      })) as typeof dialog.showOpenDialog
      dialog.showSaveDialog = (async (...args: unknown[]) => {
        const { defaultPath = '' } = args.at(-1) as { defaultPath?: string }
        return { canceled: false, filePath: `${chosen.folder}/${defaultPath.split(/[/\\]/).at(-1)}` }
      }) as typeof dialog.showSaveDialog
    },
    { folder, open },
  )

const ics = (...events: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'X-WR-CALNAME:Street', ...events, 'END:VCALENDAR', ''].join(
    '\r\n',
  )
const vevent = (uid: string, title: string, ...lines: string[]): string =>
  ['BEGIN:VEVENT', `UID:${uid}@example.org`, `SUMMARY:${title}`, ...lines, 'END:VEVENT'].join('\r\n')
const BERLIN = ';TZID=Europe/Berlin:'
const swap = (title: string) =>
  vevent('swap', title, `DTSTART${BERLIN}20271127T100000`, `DTEND${BERLIN}20271127T150000`, 'LOCATION:Mill Lane Hall')
const plenum = vevent(
  'plenum',
  'Plenum',
  `DTSTART${BERLIN}20270105T190000`,
  'DURATION:PT2H',
  'RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=60',
  `EXDATE${BERLIN}20270112T190000,20270119T190000`,
  'BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nACTION:DISPLAY\r\nEND:VALARM',
)
const camp = vevent('camp', 'Camp', 'DTSTART;VALUE=DATE:20270703', 'DTEND;VALUE=DATE:20270706')

const importing = (page: Page): Locator => page.getByRole('dialog', { name: 'Import a calendar' })
/** The number beside a row of the preview or the report. */
const count = (page: Page, row: string): Locator =>
  importing(page).getByRole('row').filter({ hasText: row }).getByRole('cell')

async function open(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: 'Import…' }).click()
  await importing(page).getByRole('button', { name: 'Choose a file…' }).click()
}
const listed = (page: Page, title: string): Locator =>
  page.getByRole('main').getByRole('button', { name: new RegExp(title) })

test('a calendar file is shown before anything changes, comes in, is taken back in one step, and makes no doubles', async ({
  launch,
  folder,
}) => {
  const { app, page } = await launch()
  const kith = new Kith(page)
  const at = (name: string) => join(folder, name)
  await kith.createCommunity('Riverside')
  await kith.go('Events')

  // what is no calendar, and what would never end, is refused with its reason
  await writeFile(at('bomb.ics'), ics(vevent('bomb', 'Bomb', 'DTSTART:20270101T000000Z', 'RRULE:FREQ=SECONDLY')))
  await choose(app, folder, at('bomb.ics'))
  await open(page)
  await expect(importing(page).getByRole('alert')).toContainText('repeats every second')
  await expect(importing(page).getByRole('alert')).toContainText('Nothing was changed')

  // the preview, in words
  await writeFile(at('street.ics'), ics(swap('Clothes swap'), plenum, camp, 'BEGIN:VTODO\r\nUID:t\r\nEND:VTODO'))
  await choose(app, folder, at('street.ics'))
  await importing(page).getByRole('button', { name: 'Choose a file…' }).click()
  await expect(importing(page)).toContainText('“street.ics” (Street), 3 events, into Riverside')
  await expect(count(page, 'New')).toHaveText('3')
  await expect(count(page, 'Tasks')).toHaveText('1')
  await expect(count(page, 'Reminders')).toHaveText('1')
  await expect(importing(page)).toContainText('Every Tuesday, 60 times · 2 left out')
  await expect(importing(page)).toContainText(/Saturday,? 3 July 2027 – Monday,? 5 July 2027/)
  await expect(kith.page.getByRole('navigation').getByRole('button', { name: /^Events/ })).toHaveText('Events')

  // the report, and all of it taken back by one undo
  await importing(page).getByRole('button', { name: 'Import 3 events' }).click()
  await expect(importing(page)).toContainText('Done.')
  await importing(page).getByRole('button', { name: 'Done', exact: true }).click()
  const more = page.getByRole('button', { name: 'Three months more' })
  for (const _ of [1, 2, 3, 4]) await more.click()
  for (const title of ['Clothes swap', 'Camp']) await expect(listed(page, title)).toHaveCount(1)
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click()
  for (const title of ['Clothes swap', 'Camp', 'Plenum']) await expect(listed(page, title)).toHaveCount(0)
  await page.getByRole('button', { name: 'Redo', exact: true }).first().click()
  await expect(listed(page, 'Clothes swap')).toHaveCount(1)

  // the same file again, dropped on the page, and a newer one
  await new Events(page).dropFile('again.ics', ics(swap('Clothes swap'), plenum, camp))
  await expect(importing(page)).toContainText('“again.ics”')
  await expect(count(page, 'The same as here')).toHaveText('3')
  await expect(importing(page).getByRole('button', { name: 'Nothing new in it' })).toBeDisabled()
  await writeFile(at('newer.ics'), ics(swap('Winter clothes swap'), plenum, camp))
  await choose(app, folder, at('newer.ics'))
  await importing(page).getByRole('button', { name: 'Another file' }).click()
  await importing(page).getByRole('button', { name: 'Choose a file…' }).click()
  await expect(importing(page)).toContainText('Would change: Winter clothes swap')
  await importing(page).getByRole('button', { name: 'Bring up to date' }).click()
  await expect(count(page, 'Brought up to date')).toHaveText('1')
  await importing(page).getByRole('button', { name: 'Take it back' }).click()
  await expect(importing(page)).toBeHidden()
  await expect(listed(page, 'Winter clothes swap')).toHaveCount(0)
  await expect(listed(page, 'Clothes swap')).toHaveCount(1)
})

test('files the app is opened with wait for a community, then are shown one after another', async ({
  launch,
  folder,
}) => {
  const [first, second] = [join(folder, 'first.ics'), join(folder, 'second.ics')]
  await writeFile(first, ics(swap('Clothes swap')))
  await writeFile(second, ics(camp))
  const { page, openSecond } = await launch({ args: [first] })
  await new Kith(page).createCommunity('Riverside')
  await expect(importing(page)).toContainText('“first.ics”')
  await openSecond(pathToFileURL(second).href)
  await importing(page).getByRole('button', { name: 'Import one event' }).click()
  await expect(importing(page)).toContainText('Done.')
  await importing(page).getByRole('button', { name: 'Done', exact: true }).click()
  // The second start repeats the arguments of the first.
  await expect(importing(page)).toContainText('“first.ics”')
  await expect(count(page, 'The same as here')).toHaveText('1')
  await importing(page).getByRole('button', { name: 'Close' }).click()
  await expect(importing(page)).toContainText('“second.ics”')
  await expect(count(page, 'New')).toHaveText('1')
})

test('a calendar that was exported comes in again as the same; paper, page and text of an event', async ({
  launch,
  folder,
}) => {
  const { app, page } = await launch()
  const kith = new Kith(page)
  const events = new Events(page)
  await kith.createCommunity('Riverside')
  await events.add('Clothes swap 27 November 2027 10-15', 'Clothes swap')
  const share = page.getByRole('region', { name: 'Share' })
  await choose(app, folder)

  // one event: as a file, on paper, as a page, as text
  const saved = async (button: string, name: string, item?: string) => {
    await share.getByRole('button', { name: button, exact: true }).click()
    if (item) await page.getByRole('menuitem', { name: item }).click()
    await expect.poll(() => readdir(folder)).toContain(name)
    return readFile(join(folder, name), 'latin1')
  }
  const PAPER = [
    ['Poster', 'Clothes swap poster.pdf', 'A4'],
    ['Sign-in sheet', 'Clothes swap sign-in sheet.pdf'],
    ['Rota', 'Clothes swap rota.pdf'],
    ['Run of show', 'Clothes swap run of show.pdf'],
  ] as const
  for (const [button, name, item] of PAPER) {
    const pdf = await saved(button, name, item)
    expect(pdf.slice(0, 5), name).toBe('%PDF-')
    expect(pdf.match(/\/Type \/Page\b/g), name).toHaveLength(1)
    // Letters are in it: a bare page has a few hundred bytes.
    expect(pdf.length, name).toBeGreaterThan(8_000)
  }
  const html = await saved('Web page', 'Clothes swap.html')
  expect(html).toContain('<h1 dir="auto">Clothes swap</h1>')
  expect(html).toContain('href="data:text/calendar;base64,')
  const own = await saved('Calendar file', 'Clothes swap.ics')
  expect(own).toContain('SUMMARY:Clothes swap')
  await share.getByRole('button', { name: 'Copy the text' }).click()
  await expect
    .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
    .toMatch(/^Clothes swap\nSaturday,? 27 November 2027, 10:00–15:00$/)

  // what is sealed is left out unless it is chosen, and named
  await kith.go('Events')
  await page.getByRole('button', { name: 'New event' }).click()
  const form = page.getByRole('dialog', { name: 'New event' })
  await form.getByLabel('Title').fill('Budget talk')
  await form.getByLabel('Who plans it').selectOption('private')
  await form.getByLabel('It has a date').check()
  await form.getByRole('button', { name: 'Create event' }).click()
  await expect(events.heading('Budget talk')).toBeVisible()
  await share.getByRole('button', { name: 'Calendar file' }).click()
  const asked = page.getByRole('dialog', { name: 'It leaves the seal' })
  await expect(asked).toContainText('Budget talk')
  await asked.getByRole('button', { name: 'Cancel' }).click()
  await kith.go('Events')
  await page.getByRole('button', { name: 'Export…' }).click()
  const exporting = page.getByRole('dialog', { name: 'Export the calendar' })
  await expect(exporting).toContainText('1 of 2 chosen')
  await exporting.getByRole('checkbox', { name: /Budget talk/ }).check()
  await expect(exporting).toContainText('“Budget talk” is sealed for organizers here')
  await exporting.getByLabel('Find').fill('swap')
  await expect(exporting.getByRole('checkbox')).toHaveCount(1)
  await exporting.getByLabel('Find').fill('')
  await exporting.getByRole('button', { name: 'Save the file…' }).click()
  await expect(exporting).toBeHidden()
  expect(await readFile(join(folder, 'Riverside.ics'), 'utf8')).toContain('SUMMARY:Budget talk')

  // it comes in again as the same
  await choose(app, folder, join(folder, 'Riverside.ics'))
  await open(page)
  await expect(count(page, 'The same as here')).toHaveText('1')
  await expect(count(page, 'In another calendar here')).toHaveText('1')
  await expect(importing(page).getByRole('button', { name: 'Nothing new in it' })).toBeDisabled()
})
