import { expect, type Locator, type Page } from '@playwright/test'
import { Directory } from './directory.ts'

/** The dialog of circles, opened from the list of people. */
export class Circles {
  readonly dialog: Locator
  readonly #list: Directory

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Circles' })
    this.#list = new Directory(page)
  }

  async open(): Promise<void> {
    await this.#list.go()
    await this.#list.menu('More ▾', 'Circles…')
    await expect(this.dialog).toBeVisible()
  }

  async make(name: string): Promise<void> {
    await this.dialog.getByLabel('New circle').fill(name)
    await this.dialog.getByRole('button', { name: 'Make it' }).click()
    await expect(this.dialog.getByText('Nobody is in it yet.')).toBeVisible()
  }

  /** @param typed a part of the name that nobody else has */
  async put(name: string, typed: string, circle: string): Promise<void> {
    const field = this.dialog.getByRole('combobox', { name: `Add somebody to ${circle}` })
    await field.fill(typed)
    await field.press('Enter')
    await expect(this.dialog.getByRole('button', { name: `Take ${name} out` })).toBeVisible()
  }

  async close(): Promise<void> {
    await this.dialog.page().keyboard.press('Escape')
    await expect(this.dialog).toBeHidden()
  }
}
