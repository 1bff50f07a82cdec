import { expect, test } from '../fixtures/member.ts'
import { company } from '../pages/company.ts'
import { Kith } from '../pages/kith.ts'

test('two computers share a board live, edit apart, and meet again with nothing lost', async ({ launch, relay }) => {
  const { a, ...others } = await company(launch, relay)
  let { jonas, b } = others
  await a.openBoard('Plans')
  await b.openBoard('Plans')

  // live: moves, text, steps, and whose hand is on which card
  await a.dragCard('One', 'Done')
  await expect.poll(() => b.cards('Done')).toEqual(['One'])
  await expect(a.sync).toContainText('2 here now')
  const sheet = await b.openCard('Two')
  await expect(a.card('Two')).toContainText('Jonas is looking')
  await sheet.getByLabel('New step').fill('Ask the library')
  await sheet.getByLabel('New step').press('Enter')
  await expect(a.card('Two')).toContainText('0 / 1')
  const theirs = await a.openCard('Two')
  await theirs.getByRole('textbox', { name: 'Description' }).fill('Thirty chairs.')
  await expect(sheet.getByRole('textbox', { name: 'Description' })).toHaveValue('Thirty chairs.')
  await sheet.getByRole('textbox', { name: 'Description' }).press('End')
  await sheet.getByRole('textbox', { name: 'Description' }).pressSequentially(' And a table.')
  await expect(theirs.getByRole('textbox', { name: 'Description' })).toHaveValue('Thirty chairs. And a table.')
  await expect(a.sync).toContainText('All changes shared')
  await theirs.getByText('Who wrote this').click()
  const writers = theirs.locator('details dl')
  await expect(writers).toContainText('Description you, Jonas Meyer')
  await expect(writers).toContainText('Steps Jonas Meyer')
  await expect(writers).toContainText('Name you')

  // apart: one has quit, the relay is gone, both edit
  await jonas.quit()
  await a.closeSheet()
  await a.addCard('To do', 'Written while Jonas was away')
  await expect(a.sync).toContainText('All changes shared')
  await relay.kill()
  await expect(a.sync).toContainText('Offline')
  await a.renameCard('Three', 'Three, said Amara')
  await expect(a.sync).toContainText('1 change waits here')
  jonas = await launch({ profile: jonas.profile })
  b = new Kith(jonas.page)
  await b.openBoard('Plans')
  await expect(b.sync).toContainText('Offline')
  await b.dragCard('Three', 'Done')
  await expect.poll(() => b.cards('Done')).toEqual(['One', 'Three'])
  await b.addCard('Done', 'Written by Jonas in the train')

  // together again
  await relay.restart()
  for (const kith of [a, b]) await expect(kith.sync).toContainText('All changes shared', { timeout: 40_000 })
  for (const kith of [a, b]) {
    await expect.poll(() => kith.cards('To do')).toEqual(['Two', 'Written while Jonas was away'])
    await expect
      .poll(async () => (await kith.cards('Done')).sort())
      .toEqual(['One', 'Three, said Amara', 'Written by Jonas in the train'])
  }
  expect(await a.cards('Done')).toEqual(await b.cards('Done'))
})

test('a name that is being typed is not replaced by another one, and a comment that was begun stays', async ({
  launch,
  relay,
}) => {
  const { a, b } = await company(launch, relay)
  await b.openBoard('Plans')
  await b.openCard('Two')
  const sheet = b.page.getByRole('complementary', { name: 'Card: ' }) // whatever the card is called by then
  const comment = sheet.getByLabel('New comment')
  await comment.fill('Half of what I')
  await sheet.getByRole('button', { name: 'Two', exact: true }).click()
  const field = sheet.getByLabel('Name of the card')
  await field.fill('Twelve benches')
  await a.renameCard('Two', 'Two by Amara')
  await expect(sheet.getByRole('status').filter({ hasText: 'Meanwhile' })).toContainText('Two by Amara')
  await expect(field).toHaveValue('Twelve benches')
  await field.press('Enter')
  await expect(a.card('Twelve benches')).toBeVisible()
  await b.closeSheet()
  await b.openCard('One')
  await expect(comment).toHaveValue('')
  await b.openCard('Twelve benches')
  await expect(comment).toHaveValue('Half of what I')
})
