import { expect, test } from '../fixtures/member.ts'
import { company } from '../pages/company.ts'
import { Directory } from '../pages/directory.ts'
import { Events } from '../pages/event.ts'

test('two who are one are merged field by field and parted again; who is forgotten is gone everywhere', async ({
  launch,
  relay,
}) => {
  const { amara, a, jonas } = await company(launch, relay)
  const [people, seen] = [new Directory(amara.page), new Directory(jonas.page)]
  const name = 'Priya Desai'
  await people.add({ name: 'Nora Quist', known: 'Known to everyone', email: 'nora@example.org', pronouns: 'she/her' })
  await people.add({
    name: 'Noura Quist',
    known: 'Known to everyone',
    email: 'Nora@Example.org',
    pronouns: 'they',
    skills: ['Van'],
  })

  // Listed twice: what differs is chosen, everything else comes along.
  await people.menu('More ▾', 'Find duplicates…')
  await expect(people.form.getByText('Very likely one person:')).toBeVisible()
  await people.form.getByRole('row', { name: 'Name' }).getByText('Nora Quist').click()
  await people.form.getByRole('row', { name: 'Pronouns' }).getByText('they').click()
  await people.form.getByRole('button', { name: 'Make them one' }).click()
  await expect(people.form.getByText('Nobody seems to be listed twice.')).toBeVisible()
  await amara.page.keyboard.press('Escape')
  const merged = await people.open('Nora Quist')
  await expect(merged).toContainText('they')
  await expect(merged).toContainText('Van')
  await expect(people.person('Noura Quist')).toHaveCount(0)
  await seen.go()
  await expect(seen.person('Noura Quist')).toHaveCount(0)
  await expect(seen.person('Nora Quist')).toBeVisible()
  await amara.page.keyboard.press('Escape')
  await amara.page.keyboard.press('Control+z')
  await expect(people.person('Noura Quist')).toBeVisible()
  await expect(seen.person('Noura Quist')).toBeVisible()

  // Forgotten: in the list, in a sentence, on a guest list, and on the other's computer.
  await people.add({ name, known: 'Known to everyone', email: 'priya@example.org', phone: '030 98765432' })
  await people.note(name, 'Has the key')
  await seen.open(name)
  await a.openBoard('Plans')
  await a.renameCard('Two', 'Ring 030 98765432')
  const events = new Events(amara.page)
  await events.add('Street fair 12 June 2027 11-18', 'Street fair')
  await events.tab('Guests')
  await events.addGuests([name])
  let asked = await people.forgetting(name)
  await expect(asked.getByText('They stand in 2 places.')).toBeVisible()
  await expect(asked.getByText('Take their name out of one place too')).toBeVisible()
  await expect(asked.getByText('Guest list · Street fair', { exact: true })).toBeVisible()
  await asked.getByRole('button', { name: /^Go there ?: Card/ }).click()
  await expect(a.sheet('Ring 030 98765432')).toBeVisible()
  await a.sheet('Ring 030 98765432').getByRole('heading', { level: 1 }).getByRole('button').click()
  await amara.page.getByLabel('Name of the card').fill('Ring somebody')
  await amara.page.getByLabel('Name of the card').press('Enter')
  await expect(a.card('Ring somebody')).toBeVisible()

  asked = await people.forgetting(name)
  await expect(asked.getByText('They stand in one place.')).toBeVisible()
  await expect(asked.getByText('Exports, backups, printouts, mails and screenshots')).toBeVisible()
  await asked.getByLabel(`Type “${name}” to go on`).fill(name)
  await asked.getByRole('button', { name: 'Forget for ever' }).click()
  await expect(asked).toBeHidden()
  await expect(amara.page.getByText('their name taken out of one other place')).toBeVisible()
  await expect(people.person(name)).toHaveCount(0)
  await expect(seen.person(name)).toHaveCount(0)
  await expect(seen.person('Nora Quist')).toBeVisible()

  // Begun anew from what is stored: nobody of that name, and “Someone” on the list of guests.
  await expect(a.sync).toContainText('All changes shared')
  await jonas.quit()
  const again = await launch({ profile: jonas.profile })
  const stored = new Directory(again.page)
  await stored.go()
  await expect(stored.person('Nora Quist')).toBeVisible()
  await expect(stored.person(name)).toHaveCount(0)
  const plan = new Events(again.page)
  await plan.open('Street fair')
  await plan.tab('Guests')
  await expect(plan.guest('Someone')).toBeVisible()
  await expect(plan.guest(name)).toHaveCount(0)
})
