import { expect, test } from '../fixtures/member.ts'
import { company } from '../pages/company.ts'
import type { Kith } from '../pages/kith.ts'

/** Opens an event from the list. */
async function openEvent({ page }: Kith, title: string): Promise<void> {
  await page
    .getByRole('main')
    .getByRole('button', { name: new RegExp(title) })
    .first()
    .click()
  await expect(page.getByRole('main').getByRole('heading', { level: 1, name: title })).toBeVisible()
}

/** Sets when the event starts, in its form. */
async function startAt({ page }: Kith, time: string): Promise<void> {
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const form = page.getByRole('dialog', { name: 'Event' })
  await form.getByLabel('at', { exact: true }).fill(time)
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form).toBeHidden()
}

const task = async ({ page }: Kith) => page.getByRole('tab', { name: /^Tasks/ }).click()

test('journey 2: two organizers edit one plan apart; both see the same afterwards, and what they disagree about', async ({
  launch,
  relay,
}) => {
  const { a, b } = await company(launch, relay)
  await a.go('Events')
  const line = a.page.getByLabel('New event in one line')
  await line.fill('Street fair 12 June 2027 11-18')
  await expect(a.page.getByText(/Saturday,? 12 June 2027, 11:00–18:00/)).toBeVisible()
  await line.press('Enter')
  await expect(a.page.getByRole('main').getByRole('heading', { level: 1, name: 'Street fair' })).toBeVisible()
  for (const item of ['Tables out 60', 'Music 120']) {
    await a.page.getByLabel('Add to the run of show').fill(item)
    await a.page.getByLabel('Add to the run of show').press('Enter')
  }
  await expect(a.page.getByRole('list', { name: 'Run of show' })).toContainText('12:00')
  await task(a)
  await a.addCard('To do', 'Ask for chairs')
  await a.addCard('To do', 'Hire a stage')
  await b.go('Events')
  await openEvent(b, 'Street fair')
  await task(b)
  await expect(b.card('Hire a stage')).toBeVisible()
  await expect(a.sync).toContainText('All changes shared')

  // apart
  await relay.kill()
  for (const kith of [a, b]) await expect(kith.sync).toContainText('Offline')
  await startAt(a, '15:00')
  await a.addCard('To do', 'Permit for the road')
  await a.renameCard('Ask for chairs', 'Ask the library for chairs')
  await a.renameCard('Hire a stage', 'Build a stage of pallets')
  await startAt(b, '14:30')
  await b.renameCard('Ask for chairs', 'Borrow thirty chairs')
  await b.card('Hire a stage').click()
  await b
    .sheet('Hire a stage')
    .getByRole('button', { name: /Actions/ })
    .click()
  await b.page.getByRole('menuitem', { name: 'Put in the bin' }).click()
  await expect(b.card('Hire a stage')).toHaveCount(0)

  // together again
  await relay.restart()
  for (const kith of [a, b]) {
    await kith.retry()
    await expect(kith.sync).toContainText('All changes shared', { timeout: 40_000 })
  }
  for (const { page } of [a, b]) {
    const clash = page.getByRole('region', { name: 'Changed apart', exact: true })
    await expect(clash).toContainText('15:00')
    await expect(clash).toContainText('14:30')
    await expect(clash).toContainText('Amara Okafor')
    await expect(clash).toContainText('Jonas Meyer')
    const plan = page.getByRole('region', { name: 'Changed apart in the plan' })
    await expect(plan).toContainText('Ask the library for chairs')
    await expect(plan).toContainText('Borrow thirty chairs')
    await expect(plan).toContainText('was put into the bin while somebody changed it')
  }
  const when = (kith: Kith) =>
    kith.page
      .getByRole('main')
      .getByText(/^Saturday,? 12 June 2027/)
      .first()
      .textContent()
  await expect(a.card('Permit for the road')).toBeVisible()
  await expect(b.card('Permit for the road')).toBeVisible()
  expect(await a.cards('To do')).toEqual(await b.cards('To do'))
  expect(await when(a)).toBe(await when(b))

  // somebody chooses, for all
  const clash = a.page.getByRole('region', { name: 'Changed apart', exact: true })
  await clash
    .getByRole('button', { name: /Keep|Take this/ })
    .first()
    .click()
  for (const { page } of [a, b])
    await expect(page.getByRole('region', { name: 'Changed apart', exact: true })).toHaveCount(0)
  await b.page.getByRole('button', { name: 'Take it out' }).click()
  await expect(a.card('Build a stage of pallets')).toBeVisible()
  expect(await when(a)).toBe(await when(b))
})
