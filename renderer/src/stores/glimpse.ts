import { decodeUtf8, encodeUtf8 } from 'lib0/string'
import type { LabelView } from '#shared/domain/boardView.ts'
import type { CardFace } from '#shared/domain/cardFace.ts'
import type { BoardStore } from './boardStore.svelte.ts'

// Chromium keeps values over 64 KiB as files of their own, which take far longer to read: the first screen stays below.
const LISTS = 6
const CARDS = 10

/** A board as it was last seen: enough for the first screen, drawn while the board itself is still being decoded. */
export interface Glimpse {
  readonly lists: readonly { readonly title: string; readonly count: number; readonly faces: readonly CardFace[] }[]
  readonly labels: readonly LabelView[]
}

export function takeGlimpse(board: BoardStore): Uint8Array {
  const lists = board.lists.slice(0, LISTS).map(({ title, cards }) => ({
    title,
    count: cards.length,
    faces: cards.slice(0, CARDS).flatMap((card) => board.face(card) ?? []),
  }))
  const glimpse: Glimpse = { lists, labels: board.labels }
  return encodeUtf8(JSON.stringify(glimpse))
}

/** @param plain what `takeGlimpse` gave; it was sealed under our own key since */
export function readGlimpse(plain: Uint8Array): Glimpse {
  return JSON.parse(decodeUtf8(plain))
}
