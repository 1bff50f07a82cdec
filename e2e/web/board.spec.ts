import { expect, test } from '../fixtures/page.ts'
import { Kith } from '../pages/kith.ts'

test.use({ viewport: { width: 1360, height: 860 } })

test('as a page: what is made, dragged and carried by keys is there after a reload, and the policy forbids nothing', async ({
  page,
  complaints,
}) => {
  await page.goto('/')
  const kith = new Kith(page)
  await kith.createCommunity('Riverside')
  await kith.makeBoard()
  await kith.card('One').dragTo(kith.card('Three'), { targetPosition: { x: 60, y: 30 } })
  await expect.poll(() => kith.cards('To do')).toEqual(['Two', 'Three', 'One'])

  await kith.card('Two').focus()
  for (const key of [' ', 'ArrowRight', ' ']) await page.keyboard.press(key)
  await expect.poll(() => kith.cards('Done')).toEqual(['Two'])
  await expect(kith.card('Two')).toBeFocused()

  const sheet = await kith.openCard('Three')
  await sheet.getByLabel('Description').fill('Bring the ladder.')
  await sheet.getByLabel('New step').fill('Ask Priya')
  await sheet.getByLabel('New step').press('Enter')
  await sheet.getByRole('checkbox', { name: 'Ask Priya' }).check()
  await sheet.getByLabel('Due date').fill('2031-05-04')
  await expect(kith.card('Three')).toContainText('Due 4 May 2031')
  await expect(kith.sync).toContainText('Saved on this computer')

  await page.reload()
  await kith.openBoard('Plans')
  expect(await kith.cards('To do')).toEqual(['Three', 'One'])
  expect(await kith.cards('Done')).toEqual(['Two'])
  const again = await kith.openCard('Three')
  await expect(again.getByLabel('Description')).toHaveValue('Bring the ladder.')
  await expect(again.getByRole('checkbox', { name: 'Ask Priya' })).toBeChecked()
  expect(complaints.list).toEqual([])
})

test('as a page: an empty board offers its one next step', async ({ page, complaints }) => {
  await page.goto('/')
  const kith = new Kith(page)
  await kith.createCommunity('Riverside')
  await page.getByRole('button', { name: 'New board' }).first().click()
  await page.getByRole('dialog', { name: 'New board' }).getByLabel('Name').fill('Bare')
  await page.getByRole('dialog', { name: 'New board' }).getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { name: 'This board is empty' })).toBeVisible()
  await kith.addList('Ideas')
  await expect(page.getByRole('heading', { name: 'This board is empty' })).toBeHidden()
  expect(complaints.list).toEqual([])
})
