import { expect, test } from '../fixtures/member.ts'
import { Kith } from '../pages/kith.ts'
import { People } from '../pages/people.ts'

test('open invitations are listed with role, uses and end; a withdrawn, a used, an expired and a mistyped one say so', async ({
  launch,
  relay,
}) => {
  const amara = await launch()
  const a = new Kith(amara.page)
  const people = new People(amara.page)
  await a.createCommunity('Riverside')
  await a.chooseRelay(relay.url)
  const withdrawn = await a.invite('Organizer', { uses: 5, days: 30 })
  await expect(people.invites).toHaveCount(1)
  await expect(people.invites).toContainText('New people as organizer, 5 more times')
  await expect(people.invites).toContainText('by you')
  await expect(people.invites).toContainText('works until')
  const once = await a.invite('Member')
  const expired = await a.invite('Member', { uses: 25, days: 1 })
  await expect(people.invites).toHaveCount(3)

  await people.invites.filter({ hasText: 'organizer' }).getByRole('button', { name: 'Withdraw…' }).click()
  await expect(people.question).toContainText('The link stops working at once')
  await people.question.getByRole('button', { name: 'Withdraw it' }).click()
  await expect(people.invites).toHaveCount(2)

  const jonas = await launch()
  await new Kith(jonas.page).join(once, 'Jonas Meyer')
  await expect(people.invites).toHaveCount(1)
  await expect(a.sync).toContainText('All changes shared')
  await relay.outliveLinks()

  const late = await launch()
  const l = new Kith(late.page)
  for (const [link, said] of [
    [withdrawn, 'was withdrawn'],
    [once, 'is used up'],
    [expired, 'time of this invitation is over'],
  ] as const) {
    await l.tryToJoin(link, 'Leila')
    await expect(l.joining).toContainText(said)
  }
  const letter = once.at(-9) === 'A' ? 'B' : 'A'
  await l.joining.getByLabel('Invitation').fill(once.slice(0, -9) + letter + once.slice(-8))
  await expect(l.joining).toContainText('a piece is missing or mistyped')
  await expect(l.joining.getByRole('button', { name: 'Join', exact: true })).toBeDisabled()
})

test('an invitation works while its maker is away, and survives what mail programs do to it', async ({
  launch,
  relay,
}) => {
  const amara = await launch()
  const a = new Kith(amara.page)
  await a.createCommunity('Riverside')
  await a.makeBoard()
  await a.chooseRelay(relay.url)
  const link = await a.invite('Member', { uses: 5 })
  await amara.quit()

  const jonas = await launch()
  const b = new Kith(jonas.page)
  const lines = link.match(/.{1,40}/g) ?? []
  await b.join(`Dear Jonas, come in:\n> ${lines.join('\n> ')}\n> Amara`, 'Jonas Meyer')
  await b.openBoard('Plans')
  expect(await b.cards('To do')).toEqual(['One', 'Two', 'Three'])

  const leila = await launch()
  const c = new Kith(leila.page)
  await c.join(`  <${lines.join('=\r\n')}>.  `, 'Leila Karimi')
  await new People(leila.page).open('Jonas Meyer')
})
