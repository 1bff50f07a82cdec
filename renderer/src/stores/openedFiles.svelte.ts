import type { Platform } from '#renderer/platform/platform.ts'
import type { NamedBytes } from './calendarImport.svelte.ts'

type Opened = NamedBytes | { readonly failed: string }

/** Files that the app was opened with, one after another: the next is asked for when the one before was taken. */
export class OpenedFiles {
  readonly #platform: Pick<Platform, 'takeOpenedFile' | 'onOpenedFile'>
  /** Waits to be looked at. */
  waiting: Opened | null = $state.raw(null)
  #asking = false

  constructor(platform: Pick<Platform, 'takeOpenedFile' | 'onOpenedFile'>) {
    this.#platform = platform
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
