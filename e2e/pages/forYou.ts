import { expect, type Locator, type Page } from '@playwright/test'

/** The page of comments that name one, and writing such comments. */
export class ForYou {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  get #place(): Locator {
    return this.page.getByRole('navigation').getByRole('button', { name: /^For you/ })
  }

  /** How many are new, beside the place in the sidebar. */
  get count(): Locator {
    return this.#place.locator('.count')
  }

  get rows(): Locator {
    return this.page.getByRole('list', { name: 'Comments that name you' }).getByRole('button')
  }

  async go(): Promise<void> {
    await this.#place.click()
    await expect(this.page.getByRole('heading', { level: 1, name: 'For you' })).toBeVisible()
  }

  /** On the open card. @param words the first names somebody by the beginning of a name, the others go on */
  async comment([name, ...words]: readonly [string, ...string[]]): Promise<void> {
    const field = this.page.getByLabel('New comment')
    await field.pressSequentially(name)
    await expect(this.page.getByRole('option')).toHaveCount(1)
    await field.press('Enter')
    await field.pressSequentially(words.join(' '))
    await field.press('Control+Enter')
    await expect(field).toHaveValue('')
  }
}
