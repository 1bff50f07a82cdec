import type { CardFace } from '#shared/domain/cardFace.ts'
import type { Hue } from '#shared/domain/hue.ts'
import { type BoardHost, BoardStore } from './boardStore.svelte.ts'

/** A board that may have cards with dates: a board of the community, or the tasks of an event. */
export interface DatedSource {
  /** Key of its document. */
  readonly key: string
  readonly hue: Hue
}

export interface DatedCard {
  readonly board: BoardStore
  readonly hue: Hue
  readonly card: CardFace
  readonly due: string
}

/** The cards with a date of many boards, for the calendar: opened one after another, and followed while the calendar is shown. */
export class DatedCards {
  readonly #host: BoardHost
  #boards: readonly { readonly source: DatedSource; readonly board: BoardStore }[] = $state.raw([])
  #wanted: readonly DatedSource[] = []
  #loading = false
  /** Whether boards are still being read. */
  busy = $state(false)
  #closed = false

  constructor(host: BoardHost) {
    this.#host = host
  }

  /** Shows the cards of these boards and no others. */
  follow(sources: readonly DatedSource[]): void {
    this.#wanted = sources
    const keys = new Set(sources.map(({ key }) => key))
    for (const { source, board } of this.#boards) if (!keys.has(source.key)) board.destroy()
    if (this.#boards.some(({ source }) => !keys.has(source.key)))
      this.#boards = this.#boards.filter(({ source }) => keys.has(source.key))
    if (!this.#loading) void this.#load()
  }

  async #load(): Promise<void> {
    this.#loading = true
    this.busy = true
    for (;;) {
      const next = this.#wanted.find(({ key }) => !this.#boards.some(({ source }) => source.key === key))
      if (next === undefined || this.#closed) break
      const board = await BoardStore.open(next.key, this.#host, undefined, false).catch(() => null)
      if (board === null) {
        // The others are shown all the same.
        this.#wanted = this.#wanted.filter((one) => one !== next)
        continue
      }
      await board.readFaces()
      if (this.#closed || !this.#wanted.some(({ key }) => key === next.key)) board.destroy()
      else this.#boards = [...this.#boards, { source: next, board }]
    }
    this.#loading = false
    this.busy = false
  }

  get cards(): readonly DatedCard[] {
    return this.#boards.flatMap(({ source, board }) =>
      board.lists.flatMap(({ cards }) =>
        cards.flatMap((id): DatedCard[] => {
          const card = board.face(id)
          return card?.due ? [{ board, hue: source.hue, card, due: card.due }] : []
        }),
      ),
    )
  }

  close(): void {
    this.#closed = true
    for (const { board } of this.#boards) board.destroy()
  }
}
