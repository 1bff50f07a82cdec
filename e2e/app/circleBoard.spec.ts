import { Canaries } from '../fixtures/canaries.ts'
import { expect, test } from '../fixtures/member.ts'
import { inMemory } from '../fixtures/memory.ts'
import { company } from '../pages/company.ts'
import { Directory } from '../pages/directory.ts'
import { People } from '../pages/people.ts'

test('a circle has a board and an event of its own: there for whoever comes into it, gone for whoever leaves it', async ({
  launch,
  relay,
}) => {
  const { amara, a, jonas, b } = await company(launch, relay)
  const list = new Directory(amara.page)
  const dialog = amara.page.getByRole('dialog', { name: 'Circles' })
  const circles = async () => {
    await list.go()
    await list.menu(/^More/, 'Circles…')
    await expect(dialog).toBeVisible()
  }

  await circles()
  await dialog.getByLabel('New circle').fill('Kitchen')
  await dialog.getByRole('button', { name: 'Make it' }).click()
  await expect(dialog.getByText('Nobody is in it yet.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Give it boards and events of its own' }).click()
  await expect(dialog.getByText('Has boards and events of its own.')).toBeVisible()
  await expect(dialog.getByText('goes to 0 people in it with the app')).toBeVisible()
  await amara.page.keyboard.press('Escape')

  await a.makeBoard('Pantry', { label: 'Private to “Kitchen” and organizers' })
  await expect(a.page.getByText('Kitchen and organizers')).toBeVisible()
  const canaries = new Canaries()
  const word = canaries.next('card of the circle')
  await a.addCard('To do', word)
  await a.openBoard('Plans')
  await a.addList('A sign that the log has come')
  await b.openBoard('Plans')
  await expect(b.list('A sign that the log has come')).toBeVisible()
  // By number: to ask that computer for a word would bring the word there.
  const sidebar = b.page.getByRole('navigation', { name: 'Riverside' }).getByRole('button')
  const places = await sidebar.count()
  const [theirs, mine] = [
    await inMemory(jonas.app.process().pid ?? 0, [word]),
    await inMemory(amara.app.process().pid ?? 0, [word]),
  ]
  expect([theirs.found.size, mine.found.size]).toEqual([0, 1])

  await circles()
  await dialog.getByRole('combobox', { name: 'Add somebody to Kitchen' }).fill('Jonas')
  await amara.page.keyboard.press('Enter')
  await expect(dialog.getByText('goes to one person in it with the app')).toBeVisible()
  await amara.page.keyboard.press('Escape')
  await expect(sidebar).toHaveCount(places + 1)
  const place = b.place('Pantry')
  await b.openBoard('Pantry')
  await expect(b.card(word)).toBeVisible()
  await expect(b.page.getByText('Kitchen and organizers')).toBeVisible()
  await b.addCard('To do', 'Salt')
  await b.card('Salt').click()
  const comment = b.page.getByRole('textbox', { name: 'New comment' })
  await comment.pressSequentially('@Ama')
  await expect(b.page.getByRole('option', { name: /Amara/ })).toBeVisible()
  await comment.press('Enter')
  await comment.pressSequentially('and @Kit')
  await comment.press('Enter')
  await comment.press('Control+Enter')
  await expect(b.page.getByText('@Amara Okafor')).toBeVisible()
  await b.closeSheet()
  await a.openBoard('Pantry')
  await a.card('Salt').click()
  await expect(a.page.getByText('@Amara Okafor')).toBeVisible()
  await expect(a.page.getByText('@Kitchen')).toBeVisible()
  await a.closeSheet()

  await b.go('Events')
  await b.page.getByRole('button', { name: 'New event' }).first().click()
  const form = b.page.getByRole('dialog')
  await form.getByLabel('Title').fill('Cooking on Sunday')
  await form.getByLabel('Who plans it').selectOption({ label: '“Kitchen” and organizers, unreadable to others' })
  await form.getByRole('button', { name: 'Create event' }).click()
  await expect(b.page.getByRole('heading', { name: 'Cooking on Sunday' })).toBeVisible()

  await circles()
  await dialog.getByRole('button', { name: 'Take Jonas Meyer out' }).click()
  await expect(place).toHaveCount(0)
  await amara.page.keyboard.press('Escape')
  await a.openBoard('Pantry')
  await a.addCard('To do', 'After he left')
  await expect(a.sync).toContainText('All changes shared')
  await jonas.quit()
  const again = await launch({ profile: jonas.profile })
  const said = new People(again.page)
  await expect(said.page.getByRole('navigation', { name: 'Riverside' })).toContainText('Plans')
  await expect(said.page.getByText('Pantry')).toHaveCount(0)
})
