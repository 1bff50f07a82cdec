import { expect, type Locator, type Page } from '@playwright/test'

/** The plan on the page of an event: what happens when, who does what. */
export class Plan {
  readonly page: Page
  readonly run: Locator

  constructor(page: Page) {
    this.page = page
    this.run = page.getByRole('list', { name: 'Run of show' })
  }

  get main(): Locator {
    return this.page.getByRole('main')
  }

  async tab(name: string): Promise<void> {
    await this.main.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
  }

  async act(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Actions for this event' }).click()
    await this.page.getByRole('menuitem', { name }).click()
  }

  /** Opens the form of the event, fills in, saves. */
  async edit(fill: (form: Locator) => Promise<void>): Promise<void> {
    await this.page.getByRole('button', { name: 'Edit', exact: true }).click()
    const form = this.page.getByRole('dialog', { name: 'Event' })
    await fill(form)
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(form).toBeHidden()
  }

  /** Which times of a series a change is meant for. */
  async times(which: 'This one only' | 'This and all later ones' | 'All of them'): Promise<void> {
    await this.page.getByRole('dialog').getByRole('button', { name: which }).click()
  }

  /** Types something into a field of the plan that takes a line, and presses Enter. */
  async add(field: string, line: string): Promise<void> {
    await this.main.getByLabel(field).fill(line)
    await this.main.getByLabel(field).press('Enter')
    await expect(this.main.getByLabel(field)).toHaveValue('')
  }

  /** The run of show, as `10:00 Soup`. */
  async items(): Promise<string[]> {
    return this.run.locator('.row').evaluateAll((rows) =>
      rows.map((row) => {
        const [time, title] = ['.time', '.title'].map((part) => row.querySelector(part)?.textContent ?? '')
        return `${time} ${title}`.replace(/\s+/g, ' ').trim()
      }),
    )
  }

  item(title: string): Locator {
    return this.run.locator('.row').filter({ has: this.page.getByText(title, { exact: true }) })
  }

  async itemAct(title: string, name: string): Promise<void> {
    await this.page.getByRole('button', { name: `Actions for ${title}` }).click()
    await this.page.getByRole('menuitem', { name: new RegExp(`^${name}`) }).click()
  }

  /** Drags an item by mouse before another; once more if Chromium began no drag (as for cards, kith.ts). */
  async dragBefore(title: string, other: string): Promise<void> {
    const above = async () => {
      const all = (await this.items()).map((one) => one.slice(6))
      return all.indexOf(title) === all.indexOf(other) - 1
    }
    for (let attempt = 0; attempt < 3 && !(await above()); attempt++) {
      await this.item(title).hover()
      await this.item(title)
        .locator('.grip')
        .dragTo(this.item(other), { targetPosition: { x: 120, y: 4 } })
      await expect
        .poll(above, { timeout: 2_000 })
        .toBe(true)
        .catch(() => {})
    }
    expect(await above(), `“${title}” does not stand before “${other}”`).toBe(true)
  }

  shift(title: string): Locator {
    return this.main.getByRole('row', { name: new RegExp(`^${title}`) })
  }

  async addShift(title: string, from: string, until: string, needed: number): Promise<void> {
    await this.main.getByRole('button', { name: 'Add a shift' }).click()
    const form = this.page.getByRole('dialog', { name: 'New shift' })
    await form.getByLabel('What', { exact: true }).fill(title)
    await form.getByLabel('From').fill(from)
    await form.getByLabel('Until').fill(until)
    await form.getByLabel('Needed').fill(String(needed))
    await form.getByRole('button', { name: 'Add shift' }).click()
    await expect(form).toBeHidden()
  }
}
