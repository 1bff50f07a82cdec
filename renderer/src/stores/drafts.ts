import type { Mention } from '#shared/domain/mention.ts'

/** Words that were typed and not sent. */
export interface Draft {
  readonly text: string
  /** Who was taken from a list of names while typing. */
  readonly named: readonly Mention[]
}

const NONE: Draft = { text: '', named: [] }

/** What was begun in fields that went away since, such as those of a card that was closed; until the community is closed. */
export class Drafts {
  readonly #drafts = new Map<string, Draft>()

  get(field: string): Draft {
    return this.#drafts.get(field) ?? NONE
  }

  keep(field: string, text: string, named: readonly Mention[] = []): void {
    if (text === '') this.#drafts.delete(field)
    else this.#drafts.set(field, { text, named })
  }
}
