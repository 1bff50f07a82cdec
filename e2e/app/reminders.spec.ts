import { expect, test } from '../fixtures/member.ts'
import { catchNotices, clickLast, notices } from '../fixtures/notices.ts'
import { Events } from '../pages/event.ts'
import { Kith } from '../pages/kith.ts'

test('one is reminded of an event at the time one chose for it, without its name, and opens it from there', async ({
  launch,
}) => {
  const { app, page } = await launch()
  await catchNotices(app)
  const kith = new Kith(page)
  const events = new Events(page)
  await kith.createCommunity('Riverside')
  // Tomorrow, at an hour that is not yet: nothing is told of it by itself.
  const tomorrow = new Date(Date.now() + 86_400_000 + 3_600_000)
  const day = tomorrow.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
  const hour = String(tomorrow.getHours()).padStart(2, '0')
  await events.add(`Choir ${day} ${hour}:59-${hour}:59`, 'Choir')
  await page.getByRole('button', { name: 'Confirm', exact: true }).click()

  // a time of its own, that has come already
  await page.getByRole('button', { name: 'Actions for this event' }).click()
  await page.getByRole('menuitem', { name: 'Remind me…' }).click()
  const asked = page.getByRole('dialog', { name: 'Remind me' })
  await expect(asked.getByLabel('When', { exact: true })).toHaveValue('usual')
  await asked.getByLabel('When', { exact: true }).selectOption('own')
  await asked.getByLabel('How long').fill('2')
  await asked.getByLabel('Unit').selectOption({ label: 'days before' })
  await asked.getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(() => notices(app))
    .toEqual([expect.stringMatching(/^Kith: An event in one of your communities begins /)])

  // the click leads to it, from anywhere
  await kith.go('People')
  await clickLast(app)
  await expect(events.heading('Choir')).toBeVisible()
  await page.getByRole('button', { name: 'Actions for this event' }).click()
  await page.getByRole('menuitem', { name: 'Remind me…' }).click()
  await expect(asked.getByLabel('How long')).toHaveValue('2')
  await asked.getByRole('button', { name: 'Cancel' }).click()

  // with names, if one says so; not at all, if one says so
  await kith.go('Settings')
  await page.getByLabel('Say the name of the event').check()
  await page.getByLabel('1 week before').check()
  await events.add(`Garden ${day} ${hour}:59-${hour}:59`, 'Garden')
  await page.getByRole('button', { name: 'Confirm', exact: true }).click()
  await expect.poll(async () => (await notices(app)).at(-1)).toMatch(/^Garden: Begins /)
  await clickLast(app)
  await expect(events.heading('Garden')).toBeVisible()
  expect(await notices(app)).toHaveLength(2)
  await kith.go('Settings')
  await page.getByLabel('Quiet hours').check()
  await page.getByLabel('From', { exact: true }).fill('21:30')
  await page.reload()
  await kith.go('Settings')
  await expect(page.getByLabel('From', { exact: true })).toHaveValue('21:30')
  await expect(page.getByLabel('1 week before')).toBeChecked()
})
