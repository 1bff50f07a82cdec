import { expect, test } from '../fixtures/member.ts'
import { company } from '../pages/company.ts'

test('who wrote what is shown, and one person’s changes are taken back while everybody else’s stay', async ({
  launch,
  relay,
}) => {
  const { a, b } = await company(launch, relay)
  await a.openBoard('Plans')
  await b.openBoard('Plans')
  await b.renameCard('One', 'Spoilt by Jonas')
  await b.closeSheet()
  await b.addCard('Done', 'Advertising')
  await expect(a.card('Advertising')).toBeVisible()
  await a.renameCard('Two', 'Two, said Amara')
  await a.closeSheet()
  await a.addCard('Done', 'Written by Amara')
  await expect(b.card('Written by Amara')).toBeVisible()

  await a.boardAction('Who wrote what…')
  const dialog = a.page.getByRole('dialog', { name: 'Who wrote “Plans”' })
  const row = dialog.getByRole('listitem').filter({ hasText: 'Jonas Meyer' })
  // What waits at the same moment goes out as one.
  await expect(row).toContainText(/[12] changes?/)
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Amara Okafor' })).toContainText('you')
  await row.getByRole('button', { name: 'Take back…' }).click()
  await expect(dialog.getByLabel('Take back what Jonas Meyer changed since')).toBeVisible()
  await dialog.getByRole('button', { name: 'Take it back' }).click()
  await expect(dialog).toBeHidden()
  for (const kith of [a, b]) {
    await expect.poll(() => kith.cards('To do')).toEqual(['One', 'Two, said Amara', 'Three'])
    await expect.poll(() => kith.cards('Done')).toEqual(['Written by Amara'])
  }
})
