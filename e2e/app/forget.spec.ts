import { expect, test } from '../fixtures/member.ts'
import { Kith } from '../pages/kith.ts'
import { People } from '../pages/people.ts'

test('who was removed deletes the community here, and comes back with a new invitation', async ({ launch, relay }) => {
  const amara = await launch()
  const a = new Kith(amara.page)
  await a.createCommunity('Riverside')
  await a.chooseRelay(relay.url)
  const link = await a.invite('Member')
  let jonas = await launch()
  let b = new Kith(jonas.page)
  await b.join(link, 'Jonas Meyer')
  await new People(amara.page).remove('Jonas Meyer')
  await expect(b.page.getByText('You no longer belong to this community.')).toBeVisible()
  await b.page.getByRole('button', { name: 'What to do' }).last().click()
  await b.page.getByRole('button', { name: 'Delete from this computer…' }).click()
  const question = b.page.getByRole('dialog')
  await expect(question).toContainText('The others keep theirs')
  await question.getByRole('button', { name: 'Delete it' }).click()
  await expect(b.page.getByRole('heading', { name: 'Welcome to Kith' })).toBeVisible()

  await jonas.quit()
  jonas = await launch({ profile: jonas.profile })
  b = new Kith(jonas.page)
  await expect(b.page.getByRole('heading', { name: 'Welcome to Kith' })).toBeVisible()
  await b.join(await a.invite('Member'), 'Jonas Meyer')
  await expect(new People(amara.page).row('Jonas Meyer')).toContainText('Member')
})
