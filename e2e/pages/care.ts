import { expect, type Locator, type Page } from '@playwright/test'
import { Directory } from './directory.ts'

/** The page of organizers about who is new, who has not been there lately, and whom they wanted to get in touch with. */
export class Care {
  readonly page: Page
  readonly #list: Directory

  constructor(page: Page) {
    this.page = page
    this.#list = new Directory(page)
  }

  get fresh(): Locator {
    return this.page.getByRole('region', { name: 'New, and not greeted yet' })
  }

  get quiet(): Locator {
    return this.page.getByRole('region', { name: 'Not seen for a while' })
  }

  get mine(): Locator {
    return this.page.getByRole('region', { name: 'You wanted to get in touch with' })
  }

  /** From anywhere. */
  async go(): Promise<void> {
    await this.#list.go()
    await this.#list.menu('More ▾', 'Looking after people')
    await expect(this.fresh).toBeVisible()
  }

  async leave(): Promise<void> {
    await this.page.getByRole('button', { name: '← Everybody' }).click()
    await expect(this.#list.find).toBeVisible()
  }

  /** Who stands in a list, from the top. */
  async names(list: Locator): Promise<string[]> {
    return list.getByRole('listitem').locator('.name').allInnerTexts()
  }

  async greet(name: string): Promise<void> {
    await this.fresh.getByRole('button', { name: `${name} was greeted` }).click()
  }

  /** @param typed a part of the buddy's name that nobody else has */
  async giveBuddy(name: string, typed: string): Promise<void> {
    await this.fresh.getByRole('button', { name: `Choose a buddy for ${name}` }).click()
    const field = this.fresh.getByRole('combobox', { name: `Buddy for ${name}` })
    await expect(field).toBeFocused()
    await field.fill(typed)
    await field.press('Enter')
    await expect(field).toHaveCount(0)
  }

  async claim(name: string): Promise<void> {
    await this.quiet.getByRole('button', { name: `I’ll get in touch with ${name}` }).click()
    await expect(this.mine.getByRole('button', { name, exact: true })).toBeVisible()
  }

  /** Opens the sheet of somebody who stands in one of the lists. */
  async open(name: string): Promise<Locator> {
    await this.page.getByRole('main').getByRole('button', { name, exact: true }).click()
    await expect(this.#list.sheet(name)).toBeVisible()
    return this.#list.sheet(name)
  }
}
