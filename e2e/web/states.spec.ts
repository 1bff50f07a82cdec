import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/page.ts'
import { Kith } from '../pages/kith.ts'
import { objectionsInBoth, settled } from './accessible.ts'

const SMALLEST = { width: 900, height: 600 }
const PERMIT = 'Permit for closing the road between the bridge and the old mill on a Saturday in June'

async function begin(page: Page): Promise<Kith> {
  await page.goto('/')
  const kith = new Kith(page)
  await kith.createCommunity('Riverside')
  await kith.makeBoard()
  await kith.addCard('To do', PERMIT)
  return kith
}

async function planEvent(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: 'Events' }).click()
  const line = page.getByLabel('New event in one line')
  await line.fill('Street fair with everything that belongs to it 12 June 2031 11-18')
  await expect(page.getByText(/12 June 2031, 11:00–18:00/)).toBeVisible()
  await line.press('Enter')
  await expect(page.getByRole('main').getByRole('heading', { level: 1, name: /^Street fair/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Going' })).toBeVisible()
}

/** How far the frame and each of its places stick out of the window, in px. */
const overhang = (page: Page) =>
  page.evaluate(() => {
    const parts = ['body', 'main', 'nav', 'main > header', 'aside', '[role="dialog"]']
    const edges = parts.flatMap((part) =>
      [...document.querySelectorAll(part)].map((one) => one.getBoundingClientRect()),
    )
    const sideways = document.documentElement.scrollWidth - window.innerWidth
    return Math.max(sideways, ...edges.map(({ right }) => right - window.innerWidth))
  })

test('with reduced motion nothing moves: every transition and animation lasts 0 s', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const kith = await begin(page)
  await kith.openCard('One')
  const moving = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('*')].flatMap((element) =>
        [undefined, '::before', '::after', '::-webkit-progress-value'].flatMap((pseudo) => {
          const { transitionDuration, animationName, animationDuration } = getComputedStyle(element, pseudo)
          const times = [transitionDuration, ...(animationName === 'none' ? [] : [animationDuration])].join(',')
          return times.split(',').some((time) => Number.parseFloat(time) > 0) ? [`${element.className} ${times}`] : []
        }),
      ),
    )
  expect(await moving()).toEqual([])
  await page.goto('/gallery.html#buttons')
  await expect(page.getByRole('heading', { name: 'Button, plain' })).toBeVisible()
  expect(await moving()).toEqual([])
})

test('the smallest window holds the frame, the open card, each place and each dialog', async ({ page }, info) => {
  await page.setViewportSize(SMALLEST)
  const kith = await begin(page)
  const fits = async (name: string) => {
    await settled(page)
    await info.attach(`${name}.png`, { body: await page.screenshot(), contentType: 'image/png' })
    expect(await overhang(page), name).toBeLessThanOrEqual(0)
  }
  await fits('board')
  await kith.openCard(PERMIT)
  await fits('card')
  const title = page.getByRole('heading', { level: 1, name: 'Plans' })
  expect(await title.evaluate((one) => one.scrollWidth - one.clientWidth), 'the title is cut').toBeLessThanOrEqual(0)
  await page.keyboard.press('Escape')
  await page.getByText('Table', { exact: true }).click()
  await fits('table')
  await planEvent(page)
  await fits('event')
  for (const place of ['Boards', 'Events', 'People', 'Settings']) {
    await page.getByRole('navigation').getByRole('button', { name: place }).first().click()
    await fits(place)
  }
  for (const [key, name] of [
    ['Control+k', 'Find or do anything'],
    ['?', 'Keyboard'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(page.getByRole('dialog', { name })).toBeVisible()
    await fits(name)
    await page.keyboard.press('Escape')
  }
})

test('axe objects to nothing in the app itself, in light or dark', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/')
  const calm = async (name: string) => expect(await objectionsInBoth(page), name).toEqual([])
  await calm('welcome')
  const kith = new Kith(page)
  await kith.createCommunity('Riverside')
  await kith.makeBoard()
  const sheet = await kith.openCard('One')
  await sheet.getByLabel('Due date').fill('2031-05-04')
  await calm('board with an open card')
  await sheet.getByRole('button', { name: 'Actions for this card' }).click()
  await calm('menu')
  await page.keyboard.press('Escape')
  await sheet.getByRole('button', { name: 'Move to…' }).click()
  await calm('move to')
  await page.keyboard.press('Escape')
  await kith.closeSheet()
  await page.getByText('Table', { exact: true }).click()
  await calm('table')
  await planEvent(page)
  await calm('event')
  for (const place of ['Events', 'People', 'Settings', 'Boards']) {
    await page.getByRole('navigation').getByRole('button', { name: place }).first().click()
    await calm(place)
  }
  for (const open of ['Import from Trello…', 'New board', 'Share…']) {
    await page.getByRole('button', { name: open }).first().click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await calm(open)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  }
  for (const key of ['Control+k', '?']) {
    await page.keyboard.press(key)
    await expect(page.getByRole('dialog')).toBeVisible()
    await calm(key)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  }
})
