import { expect, test } from '../fixtures/member.ts'
import { Directory } from '../pages/directory.ts'
import { Kith } from '../pages/kith.ts'

test('people are added, asked about in words, looked at in views of one’s own, and still there after a restart', async ({
  launch,
}) => {
  const first = await launch()
  await first.page.setViewportSize({ width: 1360, height: 860 })
  const kith = new Kith(first.page)
  await kith.createCommunity('Riverside')
  const people = new Directory(first.page)
  await people.add({
    name: 'Leila Karimi',
    skills: ['Cooking', 'Van'],
    email: 'leila@example.org',
    joined: '2023-03-14',
  })
  await people.add({ name: 'Jonas Meyer', skills: ['Van'], tags: ['press'] })
  await people.add({ name: 'Priya Desai', skills: ['Accounts'], tags: ['press'] })
  const { page, main } = people

  // asked: at once while typing, kept by Enter, changed again by a click, said as a chip
  await people.find.fill('van')
  await expect(people.person('Priya Desai')).toHaveCount(0)
  await people.find.fill('skills contains van AND NOT tag:press')
  await expect.poll(() => people.names()).toEqual(['Leila Karimi'])
  await expect(main.getByText('1 of 4 people')).toBeVisible()
  await people.find.press('Enter')
  await expect(people.find).toHaveValue('')
  await expect(main.getByRole('button', { name: 'Take away: Skills contains van' })).toBeVisible()
  await main.getByRole('button', { name: /^Take away:.*press/ }).click()
  await expect.poll(() => people.names()).toEqual(['Jonas Meyer', 'Leila Karimi'])
  await people.find.fill('free on Somewhen')
  await expect(main.getByText(/say what to look for/)).toBeVisible()
  await people.find.fill('')

  // a view is saved, left, and found again, also tomorrow
  await people.menu(/Columns/, 'Email')
  await people.close()
  await people.menu(/^Group/, 'Tags')
  await people.close()
  await expect(main.getByRole('button', { name: /press 1/ })).toBeVisible()
  await people.menu(/Views/, 'Save this view…')
  await page.getByRole('dialog').getByLabel('Name').fill('Who has a van')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await people.menu(/Who has a van/, 'Everybody')
  await expect(people.person('Priya Desai')).toBeVisible()
  await people.menu(/Views/, 'Who has a van')
  await expect(people.person('Priya Desai')).toHaveCount(0)
  await expect(main.getByRole('columnheader', { name: 'Email' })).toBeVisible()
  await first.quit()

  const again = await launch({ profile: first.profile })
  const later = new Directory(again.page)
  // found from anywhere, the list not open yet
  await again.page.getByRole('button', { name: 'Find or do anything' }).click()
  await again.page.getByRole('combobox', { name: 'Find or do anything' }).fill('leila')
  await again.page.getByRole('option', { name: /Leila Karimi/ }).click()
  await expect(later.sheet('Leila Karimi')).toBeVisible()
  await again.page.keyboard.press('Escape')
  await later.go()
  await expect(later.person('Leila Karimi')).toBeVisible()
  await later.menu(/Views|Who has a van/, 'Who has a van')
  await expect(later.main.getByRole('columnheader', { name: 'Email' })).toBeVisible()
  await expect(later.main.getByText('leila@example.org')).toBeVisible()
})

test('a person is read, edited, noted, put away and brought back with the keyboard, and every step can be undone', async ({
  launch,
}) => {
  const { page } = await launch()
  await page.setViewportSize({ width: 1360, height: 860 })
  const kith = new Kith(page)
  await kith.createCommunity('Riverside')
  const people = new Directory(page)
  for (const name of ['Ada', 'Bea', 'Cem']) await people.add({ name })
  await people.close()

  // rows by arrows, a sheet by Enter, its form by E
  await people.person('Ada').focus()
  // Amara, whose community it is, stands between them.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(people.person('Bea')).toBeFocused()
  await page.keyboard.press('Enter')
  const sheet = people.sheet('Person: Bea')
  await expect(sheet).toBeVisible()
  await page.keyboard.press('e')
  await people.fill({ pronouns: 'she/her', phone: '030 123' })
  await people.form.getByRole('button', { name: 'Save' }).click()
  await expect(sheet.getByText('030 123')).toBeVisible()
  await people.note('Bea', 'Has the key to the shed.')

  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(people.person('Bea')).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Delete')
  await expect(people.person('Bea')).toHaveCount(0)
  await people.menu(/^More/, 'The bin')
  await expect(people.person('Bea')).toBeVisible()
  await people.menu(/^More/, 'Leave the bin')
  await page.keyboard.press('Control+z')
  await expect(people.person('Bea')).toBeVisible()
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await people.person('Bea').click()
  await expect(sheet.getByText('030 123')).toHaveCount(0)
  await expect(sheet.getByText('Has the key to the shed.')).toHaveCount(0)

  // several at once
  await page.keyboard.press('Escape')
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(people.main.getByText('2 chosen')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(people.main.getByText('2 chosen')).toHaveCount(0)
})
