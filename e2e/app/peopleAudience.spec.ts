import { Canaries } from '../fixtures/canaries.ts'
import { expect, test } from '../fixtures/member.ts'
import { inMemory } from '../fixtures/memory.ts'
import { company } from '../pages/company.ts'
import { Directory } from '../pages/directory.ts'
import { People } from '../pages/people.ts'

const MB = 1024 * 1024

test('R24 a member’s computer holds no byte of what is for organizers or stewards, in memory or on disk', async ({
  launch,
  relay,
}) => {
  const { amara, jonas } = await company(launch, relay)
  const canaries = new Canaries()
  const [a, b] = [new Directory(amara.page), new Directory(jonas.page)]
  const open = canaries.next('skill, for everyone')
  const secret = {
    name: canaries.next('name of somebody whom only organizers know'),
    email: `${canaries.next('e-mail')}@example.org`,
    tag: canaries.next('tag'),
    note: canaries.next('note'),
    field: canaries.next('name of a field for stewards'),
    sealed: canaries.next('field for stewards'),
  }
  await a.go()
  await a.menu(/^More/, 'Fields and who reads them…')
  const fields = amara.page.getByRole('dialog', { name: 'Fields and who reads them' })
  await fields.getByRole('button', { name: 'New field…' }).click()
  await fields.getByLabel('Name of the field').fill(secret.field)
  await fields.getByLabel('Read by', { exact: true }).selectOption({ label: 'stewards' })
  await fields.getByRole('button', { name: 'Add the field' }).click()
  await expect(fields.getByRole('row').filter({ hasText: secret.field })).toBeVisible()
  await amara.page.keyboard.press('Escape')
  await a.add({ name: secret.name, email: secret.email, pronouns: 'she' })
  await a.add({ name: 'Leila Karimi', known: 'Known to everyone', tags: [secret.tag], skills: [open], phone: '030 1' })
  await a.note('Leila Karimi', secret.note)
  await (await a.open('Leila Karimi')).getByRole('button', { name: 'Edit…' }).click()
  await a.form.getByLabel(secret.field).fill(secret.sealed)
  await a.form.getByRole('button', { name: 'Save' }).click()
  const sheet = a.sheet('Leila Karimi')
  await expect(sheet.getByText(secret.sealed)).toBeVisible()

  // What is for everyone is there; the rest is not even a row.
  const seen = await b.open('Leila Karimi')
  await expect(seen.getByText(open)).toBeVisible()
  await expect(seen.getByText('Only organizers and stewards can see this').first()).toBeVisible()
  await expect(seen.getByRole('button', { name: 'Edit…' })).toHaveCount(0)
  await expect(seen.getByText('Notes')).toHaveCount(0)
  // By number: to ask that computer for a word would bring the word there.
  expect(await b.names()).toHaveLength(3)

  const words = Object.values(secret)
  const [theirs, mine] = [
    await inMemory(jonas.app.process().pid ?? 0, [...words, open]),
    await inMemory(amara.app.process().pid ?? 0, words),
  ]
  // Whoever looks finds what is there: else the silence of the other memory would mean nothing.
  expect([...mine.found].sort()).toEqual([...words].sort())
  expect(theirs.bytes).toBeGreaterThan(20 * MB)
  expect([...theirs.found]).toEqual([open])
  await jonas.quit()
  expect(await canaries.inFolder(jonas.profile)).toMatchObject({ found: [] })
  await amara.quit()
  expect(await canaries.inFolder(amara.profile)).toMatchObject({ found: [] })
})

test('members say of themselves what organizers alone read, and an organizer reads all once made one', async ({
  launch,
  relay,
}) => {
  const { amara, jonas } = await company(launch, relay)
  const [a, b] = [new Directory(amara.page), new Directory(jonas.page)]
  await b.go()
  await b.menu(/^More/, 'Your profile…')
  const own = jonas.page.getByRole('dialog', { name: 'Your profile' })
  await own.getByLabel('Pronouns').fill('he/him')
  await own.getByRole('button', { name: 'Add e-mail' }).click()
  await own.locator('input:focus').fill('jonas@example.org')
  await own.getByRole('button', { name: 'Save' }).click()
  await expect(own).toBeHidden()
  await expect((await b.open('Jonas Meyer')).getByText('jonas@example.org')).toBeVisible()

  const sheet = await a.open('Jonas Meyer')
  await expect(sheet.getByText('he/him', { exact: false })).toBeVisible()
  await expect(sheet.getByText('jonas@example.org')).toBeVisible()
  // An organizer may put something else in its place, until he says otherwise.
  await sheet.getByRole('button', { name: 'Edit…' }).click()
  await a.fill({ pronouns: 'they/them' })
  await a.form.getByRole('button', { name: 'Save' }).click()
  await expect(sheet.getByText('they/them', { exact: false })).toBeVisible()
  await expect(b.sheet('Jonas Meyer').getByText('they/them', { exact: false })).toBeVisible()

  await a.add({ name: 'Ruth Adeyemi', email: 'ruth@example.org' })
  await expect(b.person('Ruth Adeyemi')).toHaveCount(0)
  await new People(amara.page).setRole('Jonas Meyer', 'Organizer')
  await expect(b.person('Ruth Adeyemi')).toBeVisible()
  await expect((await b.open('Ruth Adeyemi')).getByText('ruth@example.org')).toBeVisible()
  await new People(amara.page).setRole('Jonas Meyer', 'Member')
  await expect(b.person('Ruth Adeyemi')).toHaveCount(0)
})
