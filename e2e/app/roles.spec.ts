import { expect, type Member, test } from '../fixtures/member.ts'
import { Kith } from '../pages/kith.ts'
import { People } from '../pages/people.ts'

test('a steward promotes, demotes and removes; who is removed keeps what they had and gets nothing new', async ({
  launch,
  relay,
}) => {
  const amara = await launch()
  const a = new Kith(amara.page)
  const people = new People(amara.page)
  await a.createCommunity('Riverside')
  await a.makeBoard()
  await a.chooseRelay(relay.url)
  const link = await a.invite()
  const jonas = await launch()
  const b = new Kith(jonas.page)
  await b.join(link, 'Jonas Meyer')
  await expect(b.page.getByRole('button', { name: 'New board' })).toHaveCount(0)

  await people.setRole('Jonas Meyer', 'Organizer')
  await b.makeBoard('Stalls')
  await a.openBoard('Stalls')

  await people.setRole('Jonas Meyer', 'Member')
  await expect(people.said('The keys were changed')).toBeVisible()
  await expect(b.page.getByRole('button', { name: 'New board' })).toHaveCount(0)

  await b.openBoard('Stalls')
  await people.remove('Jonas Meyer')
  await expect(b.sync).toContainText('This computer is no longer part of the community')
  expect(await b.cards('To do')).toEqual(['One', 'Two', 'Three'])
  await a.openBoard('Stalls')
  await a.addCard('To do', 'After Jonas')
  await expect(a.sync).toContainText('All changes shared')
  await jonas.quit()
  const again = await launch({ profile: jonas.profile })
  const c = new Kith(again.page)
  await c.openBoard('Stalls')
  await expect(c.sync).toContainText('This computer is no longer part of the community')
  expect(await c.cards('To do')).toEqual(['One', 'Two', 'Three'])
})

test('what an organizer removes leaves the keys due until a steward is back, and each screen says so', async ({
  launch,
  relay,
}) => {
  let amara: Member = await launch()
  const a = new Kith(amara.page)
  await a.createCommunity('Riverside')
  await a.chooseRelay(relay.url)
  const forOrganizer = await a.invite('Organizer')
  const forMember = await a.invite('Member')
  const priya = await launch()
  const b = new Kith(priya.page)
  await b.join(forOrganizer, 'Priya Desai')
  const jonas = await launch()
  await new Kith(jonas.page).join(forMember, 'Jonas Meyer')
  await amara.quit()

  const people = new People(priya.page)
  await people.remove('Jonas Meyer')
  await expect(people.said('as soon as a steward’s computer is online')).toBeVisible()
  await expect(priya.page.getByText('Somebody left or lost a role.')).toBeVisible()
  await expect(new Kith(jonas.page).sync).toContainText('no longer part of the community')

  amara = await launch({ profile: amara.profile })
  await expect(people.said('The keys were changed')).toBeVisible()
  await expect(priya.page.getByText('Somebody left or lost a role.')).toBeHidden()
  await expect(b.sync).toContainText('All changes shared')
})
