import { expect, test } from '../fixtures/page.ts'
import { Events } from '../pages/event.ts'
import { Kith } from '../pages/kith.ts'
import { objectionsInBoth } from './accessible.ts'

/** A week that has it all: several at once, one over three days, a series, a draft and one that is cancelled. */
function street(): string {
  const now = new Date()
  const day = (plus: number) => {
    const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() - ((now.getDay() + 6) % 7) + plus)
    return `${at.getFullYear()}${String(at.getMonth() + 1).padStart(2, '0')}${String(at.getDate()).padStart(2, '0')}`
  }
  const vevent = (uid: string, title: string, from: string, to: string, ...more: string[]) => [
    'BEGIN:VEVENT',
    `UID:${uid}@example.org`,
    `SUMMARY:${title}`,
    `DTSTART${from}`,
    `DTEND${to}`,
    ...more,
    'END:VEVENT',
  ]
  const lines = [
    ...['red', 'orange', 'green', 'teal', 'blue', 'purple'].flatMap((colour, n) =>
      vevent(`e${n}`, `Kitchen ${n}`, `:${day(1)}T1${n}0000`, `:${day(1)}T1${n + 2}0000`, `COLOR:${colour}`),
    ),
    ...vevent('fest', 'Street festival', `;VALUE=DATE:${day(2)}`, `;VALUE=DATE:${day(5)}`, 'STATUS:TENTATIVE'),
    ...vevent(
      'plenum',
      'Plenum',
      `:${day(3)}T190000`,
      `:${day(3)}T210000`,
      'RRULE:FREQ=WEEKLY',
      'ATTENDEE:mailto:a@b.example',
    ),
    ...vevent('off', 'Picnic', `:${day(4)}T120000`, `:${day(4)}T140000`, 'STATUS:CANCELLED'),
  ]
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')
}

test('axe objects to nothing in calendars, their files, and reminders; nothing complains', async ({
  page,
  complaints,
}) => {
  const kith = new Kith(page)
  // Colours change at once, and are read as they stay.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/')
  await page.setViewportSize({ width: 1360, height: 860 })
  await kith.createCommunity('Riverside')
  await kith.go('Events')
  await new Events(page).dropFile('street.ics', street())
  const importing = page.getByRole('dialog', { name: 'Import a calendar' })
  await expect(importing.getByRole('heading', { name: 'What comes over' })).toBeVisible()
  expect(await objectionsInBoth(page), 'preview').toEqual([])
  await importing.getByRole('button', { name: 'Import 9 events' }).click()
  await expect(importing.getByRole('heading', { name: 'What came over' })).toBeVisible()
  expect(await objectionsInBoth(page), 'report').toEqual([])
  await importing.getByRole('button', { name: 'Done', exact: true }).click()
  const view = page.getByRole('radiogroup', { name: 'Calendar view' })
  for (const name of ['Month', 'Week']) {
    await view.getByText(name, { exact: true }).click()
    await expect(page.locator(name === 'Month' ? '.ec-month-view' : '.ec-week-view')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Plenum' }).first()).toBeVisible()
    expect(await objectionsInBoth(page), name).toEqual([])
  }
  await page.getByRole('button', { name: 'Export…' }).click()
  await expect(page.getByText('9 of 9 chosen')).toBeVisible()
  expect(await objectionsInBoth(page), 'export').toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Plenum' }).first().click()
  await page.getByRole('button', { name: 'Actions for this event' }).click()
  await page.getByRole('menuitem', { name: 'Remind me…' }).click()
  await page.getByLabel('When', { exact: true }).selectOption('own')
  expect(await objectionsInBoth(page), 'reminder').toEqual([])
  await page.keyboard.press('Escape')
  await kith.go('Settings')
  await page.getByLabel('Quiet hours').check()
  expect(await objectionsInBoth(page), 'settings').toEqual([])
  expect(complaints.list).toEqual([])
})
