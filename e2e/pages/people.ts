import { expect, type Locator, type Page } from '@playwright/test'
import { Kith } from './kith.ts'

export type RoleName = 'Guest' | 'Member' | 'Organizer' | 'Steward'
const NUMBER: Readonly<Record<RoleName, string>> = { Guest: '0', Member: '1', Organizer: '2', Steward: '3' }

/** The People page: who is here, their computers, and open invitations. */
export class People {
  readonly page: Page
  readonly #kith: Kith

  constructor(page: Page) {
    this.page = page
    this.#kith = new Kith(page)
  }

  row(name: string): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('button', { name }) })
  }

  sheet(name: string): Locator {
    return this.page.getByRole('complementary', { name: `Member: ${name}` })
  }

  async open(name: string): Promise<Locator> {
    await this.#kith.go('People')
    if (!(await this.sheet(name).isVisible())) await this.row(name).getByRole('button', { name }).click()
    await expect(this.sheet(name)).toBeVisible()
    return this.sheet(name)
  }

  /** The one question that is open. */
  get question(): Locator {
    return this.page.getByRole('dialog')
  }

  async setRole(name: string, role: RoleName): Promise<void> {
    const sheet = await this.open(name)
    await sheet.getByLabel('Role').selectOption(NUMBER[role])
    await this.question.getByRole('button', { name: 'Change the role' }).click()
    await expect(this.question).toBeHidden()
    await expect(this.row(name)).toContainText(role)
  }

  async remove(name: string): Promise<void> {
    const sheet = await this.open(name)
    await sheet.getByRole('button', { name: 'Remove from the community…' }).click()
    await expect(this.question).toContainText('What they already saw, they keep.')
    await this.question.getByRole('button', { name: 'Remove', exact: true }).click()
    await expect(this.question).toBeHidden()
    await expect(this.row(name)).toHaveCount(0)
  }

  get invites(): Locator {
    return this.page.getByRole('region', { name: 'Open invitations' }).getByRole('listitem')
  }

  /** What the app says at its foot for a while. */
  said(text: string | RegExp): Locator {
    return this.page.locator('[data-toast], .toast, [role=status]').filter({ hasText: text }).first()
  }
}
