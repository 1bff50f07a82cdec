import type { Platform } from '#renderer/platform/platform.ts'
import type { NamedBytes } from './calendarImport.svelte.ts'

type Opened = NamedBytes | { readonly failed: string }

const PEOPLE = /\.(?:csv|xlsx|vcf)$/i

/** Files that the app was opened with, one after another: the next is asked for when the one before was taken. */
export class OpenedFiles {
  readonly #platform: Pick<Platform, 'takeOpenedFile' | 'onOpenedFile'>
  /** Waits to be looked at. */
  waiting: Opened | null = $state.raw(null)
  #asking = false

  constructor(platform: Pick<Platform, 'takeOpenedFile' | 'onOpenedFile'>) {
    this.#platform = platform
  }

  /** The one that waits, if it is a list of people. */
  get people(): NamedBytes | null {
    const { waiting } = this
    return waiting !== null && 'name' in waiting && PEOPLE.test(waiting.name) ? waiting : null
  }

  /** The one that waits, if it is a calendar, or could not be read. */
  get calendar(): Opened | null {
    return this.people === null ? this.waiting : null
  }

  start(): void {
    this.#platform.onOpenedFile(() => void this.#next())
    void this.#next()
  }

  async #next(): Promise<void> {
    if (this.waiting !== null || this.#asking) return
    this.#asking = true
    try {
      this.waiting = await this.#platform.takeOpenedFile()
    } catch (error) {
      this.waiting = { failed: error instanceof Error ? error.message : 'file.failed' }
    } finally {
      this.#asking = false
    }
  }

  /** The one that waits, once. */
  take(): Opened | null {
    const opened = this.waiting
    this.waiting = null
    void this.#next()
    return opened
  }
}
