import { writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { makeTrelloBoard } from '#shared/formats/trelloFixture.ts'
import { expect, test } from '../fixtures/member.ts'
import { trelloBoard } from '../fixtures/trelloBoard.ts'
import { Kith } from '../pages/kith.ts'

async function choose(page: Page, content: string, file: string): Promise<void> {
  await writeFile(file, content)
  if (!(await page.getByRole('dialog', { name: 'Import a Trello board' }).isVisible())) {
    await page.getByRole('navigation').getByRole('button', { name: 'Boards', exact: true }).click()
    await page.getByRole('button', { name: 'Import from Trello…' }).click()
  }
  await page.getByLabel('Trello board file').setInputFiles(file)
}

test('a Trello board comes in with a report, again without doubles, and goes in one step', async ({ launch }, info) => {
  const { page } = await launch()
  const kith = new Kith(page)
  await kith.createCommunity('Riverside')
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await choose(page, trelloBoard(), info.outputPath('board.json'))
  const dialog = page.getByRole('dialog', { name: 'Import a Trello board' })
  await expect(dialog.getByRole('row', { name: 'Cards 4' })).toBeVisible()
  await expect(dialog.getByRole('row', { name: '… of them archived 1' })).toHaveCount(2)
  await expect(dialog.getByText('1 links that could harm and were dropped')).toBeVisible()
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog).toContainText('4 cards new')
  await dialog.getByRole('button', { name: 'Open the board' }).click()

  await expect(page.getByRole('heading', { level: 1, name: 'Straßenfest 街道' })).toBeVisible()
  const first = 'Erste Karte <img src=x onerror="globalThis.hacked=1">'
  await expect.poll(() => kith.cards('Zuerst')).toEqual([first, 'Zweite Karte'])
  const sheet = await kith.openCard(first)
  await expect(sheet.getByRole('textbox', { name: 'Description' })).toHaveValue(/<script>/)
  for (const text of ['Genehmigung', 'Jonas Meyer', 'Formular holen', 'Ich rufe an.', 'Lageplan'])
    await expect(sheet.getByText(text).first()).toBeVisible()
  await expect(sheet.getByText('4 May 2031')).toBeVisible()
  await sheet.getByRole('checkbox', { name: 'Abgeben' }).check()

  await choose(page, trelloBoard({ cardName: 'Erste Karte, neu benannt' }), info.outputPath('again.json'))
  await expect(dialog).toContainText('4 of these cards are here already')
  await dialog.getByRole('button', { name: 'Bring up to date' }).click()
  await expect(dialog).toContainText('0 cards new, 1 brought up to date')
  await dialog.getByRole('button', { name: 'Take it back' }).click()
  await kith.openBoard('Straßenfest 街道')
  await expect.poll(() => kith.cards('Zuerst')).toEqual([first, 'Zweite Karte'])
  await expect(kith.card(first)).toContainText('2 / 2')

  expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false)
  expect(requests.filter((url) => !url.startsWith('app://kith/') && !url.startsWith('data:'))).toEqual([])
})

test('arrow keys walk through long lists, of which only what is in sight is drawn', async ({ launch }, info) => {
  const { page } = await launch()
  const kith = new Kith(page)
  await kith.createCommunity('Riverside')
  await choose(
    page,
    JSON.stringify(makeTrelloBoard({ cards: 1_500, actions: 0, words: 5 })),
    info.outputPath('long.json'),
  )
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('button', { name: 'Open the board' }).click({ timeout: 30_000 })
  const at = () =>
    page.evaluate(() => {
      const card = document.activeElement?.closest('[data-card]')
      const list = card?.closest('section[data-list]')
      return list ? [...document.querySelectorAll('section[data-list]')].indexOf(list) : null
    })
  await page.locator('[data-card]').first().focus()
  for (let i = 0; i < 30; i++) {
    const before = await page.evaluate(() => document.activeElement?.getAttribute('data-card'))
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-card'))).not.toBe(before)
  }
  expect(await at()).toBe(0)
  await page.keyboard.press('ArrowRight')
  await expect.poll(at).toBe(1)
})

test('taking back a first import leaves no trace of it', async ({ launch }, info) => {
  const { page } = await launch()
  const kith = new Kith(page)
  await kith.createCommunity('Riverside')
  await choose(page, trelloBoard(), info.outputPath('board.json'))
  const dialog = page.getByRole('dialog', { name: 'Import a Trello board' })
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await dialog.getByRole('button', { name: 'Take it back' }).click()
  await expect(page.getByText('is taken back')).toBeVisible()
  await expect(page.getByRole('navigation').getByRole('button', { name: 'Straßenfest 街道' })).toHaveCount(0)
})

test('files that are no board are refused in words and change nothing', async ({ launch }, info) => {
  const { page } = await launch()
  const kith = new Kith(page)
  await kith.createCommunity('Riverside')
  const boards = () => page.getByRole('navigation', { name: 'Riverside', exact: true }).innerText()
  // The list of people is opened when there is time, and counted then.
  await expect(page.getByRole('navigation', { name: 'Riverside', exact: true })).toContainText(/People\s*1/)
  const before = await boards()
  const dialog = page.getByRole('dialog', { name: 'Import a Trello board' })
  const files: [string, RegExp][] = [
    ['{"name":"cut off', /could not be read: it is not JSON/],
    ['{"hello":"world"}', /not a Trello board/],
    [`${'['.repeat(100)}${']'.repeat(100)}`, /nested in a way no board is/],
    [JSON.stringify({ filler: 'x'.repeat(50_000_000) }), /larger than 20 MB/],
  ]
  for (const [content, words] of files) {
    await choose(page, content, info.outputPath('bad.json'))
    await expect(dialog.getByRole('alert')).toHaveText(words)
  }
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(await boards()).toBe(before)
})
