import { writeFile } from 'node:fs/promises'
import { expect, test } from '../fixtures/member.ts'
import { germanList } from '../fixtures/peopleList.ts'
import { Kith } from '../pages/kith.ts'
import { PeopleImportPage } from '../pages/peopleImport.ts'

test('three hundred people come from a list of a German Excel, again without doubles, and go in one step', async ({
  launch,
}, info) => {
  const { page } = await launch()
  await page.setViewportSize({ width: 1360, height: 860 })
  await new Kith(page).createCommunity('Riverside')
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  const people = new PeopleImportPage(page)
  const { view, directory } = people
  await writeFile(info.outputPath('Mitglieder.csv'), germanList())
  await writeFile(info.outputPath('neu.csv'), germanList(300, 12, '030 777777'))

  // matched by itself: letters, separators, columns and the order of dates are found out
  await people.choose(info.outputPath('Mitglieder.csv'))
  await expect(people.step).toHaveText('2 Match')
  for (const [name, target] of [
    ['Name', 'name'],
    ['E-Mail', 'emails'],
    ['Telefon', 'phones'],
    ['Mitglied seit', 'joined'],
    ['Schlagworte', 'tags'],
    ['Newsletter', 'consent/email'],
  ] as const)
    await expect(people.column(name)).toHaveValue(target)
  await expect(view.getByText('Jürgen Müller · Aynur Müller · Bärbel Müller')).toBeVisible()
  await view.getByLabel('Country of telephone numbers without a code').selectOption('DE')

  await people.look()
  expect(await people.count('New')).toBe(288)
  await expect(view.getByText('12 rows are in the list twice')).toBeVisible()
  await page.screenshot({ path: info.outputPath('look.png') })
  await people.write('Bring in 288 people')
  await expect(view).toContainText('288 people are new')
  await view.getByRole('button', { name: 'Show the people' }).click()
  await directory.find.fill('Sören Adebayo')
  await expect(directory.person('Sören')).toHaveCount(0)
  await directory.find.fill('Cem Müller')
  await directory.person('Cem Müller').click()
  await expect(directory.sheet('Cem Müller')).toContainText('person3@example.org')
  await page.keyboard.press('Escape')
  await directory.find.fill('')

  // again: nothing but what changed
  await people.choose(info.outputPath('Mitglieder.csv'))
  await expect(view.getByText('Matched as you did last time.')).toBeVisible()
  await people.look()
  expect(await people.count('Nothing new')).toBe(288)
  await expect(view.getByRole('button', { name: 'Nothing new in it' })).toBeDisabled()
  await view.getByRole('button', { name: 'Back to “Match”' }).click()
  await view.getByRole('button', { name: 'Another file' }).click()
  await people.choose(info.outputPath('neu.csv'))
  await people.look()
  expect(await people.count('Brought up to date')).toBe(1)
  await people.write('Bring 1 up to date')
  await view.getByRole('button', { name: 'Take it back' }).click()
  await expect(page.getByText('The import is taken back.')).toBeVisible()

  // and it was brought in for good: the change is gone, the people are there
  await people.choose(info.outputPath('neu.csv'))
  await people.look()
  expect(await people.count('Brought up to date')).toBe(1)
  expect(await people.count('New')).toBe(0)
  expect(requests.filter((url) => !/^(app:\/\/kith\/|data:|blob:)/.test(url))).toEqual([])
})

test('files that are no list are refused in words and change nothing', async ({ launch }, info) => {
  const { page } = await launch()
  await new Kith(page).createCommunity('Riverside')
  const people = new PeopleImportPage(page)
  const files: [string, Buffer, RegExp][] = [
    ['old.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), /An old \.xls or a workbook with a password/],
    ['cut.xlsx', Buffer.from('PK\u0003\u0004 and no more'), /This workbook cannot be read/],
    ['picture.csv', Buffer.from([1, 0, 0, 0, 2, 3]), /This is no list of text/],
    ['empty.csv', Buffer.from(' \r\n'), /There is nothing in this file/],
  ]
  for (const [name, bytes, words] of files) {
    await writeFile(info.outputPath(name), bytes)
    await people.choose(info.outputPath(name))
    await expect(people.view.getByRole('alert')).toHaveText(words)
  }
  await page.keyboard.press('Escape')
  await expect(people.view).toBeHidden()
  await expect.poll(() => people.directory.names()).toEqual(['Amara Okafor'])
})
