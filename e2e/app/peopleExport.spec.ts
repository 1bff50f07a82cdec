import { readFile, writeFile } from 'node:fs/promises'
import { strFromU8, unzipSync } from 'fflate'
import { saveInto } from '../fixtures/filesChosen.ts'
import { expect, test } from '../fixtures/member.ts'
import { germanList } from '../fixtures/peopleList.ts'
import { Kith } from '../pages/kith.ts'
import { PeopleImportPage } from '../pages/peopleImport.ts'

test('many are changed and taken back as one; those chosen leave as files; letters go to those alone who said yes', async ({
  launch,
}, info) => {
  const { page, app } = await launch()
  await page.setViewportSize({ width: 1360, height: 860 })
  await new Kith(page).createCommunity('Riverside')
  const importing = new PeopleImportPage(page)
  const { directory: people } = importing
  await writeFile(info.outputPath('list.csv'), germanList(126, 6))
  await importing.choose(info.outputPath('list.csv'))
  await importing.look()
  await importing.write('Bring in 120 people')
  await importing.view.getByRole('button', { name: 'Show the people' }).click()

  // Bulk edit: seen before, done with all, taken back by one key.
  await people.chooseAll()
  await people.withThem('Change them…')
  await people.form.getByLabel('Which').fill('allotment')
  await expect(people.form.getByText('121 of 121 people will change:')).toBeVisible()
  await expect(people.form.getByText('and 116 more')).toBeVisible()
  await people.form.getByRole('button', { name: 'Change them' }).click()
  await expect(page.getByText('121 people changed.')).toBeVisible()
  await people.find.fill('tag:allotment')
  await expect(people.main.getByText('121 chosen')).toBeVisible()
  await people.main.getByRole('button', { name: 'Choose nobody' }).click()
  await expect(people.main.getByText('121 people')).toBeVisible()
  await people.find.fill('')
  await people.main.getByRole('checkbox').first().focus()
  await page.keyboard.press('Control+z')
  await people.find.fill('tag:allotment')
  await expect(people.main.getByText('Nobody fits')).toBeVisible()
  await people.find.fill('')

  // What somebody said is written down with where it is known from.
  const evil = '=HYPERLINK("http://x.example")'
  await people.add({ name: evil, email: 'evil@example.org', phone: '030 99', tags: ['quiet'] })
  await people.add({ name: 'Nora Quist', email: 'nora@example.org', tags: ['quiet'] })
  await people.consent('Nora Quist', 'Email', { source: 'Form at the fair', on: '2026-05-01' })
  await expect(people.sheet('Nora Quist')).toContainText('Yes · Form at the fair · 1 May 2026')
  await page.keyboard.press('Escape')

  // Only she is written to of the two.
  await people.find.fill('tag:quiet')
  await expect.poll(() => people.names()).toEqual([evil, 'Nora Quist'])
  await people.chooseAll()
  await people.withThem('Write to them…')
  await expect(people.form.getByText('1 of 2 can be written to.')).toBeVisible()
  await expect(people.form.getByText('Left out: one was not asked.')).toBeVisible()
  await people.form.getByLabel('Text').fill('Dear {first name|friend}, come on Friday.')
  await expect(people.form.getByText('Dear Nora, come on Friday.')).toBeVisible()
  await people.form.getByRole('button', { name: 'Copy the addresses' }).click()
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe('nora@example.org')
  await people.form.getByRole('button', { name: 'Copy the text for each' }).click()
  await expect
    .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
    .toBe('Nora Quist · nora@example.org\n\nDear Nora, come on Friday.')
  await page.keyboard.press('Escape')
  await expect(people.form).toBeHidden()

  // The two leave as files of three kinds; the dialog names what leaves.
  await saveInto(app, info.outputPath())
  const exported = async (kind: 'csv' | 'xlsx' | 'vcf') => {
    await people.withThem('Export them…')
    await people.form.getByLabel('As', { exact: true }).selectOption(kind)
    for (const name of ['Email', 'Phone']) await people.form.getByRole('checkbox', { name, exact: true }).check()
    const circles = people.form.getByRole('checkbox', { name: 'Circles' })
    await circles.uncheck()
    await expect(people.form).toContainText('Names, telephone numbers, mail addresses')
    await expect(people.form).toContainText('of 2 people will stand in a file that anybody who has it can read')
    await people.form.getByRole('button', { name: 'Save the file…' }).click()
    await expect(people.form).toBeHidden()
    return readFile(info.outputPath(`People.${kind}`))
  }
  const csv = (await exported('csv')).toString('utf8')
  expect(csv.charCodeAt(0)).toBe(0xfeff)
  expect(csv).toContain(`"'=HYPERLINK(""http://x.example"")"`)
  expect(csv.trim().split('\r\n')).toHaveLength(3)
  expect(csv).toContain('nora@example.org')
  expect(csv).not.toMatch(/Circles|person3@example\.org/)
  const parts = unzipSync(await exported('xlsx'))
  const sheet = Object.entries(parts).flatMap(([name, bytes]) => (name.endsWith('.xml') ? [strFromU8(bytes)] : []))
  expect(sheet.join('')).toContain('nora@example.org')
  expect(sheet.join('')).not.toMatch(/<f>/)
  const cards = (await exported('vcf')).toString('utf8')
  expect(cards.match(/^VERSION:4\.0\r$/gm)).toHaveLength(2)
  expect(cards).toMatch(/^FN:Nora Quist\r$/m)
  expect(cards).toMatch(/^EMAIL[^:]*:nora@example\.org\r$/m)
})
