import { expect, test } from '../fixtures/member.ts'
import { Kith } from '../pages/kith.ts'
import { People } from '../pages/people.ts'

test('a second computer has the same name and role, and can be unlinked', async ({ launch, relay }) => {
  const amara = await launch()
  const a = new Kith(amara.page)
  await a.createCommunity('Riverside')
  await a.makeBoard()
  await a.chooseRelay(relay.url)
  await a.go('Settings')
  await amara.page.getByRole('button', { name: 'Add a computer…' }).click()
  const dialog = amara.page.getByRole('dialog', { name: 'Add a computer of yours' })
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  await expect(dialog.getByRole('img', { name: 'The link as a QR code' })).toBeVisible()
  const link = await dialog.getByTestId('device-link').innerText()
  await amara.page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  const laptop = await launch()
  const b = new Kith(laptop.page)
  await b.join(link, 'Whatever is typed here')
  await b.openBoard('Plans')
  const people = new People(laptop.page)
  await b.go('People')
  await expect(people.row('Amara Okafor')).toContainText('Steward')
  await expect((await people.open('Amara Okafor')).getByRole('listitem')).toHaveCount(2)
  await expect(laptop.page.getByRole('row')).toHaveCount(2)

  const here = new People(amara.page)
  const sheet = await here.open('Amara Okafor')
  await sheet.getByRole('button', { name: 'Unlink…' }).click()
  await expect(here.question).toContainText('What is on it already stays on it.')
  await here.question.getByRole('button', { name: 'Unlink it' }).click()
  await expect(here.question).toBeHidden()
  await expect(sheet.getByRole('listitem')).toHaveCount(1)
  await expect(b.sync).toContainText('This computer is no longer part of the community')
  await expect(here.said('The keys were changed')).toBeVisible()
})

test('a recovery kit brings its owner back when every computer is lost, and the warning about having none goes for good', async ({
  launch,
  relay,
}) => {
  const amara = await launch()
  const a = new Kith(amara.page)
  await a.createCommunity('Riverside')
  await a.makeBoard()
  const warning = amara.page.getByText('You are the only steward, on this one computer')
  await expect(warning).toBeHidden()
  await a.chooseRelay(relay.url)
  await warning.locator('..').getByRole('button', { name: 'Recovery kit…' }).click()
  const dialog = amara.page.getByRole('dialog', { name: 'Recovery kit' })
  await dialog.getByRole('button', { name: 'Make a kit' }).click()
  const kit = dialog.getByTestId('recovery-kit')
  await expect(kit).toContainText('Riverside: recovery kit')
  await expect(kit.getByRole('img', { name: 'The kit as a QR code' })).toBeVisible()
  const link = await kit.getByTestId('kit-link').innerText()
  const pages = await amara.app.evaluate(async ({ BrowserWindow }) =>
    (await BrowserWindow.getAllWindows()[0]?.webContents.printToPDF({}))?.toString('latin1'),
  )
  expect(pages?.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(warning).toBeHidden()
  const people = new People(amara.page)
  await a.go('People')
  await expect(people.invites).toContainText('Recovery kit on paper, yours')
  await expect(people.invites).toContainText('works until it is used')
  await amara.kill()

  const fresh = await launch()
  const b = new Kith(fresh.page)
  await b.join(link, 'Amara')
  await b.openBoard('Plans')
  expect(await b.cards('To do')).toEqual(['One', 'Two', 'Three'])
  const again = new People(fresh.page)
  const sheet = await again.open('Amara Okafor')
  await expect(sheet).toContainText('Steward')
  await sheet.getByRole('button', { name: 'Unlink…' }).click()
  await again.question.getByRole('button', { name: 'Unlink it' }).click()
  await expect(again.question).toBeHidden()

  // The kit is used up and one computer is left: now a kit is missing again, and this time the answer is a plain yes.
  await expect(fresh.page.getByText('You are the only steward, on this one computer')).toBeVisible()
  await fresh.page
    .getByText('You are the only steward')
    .locator('..')
    .getByRole('button', { name: 'Understood' })
    .click()
  await fresh.quit()
  const later = await launch({ profile: fresh.profile })
  await expect(new Kith(later.page).sync).toContainText('All changes shared')
  await expect(later.page.getByText('You are the only steward')).toBeHidden()

  // The lost computer, found again.
  const found = await launch({ profile: amara.profile })
  await expect(new Kith(found.page).sync).toContainText('This computer is no longer part of the community')
})
