import type { Warning } from './syncStatus.ts'

/** What the user has to be told of: storage that failed, and a log that does not look right. */
export class Troubles {
  /** A code such as `storage.full`; null while writing works. */
  storage: string | null = null
  #warnings: readonly Warning[] = []

  get warnings(): readonly Warning[] {
    return this.#warnings
  }

  /** The same warning stands once. */
  add(warning: Warning): void {
    if (!this.#warnings.some((known) => JSON.stringify(known) === JSON.stringify(warning)))
      this.#warnings = [...this.#warnings, warning]
  }

  remove(code: Warning['code']): void {
    this.#warnings = this.#warnings.filter((warning) => warning.code !== code)
  }

  /** @param error of a transaction */
  storageFailed(error: unknown): void {
    this.storage =
      typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'storage.failed'
  }
}
