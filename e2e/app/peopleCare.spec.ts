import { expect, test } from '../fixtures/member.ts'
import { catchNotices, clickLast, notices } from '../fixtures/notices.ts'
import { Care } from '../pages/care.ts'
import { Circles } from '../pages/circles.ts'
import { company } from '../pages/company.ts'
import { Directory } from '../pages/directory.ts'
import { Events } from '../pages/event.ts'
import { Plan } from '../pages/plan.ts'

const daysAgo = (days: number): Date => {
  const day = new Date()
  day.setDate(day.getDate() - days)
  return day
}
/** As one types it in a line. */
const typed = (days: number) =>
  daysAgo(days).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
/** As a field takes it. */
const inField = (days: number) => daysAgo(days).toLocaleDateString('sv-SE')

/** Whoever was at three of them is a regular; the last was so lately that regulars could have come. */
const REGULAR = [100, 130, 160]
const LATELY = 2
/** Words that only organizers read. */
const CARE_WORDS = /looking after|greeted|buddy|get in touch|getting in touch|not seen for a while/i

test('organizers see who is new and who has drifted, greet, follow up and are reminded; a circle is chosen where people are', async ({
  launch,
  relay,
}) => {
  const { amara, a, jonas, b } = await company(launch, relay)
  await catchNotices(amara.app)
  const [list, care, circles] = [new Directory(amara.page), new Care(amara.page), new Circles(amara.page)]
  const [events, plan] = [new Events(amara.page), new Plan(amara.page)]
  const his = new Directory(jonas.page)
  await list.add({ name: 'Dana Fox', known: 'Known to everyone', joined: inField(3) })
  await list.add({ name: 'Zoe Zorn', known: 'Known to everyone', joined: '2020-05-01' })
  for (const days of [...REGULAR, LATELY]) {
    await events.add(`Plenum ${typed(days)} 18-20`, 'Plenum')
    await amara.page.getByRole('button', { name: 'Confirm', exact: true }).click()
    if (days === LATELY) continue
    await events.tab('Guests')
    await events.addGuests(['Zoe Zorn', 'Jonas Meyer'])
  }

  // Who is new is greeted and gets a buddy; Jonas, who joined by a link, is new without anybody's saying so.
  await care.go()
  await expect.poll(() => care.names(care.fresh)).toEqual(['Dana Fox', 'Jonas Meyer'])
  await care.greet('Jonas Meyer')
  await care.giveBuddy('Dana Fox', 'jon')
  await expect(care.fresh).toContainText('buddy: Jonas Meyer')
  await care.greet('Dana Fox')
  await expect(care.fresh).toContainText('Everybody new was greeted.')

  // Who has drifted stands there, until they say that they want to be left alone.
  await expect.poll(() => care.names(care.quiet)).toEqual(['Jonas Meyer', 'Zoe Zorn'])
  await his.go()
  await his.menu(/^More/, 'Your profile…')
  const own = jonas.page.getByRole('dialog', { name: 'Your profile' })
  await own.getByLabel('Do not ask me why I have not come').check()
  await own.getByRole('button', { name: 'Save' }).click()
  await expect(own).toBeHidden()
  await expect.poll(() => care.names(care.quiet)).toEqual(['Zoe Zorn'])

  // A member sees nothing of all that: no page, no word, not of others and not of himself.
  await his.main.getByRole('button', { name: /^More/ }).click()
  await expect(jonas.page.getByRole('menuitem', { name: 'Your profile…' })).toBeVisible()
  await expect(jonas.page.getByRole('menuitem', { name: 'Looking after people' })).toHaveCount(0)
  await his.close()
  for (const name of ['Zoe Zorn', 'Dana Fox', 'Jonas Meyer']) {
    await his.open(name)
    await expect(his.sheet(name).getByRole('heading', { name: 'Taking part' })).toBeVisible()
    await expect(jonas.page.locator('body')).not.toContainText(CARE_WORDS)
  }

  // A follow-up: mine, with a day; told on that day; noted; done.
  await care.claim('Zoe Zorn')
  await expect(care.quiet).toContainText('Whoever used to come has been there lately.')
  const sheet = await care.open('Zoe Zorn')
  await sheet.getByLabel('Remind me on').fill(inField(1))
  await expect.poll(() => notices(amara.app)).toEqual(['Kith: You wanted to get in touch with somebody about now.'])
  await a.openBoard('Plans')
  await clickLast(amara.app)
  await sheet.getByLabel('How did it go?').fill('Has a new job, comes in spring.')
  await sheet.getByRole('button', { name: 'Done', exact: true }).click()
  await expect(sheet.getByRole('region', { name: 'Notes' })).toContainText('Has a new job, comes in spring.')
  await expect(sheet.getByRole('button', { name: 'I’ll get in touch' })).toBeVisible()
  await care.go()
  await expect(care.mine).toContainText('Nobody.')
  await list.go()
  await expect(list.find).toBeVisible()

  // A circle is asked for in words, and stands for its people on a card and in a shift.
  await circles.open()
  await circles.make('Kitchen')
  for (const [name, part] of [
    ['Amara Okafor', 'ama'],
    ['Jonas Meyer', 'jon'],
    ['Zoe Zorn', 'zor'],
  ] as const)
    await circles.put(name, part, 'Kitchen')
  await circles.close()
  await list.go()
  await list.find.fill('circle is Kitchen')
  await expect.poll(() => list.names()).toEqual(['Amara Okafor', 'Jonas Meyer', 'Zoe Zorn'])
  await list.find.press('Enter')
  await expect(list.main.getByRole('button', { name: 'Take away: Circle: Kitchen' })).toBeVisible()

  await a.openBoard('Plans')
  const card = await a.openCard('One')
  await card.getByRole('button', { name: 'Change people' }).click()
  await amara.page.getByRole('menuitemcheckbox', { name: 'Everybody in Kitchen' }).click()
  await list.close()
  for (const name of ['Amara Okafor', 'Jonas Meyer'])
    await expect(card.locator('.person', { hasText: name })).toBeVisible()
  await b.openBoard('Plans')
  await expect((await b.openCard('One')).locator('.person')).toHaveCount(2)

  await events.add('Soup for all tomorrow 18-20', 'Soup for all')
  await events.tab('Shifts')
  await plan.addShift('Cooking', '18:00', '20:00', 3)
  await amara.page.getByRole('button', { name: 'People for Cooking' }).click()
  const choices = amara.page.getByRole('menuitemcheckbox')
  await amara.page.getByRole('menuitemcheckbox', { name: 'Ask Kitchen first' }).click()
  await expect(choices).toHaveText([/Amara Okafor/, /Jonas Meyer/, /Zoe Zorn/, /Ask Kitchen first/])
  await choices.filter({ hasText: 'Zoe Zorn' }).click()
  await choices.filter({ hasText: 'Jonas Meyer' }).click()
  await list.close()
  for (const name of ['Zoe Zorn', 'Jonas Meyer']) await expect(plan.shift('Cooking')).toContainText(name)
})
