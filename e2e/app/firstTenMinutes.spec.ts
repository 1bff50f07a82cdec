import { expect, test } from '../fixtures/member.ts'
import { Kith } from '../pages/kith.ts'

test('a community made without a network is all there after quitting', async ({ launch }) => {
  const first = await launch()
  const kith = new Kith(first.page)
  await kith.createCommunity('Riverside Neighbours')
  await expect(kith.sync).toContainText('Saved on this computer')
  await kith.makeBoard()
  await kith.renameCard('Two', 'Two benches for the square')
  await first.page.getByRole('textbox', { name: 'Description' }).fill('Ask the carpenter.\nShe knows wood.')
  await expect(kith.sync).toContainText('Saved on this computer')
  await first.quit()

  const again = await launch({ profile: first.profile })
  const reopened = new Kith(again.page)
  await reopened.openBoard('Plans')
  expect(await reopened.cards('To do')).toEqual(['One', 'Two benches for the square', 'Three'])
  await reopened.openCard('Two benches for the square')
  await expect(again.page.getByRole('textbox', { name: 'Description' })).toHaveValue(
    'Ask the carpenter.\nShe knows wood.',
  )
})

test('several communities: made, switched between, renamed, and all there after quitting', async ({ launch }) => {
  const first = await launch()
  const kith = new Kith(first.page)
  await kith.createCommunity('Riverside Neighbours')
  await kith.createCommunity('Tool library', 'Club')
  const rail = first.page.getByRole('navigation', { name: 'Communities' })
  await rail.getByRole('button', { name: 'Riverside Neighbours' }).click()
  await expect(first.page.getByRole('navigation', { name: 'Riverside Neighbours' })).toBeVisible()
  await first.page.getByRole('button', { name: 'Settings' }).click()
  await first.page.getByLabel('Name of the community').fill('Mill Lane')
  await first.page.getByRole('button', { name: 'Rename' }).click()
  await expect(rail.getByRole('button', { name: 'Mill Lane' })).toBeVisible()
  await first.quit()

  const again = await launch({ profile: first.profile })
  const communities = again.page.getByRole('navigation', { name: 'Communities' })
  await expect(communities.getByRole('button', { name: 'Mill Lane' })).toHaveAttribute('aria-current', 'true')
  await communities.getByRole('button', { name: 'Tool library' }).click()
  await expect(again.page.getByRole('navigation', { name: 'Tool library', exact: true })).toBeVisible()
})
