import type { BoardStore } from '#renderer/stores/boardStore.svelte.ts'
import type { CardId, ListId } from '#shared/domain/ids.ts'

/** A gap between cards: before that card, or at the end. */
export interface Gap {
  readonly list: ListId
  readonly before: CardId | null
}

/** The card that is in the hand, by mouse or by keyboard, and the gap it would fall into. */
export class Carry {
  readonly #board: BoardStore
  card = $state<CardId | null>(null)
  by = $state<'mouse' | 'keyboard'>('mouse')
  gap = $state.raw<Gap | null>(null)

  constructor(board: BoardStore) {
    this.#board = board
  }

  pickUp(card: CardId, by: 'mouse' | 'keyboard'): void {
    this.card = card
    this.by = by
    this.gap = this.#home(card)
  }

  /** Where the card lies now: before the one that follows it. */
  #home(card: CardId): Gap | null {
    const list = this.#board.lists.find(({ cards }) => cards.includes(card))
    if (!list) return null
    return { list: list.id, before: list.cards[list.cards.indexOf(card) + 1] ?? null }
  }

  hover(gap: Gap | null): void {
    if (gap?.list === this.gap?.list && gap?.before === this.gap?.before) return
    this.gap = gap
  }

  /** Whether the gap is shown in this list, so that the slot takes the room the card would take. */
  isAway(): boolean {
    if (this.card === null || this.gap === null) return false
    const home = this.#home(this.card)
    const back = home !== null && home.list === this.gap.list
    return !(back && (home.before === this.gap.before || this.gap.before === this.card))
  }

  /** Moves the gap by keys. @returns words about where it is now */
  step(direction: 'up' | 'down' | 'left' | 'right'): string {
    const { card, gap } = this
    if (card === null || gap === null) return ''
    const lists = this.#board.lists
    const at = lists.findIndex(({ id }) => id === gap.list)
    const others = (index: number) => (lists[index]?.cards ?? []).filter((id) => id !== card)
    const here = others(at)
    const position = gap.before === null ? here.length : Math.max(here.indexOf(gap.before), 0)
    if (direction === 'left' || direction === 'right') {
      const next = Math.min(Math.max(at + (direction === 'left' ? -1 : 1), 0), lists.length - 1)
      const list = lists[next]
      if (!list) return ''
      this.gap = { list: list.id, before: others(next)[Math.min(position, others(next).length)] ?? null }
    } else {
      const next = Math.min(Math.max(position + (direction === 'up' ? -1 : 1), 0), here.length)
      this.gap = { list: gap.list, before: here[next] ?? null }
    }
    return this.where()
  }

  /** Words for the place of the gap. */
  where(): string {
    const { card, gap } = this
    const list = this.#board.lists.find(({ id }) => id === gap?.list)
    if (!list || gap === null) return ''
    const others = list.cards.filter((id) => id !== card)
    const position = gap.before === null ? others.length + 1 : others.indexOf(gap.before) + 1
    return `Position ${position} of ${others.length + 1} in ${list.title}.`
  }

  putDown(): void {
    this.card = null
    this.gap = null
  }
}
