import { expect, type Locator, type Page } from '@playwright/test'
import { Kith } from './kith.ts'

/** The list of everybody the community knows. */
export class Directory {
  readonly page: Page
  readonly #kith: Kith

  constructor(page: Page) {
    this.page = page
    this.#kith = new Kith(page)
  }

  get main(): Locator {
    return this.page.getByRole('main')
  }

  get form(): Locator {
    return this.page.getByRole('dialog')
  }

  get find(): Locator {
    return this.page.getByRole('combobox', { name: 'Find people' })
  }

  /** Names of the rows that are drawn, from the top. */
  async names(): Promise<string[]> {
    const rows = this.main.locator('[data-person] .cut')
    return rows.allTextContents()
  }

  person(name: string): Locator {
    return this.main.getByRole('button', { name, exact: false }).and(this.page.locator('[data-person]'))
  }

  sheet(name: string): Locator {
    return this.page.getByRole('complementary', { name })
  }

  async go(): Promise<void> {
    await this.#kith.go('People')
    await expect(this.find).toBeVisible()
  }

  /** Opens somebody's sheet. */
  async open(name: string): Promise<Locator> {
    await this.go()
    if (!(await this.sheet(name).isVisible())) await this.person(name).click()
    await expect(this.sheet(name)).toBeVisible()
    return this.sheet(name)
  }

  /** From one of the menus above the list. */
  async menu(button: string | RegExp, item: string | RegExp): Promise<void> {
    await this.main.getByRole('button', { name: button }).click()
    await this.page.getByRole('menu').getByText(item, { exact: true }).click()
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape')
    await expect(this.page.getByRole('menu')).toHaveCount(0)
  }

  /** Fills the form that stands open. */
  async fill(facts: {
    name?: string
    known?: string
    email?: string
    phone?: string
    skills?: readonly string[]
    tags?: readonly string[]
    pronouns?: string
    joined?: string
  }): Promise<void> {
    const { form } = this
    if (facts.name) await form.getByLabel('Name', { exact: true }).fill(facts.name)
    if (facts.known) await form.getByLabel('Who may know of them').selectOption({ label: facts.known })
    for (const [add, value] of [
      ['Add email', facts.email],
      ['Add phone', facts.phone],
    ] as const) {
      if (!value) continue
      await form.getByRole('button', { name: add }).click()
      await form.locator('input:focus').fill(value)
    }
    for (const [label, words] of [
      ['Can help with', facts.skills],
      ['Tags', facts.tags],
    ] as const) {
      for (const word of words ?? []) {
        await form.getByLabel(label).fill(word)
        await form.getByLabel(label).press('Enter')
      }
    }
    if (facts.pronouns) await form.getByLabel('Pronouns').fill(facts.pronouns)
    if (facts.joined) await form.getByLabel('Joined').fill(facts.joined)
  }

  async add(facts: Parameters<Directory['fill']>[0] & { name: string }): Promise<void> {
    await this.go()
    await this.main.getByRole('button', { name: 'Add…' }).click()
    await this.fill(facts)
    await this.form.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(this.sheet(facts.name)).toBeVisible()
  }

  async note(name: string, text: string): Promise<void> {
    const sheet = await this.open(name)
    await sheet.getByLabel('A note').fill(text)
    await sheet.getByRole('button', { name: 'Add the note' }).click()
    await expect(sheet.getByText(text)).toBeVisible()
  }

  /** Everybody in sight. */
  async chooseAll(): Promise<void> {
    await this.main.getByRole('checkbox').first().check()
  }

  /** Something of what can be done with those who are chosen. */
  async withThem(item: string): Promise<void> {
    await this.menu('Do with them ▾', item)
    await expect(this.form).toBeVisible()
  }

  /** Writes down that somebody said yes. */
  async consent(name: string, channel: string, said: { source: string; on: string }): Promise<void> {
    const sheet = await this.open(name)
    await sheet.getByRole('button', { name: new RegExp(`^Write down ?: ${channel}$`) }).click()
    await sheet.getByLabel('Where you know it from').fill(said.source)
    await sheet.getByLabel('On', { exact: true }).fill(said.on)
    await sheet.getByRole('button', { name: 'Save' }).click()
    await expect(sheet.getByLabel('Where you know it from')).toHaveCount(0)
  }

  /** The question before somebody is forgotten, once it has looked on boards and in events. */
  async forgetting(name: string): Promise<Locator> {
    const sheet = await this.open(name)
    await sheet.getByRole('button', { name: `More about ${name}` }).click()
    await this.page.getByRole('menu').getByText('Forget this person…').click()
    const asked = this.page.getByRole('dialog', { name: `Forget ${name}` })
    await expect(asked.getByRole('button', { name: 'Stop looking' })).toHaveCount(0)
    return asked
  }
}
