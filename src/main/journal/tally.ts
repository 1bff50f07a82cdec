import { BULK, type JournalChange } from '../../shared/ipc/journal.ts'

/** How much of a journal is still of use: what was put and neither replaced, dropped nor cleared. */
export class Tally {
  #bulk = 0
  #rest = 0
  readonly #sizes = new Map<string, number>()

  get live(): number {
    return this.#bulk + this.#rest
  }

  take({ clear, drop, put }: JournalChange): void {
    for (const prefix of clear) {
      if (BULK.startsWith(prefix)) this.#bulk = 0
      for (const key of this.#sizes.keys()) if (key.startsWith(prefix)) this.#remove(key)
    }
    for (const key of drop) this.#remove(key)
    for (const { key, bytes } of put) {
      if (key.startsWith(BULK)) this.#bulk += bytes.length
      else {
        this.#remove(key)
        this.#sizes.set(key, bytes.length)
        this.#rest += bytes.length
      }
    }
  }

  #remove(key: string): void {
    this.#rest -= this.#sizes.get(key) ?? 0
    this.#sizes.delete(key)
  }
}
