import { writeFile } from 'node:fs/promises'
import { expect, test } from '../fixtures/member.ts'
import { CONTACTS, workbook } from '../fixtures/peopleList.ts'
import { Kith } from '../pages/kith.ts'
import { PeopleImportPage } from '../pages/peopleImport.ts'

const HEADER = ['Name', 'E-mail', 'Phone', 'Role']
const ANN = ['Ann Lee', 'ann@example.org', '+49301000001', 'Cook']
const BOB = ['Bob Ray', 'bob@example.org', '+49301000002', '=HYPERLINK("https://x.example")']

test('a workbook is dropped on the list; again it changes people instead of doubling them, and a no stays', async ({
  launch,
}) => {
  const { page } = await launch()
  await new Kith(page).createCommunity('Riverside')
  const people = new PeopleImportPage(page)
  const { view, directory } = people
  await people.drop(
    'helpers.xlsx',
    workbook([
      [...HEADER, 'Newsletter'],
      [...ANN, 'no'],
      [...BOB, 'yes'],
    ]),
  )
  await expect(people.column('Newsletter')).toHaveValue('consent/email')
  await people.look()
  expect(await people.count('New')).toBe(2)
  await people.write('Bring in 2 people')
  await view.getByRole('button', { name: 'Show the people' }).click()
  // What looks like a formula is text.
  await directory.person('Bob Ray').click()
  await expect(directory.sheet('Bob Ray')).toContainText('=HYPERLINK("https://x.example")')
  await page.keyboard.press('Escape')

  const eve = ['Eve Sol', 'eve@example.org', '', '']
  const driver = [...ANN.slice(0, 3), 'Driver']
  await people.drop(
    'helpers.xlsx',
    workbook([
      [...HEADER, 'Newsletter'],
      [...driver, 'yes'],
      [...BOB, 'yes'],
      [...eve, 'yes'],
    ]),
  )
  await people.look()
  expect([await people.count('New'), await people.count('Brought up to date')]).toEqual([1, 1])
  await expect(view.getByText('1 person has said no here, and the list says yes: the no stays.')).toBeVisible()
  await people.write('Bring in 2 people')
  await view.getByRole('button', { name: 'Show the people' }).click()
  await expect.poll(() => directory.names()).toEqual(['Amara Okafor', 'Ann Lee', 'Bob Ray', 'Eve Sol'])
  await directory.person('Ann Lee').click()
  await expect(directory.sheet('Ann Lee')).toContainText('Driver')
})

test('contacts and lists that the app is opened with are shown one after another, photos included', async ({
  launch,
}, info) => {
  const [contacts, list] = [info.outputPath('contacts.vcf'), info.outputPath('list.csv')]
  await writeFile(contacts, CONTACTS)
  await writeFile(list, 'Name,Email\nEve Sol,eve@example.org')
  const { page, openSecond } = await launch({ args: [contacts] })
  await new Kith(page).createCommunity('Riverside')
  const people = new PeopleImportPage(page)
  const { view, directory } = people
  await expect(view.getByRole('heading', { name: 'contacts.vcf' })).toBeVisible()
  await people.look()
  await people.write('Bring in 2 people')
  await openSecond(list)
  // The second start repeats the arguments of the first.
  await people.look()
  expect(await people.count('Nothing new')).toBe(2)
  await view.getByRole('button', { name: 'Back to “Match”' }).click()
  await view.getByRole('button', { name: 'Another file' }).click()
  await expect(view.getByRole('heading', { name: 'list.csv' })).toBeVisible()
  await people.look()
  await people.write('Bring in one person')
  await view.getByRole('button', { name: 'Show the people' }).click()
  await expect.poll(() => directory.names()).toEqual(['Amara Okafor', 'Bo Lind', 'Dana Fox', 'Eve Sol'])
  for (const name of ['Bo Lind', 'Dana Fox']) {
    await directory.person(name).click()
    await expect(directory.sheet(name).locator('img').first()).toHaveJSProperty('naturalWidth', 1)
  }
  await expect(directory.sheet('Dana Fox')).toContainText('she/her')
})
