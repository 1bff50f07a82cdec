import { expect, type Locator, type Page } from '@playwright/test'
import { Directory } from './directory.ts'

/** Bringing in a list of people, step by step. */
export class PeopleImportPage {
  readonly page: Page
  readonly directory: Directory

  constructor(page: Page) {
    this.page = page
    this.directory = new Directory(page)
  }

  get view(): Locator {
    return this.page.getByRole('region', { name: 'Import people' })
  }

  get step(): Locator {
    return this.view.locator('[aria-current=step]')
  }

  async choose(file: string): Promise<void> {
    if (!(await this.view.isVisible())) {
      await this.directory.go()
      await this.directory.menu('More', 'Import people…')
    }
    await this.view.getByLabel('List of people').setInputFiles(file)
  }

  /** Onto the list of people, from a file manager. */
  async drop(name: string, bytes: Uint8Array): Promise<void> {
    await this.directory.go()
    await this.directory.find.evaluate(
      (find, [title, text]) => {
        const data = new DataTransfer()
        data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], title))
        for (const type of ['dragover', 'drop'])
          find.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))
      },
      [name, Buffer.from(bytes).toString('base64')] as const,
    )
  }

  column(name: string): Locator {
    return this.view.getByRole('combobox', { name: `${name} becomes` })
  }

  /** From what columns are to what would come. */
  async look(): Promise<void> {
    await this.view.getByRole('button', { name: 'Look at it' }).click()
    await expect(this.step).toHaveText('3 Look', { timeout: 30_000 })
  }

  /** How many the preview says there are of a kind. */
  async count(kind: string): Promise<number> {
    const row = this.view
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name: kind, exact: true }) })
    return Number((await row.getByRole('cell').innerText()).replace(/\D/g, ''))
  }

  async write(button: string | RegExp): Promise<void> {
    await this.view.getByRole('button', { name: button }).click()
    await expect(this.view.getByText('Done.')).toBeVisible({ timeout: 60_000 })
  }
}
