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
}
