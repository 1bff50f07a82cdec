import { expect, type Locator, type Page } from '@playwright/test'
import { Kith } from './kith.ts'

export type AnswerWord = 'Going' | 'Maybe' | 'Can’t'

/** The events of a community, and the page of one of them. */
export class Events {
  readonly page: Page
  readonly #kith: Kith

  constructor(page: Page) {
    this.page = page
    this.#kith = new Kith(page)
  }

  get main(): Locator {
    return this.page.getByRole('main')
  }

  heading(title: string): Locator {
    return this.main.getByRole('heading', { level: 1, name: title, exact: true })
  }

  /** Types an event in one line, such as `Street fair 12 June 2027 11-18`, and waits until its page is there. */
  async add(line: string, title: string): Promise<void> {
    await this.#kith.go('Events')
    const field = this.page.getByLabel('New event in one line')
    await field.fill(line)
    await expect(this.page.locator('#quick-understood')).toContainText(title)
    await field.press('Enter')
    await expect(this.heading(title)).toBeVisible()
  }

  async open(title: string): Promise<void> {
    await this.#kith.go('Events')
    await this.main
      .getByRole('button', { name: new RegExp(title) })
      .first()
      .click()
    await expect(this.heading(title)).toBeVisible()
  }

  /** A tab of the plan, by the beginning of its name. */
  async tab(name: string): Promise<void> {
    await this.main.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
  }

  /** What one says oneself. */
  async answer(word: AnswerWord): Promise<void> {
    const button = this.page.getByRole('region', { name: 'Will you be there?' }).getByRole('button', { name: word })
    await button.click()
    await expect(button).toHaveAttribute('aria-pressed', 'true')
  }

  /** The row of a guest, in the tab of guests. */
  guest(name: string): Locator {
    return this.main.getByRole('row', { name: new RegExp(`^${name}`) })
  }

  /** People without the app, all at once; in the tab of guests. */
  async addGuests(names: readonly string[]): Promise<void> {
    await this.main.getByRole('button', { name: 'Add a guest' }).first().click()
    const form = this.page.getByRole('dialog', { name: 'Add a guest' })
    await form.getByLabel('Who').selectOption({ label: 'Several people without the app' })
    await form.getByLabel('Names, one on each line').fill(names.join('\n'))
    await form.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(form).toBeHidden()
  }

  /** How many fit in; in the tab of guests. */
  async setPlaces(count: number): Promise<void> {
    await this.main.getByRole('button', { name: 'Places…' }).click()
    const form = this.page.getByRole('dialog', { name: 'Places and waiting list' })
    await form.getByLabel('How many people fit in').fill(String(count))
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(form).toBeHidden()
  }

  async startCheckIn(door: 'Door 1' | 'Door 2' | 'Door 3'): Promise<DoorScreen> {
    await this.main.getByRole('button', { name: 'Start check-in' }).click()
    const screen = new DoorScreen(this.page)
    await screen.dialog.getByRole('button', { name: door }).click()
    await expect(screen.field).toBeFocused()
    return screen
  }

  /** Drops a file on the list or the calendar, as from a folder of the desktop. */
  async dropFile(name: string, text: string): Promise<void> {
    await expect(this.main.getByRole('button', { name: 'Import…' })).toBeEnabled()
    await this.page.evaluate(
      (file) => {
        const data = new DataTransfer()
        data.items.add(new File([file.text], file.name))
        for (const type of ['dragover', 'drop'])
          document
            .querySelector('main .page')
            ?.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))
      },
      { name, text },
    )
  }
}

/** The screen at a door. */
export class DoorScreen {
  readonly dialog: Locator
  readonly field: Locator
  readonly rows: Locator

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Check-in' })
    this.field = this.dialog.getByRole('searchbox', { name: 'Who is at the door?' })
    this.rows = this.dialog.getByRole('list', { name: 'Guests' }).getByRole('listitem')
  }

  row(name: string): Locator {
    return this.rows.filter({ has: this.dialog.page().getByText(name, { exact: true }) })
  }

  /** Types a name and presses Enter: whoever is found comes in, or else a walk-in of that name. */
  async letIn(name: string): Promise<void> {
    await this.field.fill(name)
    await this.field.press('Enter')
    await expect(this.dialog.getByRole('status', { name: 'Last' })).toContainText(`${name} is in`)
  }

  count(what: 'In now' | 'Came' | 'Places' | 'Expected'): Locator {
    return this.dialog.locator('dl > div').filter({ hasText: what }).locator('dd')
  }

  get twice(): Locator {
    return this.dialog.getByRole('region', { name: 'Checked in twice' })
  }
}
