import { expect, test } from '../fixtures/member.ts'
import { Kith } from '../pages/kith.ts'
import { People } from '../pages/people.ts'

test('a private board is there for organizers only: with its history after a promotion, gone after a demotion', async ({
  launch,
  relay,
}) => {
  const amara = await launch()
  const a = new Kith(amara.page)
  await a.createCommunity('Riverside')
  await a.chooseRelay(relay.url)
  const link = await a.invite()
  const jonas = await launch()
  const b = new Kith(jonas.page)
  await b.join(link, 'Jonas Meyer')

  await a.makeBoard('Safety', 'private')
  await expect(a.page.getByText('Organizers only')).toBeVisible()
  await a.openBoard('Our street')
  await a.addList('A sign that the log has come')
  await b.openBoard('Our street')
  await expect(b.list('A sign that the log has come')).toBeVisible()
  const place = b.place('Safety')
  await expect(place).toHaveCount(0)
  await b.go('Boards')
  await expect(b.page.getByRole('main').getByText('Safety')).toHaveCount(0)

  const people = new People(amara.page)
  await people.setRole('Jonas Meyer', 'Organizer')
  await b.openBoard('Safety')
  expect(await b.cards('To do')).toEqual(['One', 'Two', 'Three'])
  await a.openBoard('Safety')
  await b.addCard('To do', 'From Jonas')
  await expect(a.card('From Jonas')).toBeVisible()

  await people.setRole('Jonas Meyer', 'Member')
  await expect(place).toHaveCount(0)
  await expect(new People(jonas.page).said('“Safety” is not open to you any more.')).toBeVisible()
  await expect(b.page.getByRole('heading', { level: 1, name: 'Boards' })).toBeVisible()
  await a.openBoard('Safety')
  await a.addCard('To do', 'After the demotion')
  await expect(a.sync).toContainText('All changes shared')
  await jonas.quit()
  const again = await launch({ profile: jonas.profile })
  const c = new Kith(again.page)
  await expect(c.sync).toContainText('All changes shared')
  await expect(c.place('Our street')).toBeVisible()
  await expect(c.place('Safety')).toHaveCount(0)
})
