import { expect, test } from '../fixtures/member.ts'
import { Kith } from '../pages/kith.ts'

test('a guest reads what everyone may read, and every field says why it cannot be changed and whom to ask', async ({
  launch,
  relay,
}) => {
  const amara = await launch()
  const a = new Kith(amara.page)
  await a.createCommunity('Riverside')
  await a.makeBoard()
  await a.chooseRelay(relay.url)
  const link = await a.invite('Guest')
  const guest = await launch()
  const g = new Kith(guest.page)
  await g.join(link, 'Visitor')
  await g.openBoard('Plans')
  const why = guest.page.getByText('You can read this board; your role does not change it. Ask Amara')
  await expect(why).toBeVisible()
  await expect(guest.page.getByRole('button', { name: 'Add a card' })).toHaveCount(0)
  expect(await g.cards('To do')).toEqual(['One', 'Two', 'Three'])
  const sheet = await g.openCard('Two')
  await expect(sheet.getByRole('textbox', { name: 'Description' })).toHaveAttribute('readonly')
  await expect(sheet.getByLabel('New step')).toHaveCount(0)
  await expect(why).toBeVisible()

  await a.openBoard('Plans')
  await a.renameCard('One', 'One, changed while the guest reads')
  await expect(g.card('One, changed while the guest reads')).toBeVisible()

  await g.go('People')
  await expect(guest.page.getByText('You read here as a guest.')).toBeVisible()
  await g.go('Settings')
  await expect(guest.page.getByLabel('Name of the community')).toBeDisabled()
  await expect(guest.page.getByText('Organizers change it. Ask Amara Okafor if you need to.')).toBeVisible()
  await expect(guest.page.getByLabel('Your name here')).toHaveCount(0)
})

test('a member reads a board that organizers change, and changes it again when everyone may', async ({
  launch,
  relay,
}) => {
  const amara = await launch()
  const a = new Kith(amara.page)
  await a.createCommunity('Riverside')
  await a.makeBoard('Budget', 'organizers')
  await a.chooseRelay(relay.url)
  const link = await a.invite()
  const jonas = await launch()
  const b = new Kith(jonas.page)
  await b.join(link, 'Jonas Meyer')
  await b.openBoard('Budget')
  const why = jonas.page.getByText('You can read this board; your role does not change it. Ask Amara')
  await expect(why).toBeVisible()
  await expect(jonas.page.getByRole('button', { name: 'Add a card' })).toHaveCount(0)

  await a.openBoard('Budget')
  await a.whoMayChange('everyone')
  await expect(why).toBeHidden()
  await b.addCard('To do', 'Written by Jonas')
  await expect(a.card('Written by Jonas')).toBeVisible()

  await a.whoMayChange('organizers')
  await expect(why).toBeVisible()
})
