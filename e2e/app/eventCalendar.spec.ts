import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures/member.ts'
import { Events } from '../pages/event.ts'
import { Kith } from '../pages/kith.ts'

/** A day of this week in the calendar, Monday first: whatever day it is, all of it is on the screen in month and week. */
function dayOfWeek(index: number): Date {
  const now = new Date()
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - ((now.getDay() + 6) % 7) + index)
}
const typed = (day: Date) => day.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
const iso = (day: Date) =>
  [day.getFullYear(), String(day.getMonth() + 1).padStart(2, '0'), String(day.getDate()).padStart(2, '0')].join('-')

/** The months, weeks and lists of events. */
class Calendar {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }
  async view(name: 'Month' | 'Week'): Promise<void> {
    await this.page.getByRole('radiogroup', { name: 'Calendar view' }).getByText(name, { exact: true }).click()
    await expect(this.page.locator(name === 'Month' ? '.ec-month-view' : '.ec-week-view')).toBeVisible()
  }
  /** By what it is called and when it is. */
  on(title: string, day: Date, more = ''): Locator {
    const there = this.page.locator(`[aria-description^="${typed(day)}${more}"]`)
    return this.page.getByRole('main').getByRole('button', { name: title }).and(there)
  }
  cell(day: Date): Locator {
    return this.page.locator('.ec-day').filter({ has: this.page.locator(`time[datetime="${iso(day)}"]`) })
  }
  /** Where something is: entries are drawn anew whenever cards with dates come in. */
  async boxOf(what: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
    const found: Awaited<ReturnType<Locator['boundingBox']>>[] = []
    await expect.poll(async () => found[found.push(await what.boundingBox()) - 1]).not.toBeNull()
    const box = found.at(-1)
    if (!box) throw new Error('not on the screen')
    return box
  }
  /** By mouse, as a person does: press, move in steps, let go. @param by pixels, beyond the middle of where it is dropped */
  async drag(
    from: Locator,
    to: { x: number; y: number },
    at: 'middle' | 'end' = 'middle',
    meanwhile: () => Promise<void> = async () => {},
  ): Promise<void> {
    const box = await this.boxOf(from)
    const y = at === 'end' ? box.y + box.height - 3 : box.y + box.height / 2
    await this.page.mouse.move(box.x + box.width / 2, y)
    await this.page.mouse.down()
    await this.page.mouse.move(box.x + box.width / 2 + 8, y + 8, { steps: 2 })
    await meanwhile()
    await this.page.mouse.move(to.x, to.y, { steps: 6 })
    // A person lets go where they see it: on a busy machine it is drawn there a frame or two after the mouse has moved.
    await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
    await this.page.mouse.up()
  }
  async dragTo(from: Locator, to: Locator): Promise<void> {
    const box = await this.boxOf(to)
    await this.drag(from, { x: box.x + box.width / 2, y: box.y + box.height / 2 })
  }
}

test('events are moved by mouse and by key, and the change is taken back', async ({ launch }) => {
  const { page } = await launch()
  await page.setViewportSize({ width: 1360, height: 900 })
  const kith = new Kith(page)
  const events = new Events(page)
  const calendar = new Calendar(page)
  const [monday, tuesday, wednesday, thursday, friday] = [0, 1, 2, 3, 4].map(dayOfWeek) as [
    Date,
    Date,
    Date,
    Date,
    Date,
  ]
  await kith.createCommunity('Riverside')
  await events.add(`Soup ${typed(thursday)} 15-16`, 'Soup')
  await events.add(`Tea ${typed(thursday)} 16-17`, 'Tea')
  await events.add(`Choir ${typed(monday)} 10-12`, 'Choir')
  await kith.go('Events')

  // month: by mouse to another day, at the same hour; taken back by key
  await calendar.view('Month')
  await expect(page.locator('.ec-day.ec-today')).toHaveCount(1)
  await calendar.dragTo(calendar.on('Choir', monday), calendar.cell(wednesday))
  await expect(calendar.on('Choir', wednesday, ', 10:00–12:00')).toBeVisible()
  await expect(calendar.on('Choir', monday)).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(calendar.on('Choir', monday, ', 10:00–12:00')).toBeVisible()

  // by key: the focus goes with it
  await calendar.on('Choir', monday).focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect(calendar.on('Choir', tuesday)).toBeFocused()
  await page.keyboard.press('Shift+ArrowRight')
  await expect(calendar.on('Choir', wednesday, ', 10:00–12:00')).toBeFocused()

  // week: by mouse to another day and hour, its end by mouse and by key
  await calendar.view('Week')
  const entry = calendar.on('Choir', wednesday)
  const [box, to] = [await calendar.boxOf(entry), await calendar.boxOf(page.locator('.ec-col-head').nth(3))]
  const hour = box.height / 2
  await calendar.drag(entry, { x: to.x + to.width / 2, y: box.y + box.height / 2 + hour })
  await expect(calendar.on('Choir', thursday, ', 11:00–13:00')).toBeVisible()
  const now = await calendar.boxOf(calendar.on('Choir', thursday))
  await calendar.drag(
    calendar.on('Choir', thursday),
    { x: now.x + now.width / 2, y: now.y + now.height - 3 + hour },
    'end',
  )
  await expect(calendar.on('Choir', thursday, ', 11:00–14:00')).toBeVisible()
  await calendar.on('Choir', thursday).focus()
  await page.keyboard.press('Shift+Alt+ArrowUp')
  await expect(calendar.on('Choir', thursday, ', 11:00–13:45')).toBeFocused()
  await page.keyboard.press('Shift+ArrowUp')
  await expect(calendar.on('Choir', thursday, ', 10:45–13:30')).toBeFocused()

  // what is dragged stays in the hand when something else changes
  await calendar.on('Tea', thursday).focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect(calendar.on('Tea', friday)).toBeFocused()
  const before = await calendar.boxOf(calendar.on('Choir', thursday))
  await calendar.drag(
    calendar.on('Choir', thursday),
    { x: before.x + before.width / 2, y: before.y + before.height / 2 + hour },
    'middle',
    async () => {
      await page.keyboard.press('Control+z')
      await expect(page.getByRole('button', { name: 'Redo' })).toBeEnabled()
    },
  )
  await expect(calendar.on('Choir', thursday, ', 11:45–14:30')).toBeVisible()
  await expect(calendar.on('Tea', thursday, ', 16:00–17:00')).toBeVisible()

  // turning the pages, and home
  const heading = page.getByRole('main').getByRole('heading', { level: 2 })
  const here = await heading.innerText()
  await page.keyboard.press('PageDown')
  await expect(heading).not.toHaveText(here)
  await page.keyboard.press('t')
  await expect(heading).toHaveText(here)
  await page.keyboard.press('PageUp')
  await expect(heading).not.toHaveText(here)
  await page.keyboard.press('t')
  await page.keyboard.press('n')
  await expect(page.getByRole('dialog', { name: 'New event' })).toBeVisible()
  await page.keyboard.press('Escape')
  await calendar.on('Choir', thursday).focus()
  await page.keyboard.press('Enter')
  await expect(events.heading('Choir')).toBeVisible()

  // a day that has more than there is room for tells so, and shows the rest
  await page.setViewportSize({ width: 900, height: 600 })
  await kith.go('Events')
  await calendar.view('Month')
  const more = calendar.cell(thursday).getByRole('button', { name: /^\+\d more$/ })
  await more.focus()
  await page.keyboard.press('Enter')
  const rest = page.locator('.ec-popup')
  await expect(rest.getByRole('button', { name: /Choir|Soup|Tea/ })).toHaveCount(3)
  await page.keyboard.press('Escape')
  await expect(rest).toHaveCount(0)
  await expect(more).toBeFocused()
})

test('of a series one time, this and all later ones, or all are moved; dated cards stand among the events', async ({
  launch,
}) => {
  const { page } = await launch()
  await page.setViewportSize({ width: 1360, height: 900 })
  const kith = new Kith(page)
  const calendar = new Calendar(page)
  const asked = page.getByRole('dialog', { name: 'Move which times?' })
  const [monday, tuesday, wednesday, thursday] = [0, 1, 2, 3].map(dayOfWeek) as [Date, Date, Date, Date]
  const week = (day: Date, weeks: number) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + 7 * weeks)
  await kith.createCommunity('Riverside')
  await kith.makeBoard()
  const card = await kith.openCard('One')
  await card.getByLabel('Due date').fill(iso(monday))
  await kith.closeSheet()
  await kith.go('Events')
  await page.getByRole('button', { name: 'New event' }).click()
  const form = page.getByRole('dialog', { name: 'New event' })
  await form.getByLabel('Title').fill('Plenum')
  await form.getByLabel('It has a date').check()
  await form.getByLabel('Starts on').fill(iso(monday))
  await form.getByLabel('Repeats').selectOption({ label: 'Every week' })
  await form.getByRole('button', { name: 'Create event' }).click()
  await expect(page.getByRole('main').getByRole('heading', { level: 1, name: 'Plenum' })).toBeVisible()
  await kith.go('Events')
  await calendar.view('Week')

  // asked, and left as it was
  await calendar.on('Plenum', monday).focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect(asked).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(asked).toBeHidden()
  await expect(calendar.on('Plenum', monday)).toBeFocused()

  // this one
  await page.keyboard.press('Shift+ArrowRight')
  await asked.getByRole('button', { name: 'This one only' }).click()
  await expect(calendar.on('Plenum', tuesday)).toBeFocused()
  await page.keyboard.press('PageDown')
  await expect(calendar.on('Plenum', week(monday, 1))).toBeVisible()

  // this and all later ones
  await calendar.on('Plenum', week(monday, 1)).focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByRole('button', { name: 'This and all later ones' }).click()
  // As long as the question is there, keys are meant for it.
  await expect(asked).toBeHidden()
  await expect(calendar.on('Plenum', week(tuesday, 1))).toBeVisible()
  await page.keyboard.press('PageDown')
  await expect(calendar.on('Plenum', week(tuesday, 2))).toBeVisible()
  await page.keyboard.press('t')
  await expect(calendar.on('Plenum', tuesday)).toBeVisible()

  // all, and back by one undo
  await page.keyboard.press('PageDown')
  await calendar.on('Plenum', week(tuesday, 1)).focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByRole('button', { name: 'All of them' }).click()
  await expect(asked).toBeHidden()
  await expect(calendar.on('Plenum', week(wednesday, 1))).toBeVisible()
  await page.keyboard.press('PageDown')
  await expect(calendar.on('Plenum', week(wednesday, 2))).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(calendar.on('Plenum', week(tuesday, 2))).toBeVisible()

  // a card with a date is dragged to another
  await page.keyboard.press('t')
  const due = (day: Date) => calendar.on('One', day, ', card due')
  await expect(due(monday)).toBeVisible()
  await calendar.view('Month')
  await calendar.dragTo(due(monday), calendar.cell(thursday))
  await expect(due(thursday)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(due(monday)).toBeVisible()
})
