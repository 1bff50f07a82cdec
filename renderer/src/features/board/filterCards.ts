import type { BoardStore } from '#renderer/stores/boardStore.svelte.ts'
import type { People } from '#renderer/stores/communityStore.svelte.ts'
import type { CardFace } from '#shared/domain/cardFace.ts'
import type { CardId } from '#shared/domain/ids.ts'

/** Everything on a card's face that a person might type to find it. */
function searchable(face: CardFace, board: BoardStore, community: People): string {
  const labels = board.labels.filter(({ id }) => face.labels.includes(id)).map(({ name }) => name)
  const people = face.who.map((id) => community.person(id)?.name ?? '')
  return [face.title, ...labels, ...people, ...face.names].join(' ').toLocaleLowerCase()
}

/** @returns a test for cards that hold every word of the filter, or null when there is none */
export function cardFilter(filter: string, board: BoardStore, community: People): ((card: CardId) => boolean) | null {
  const words = filter.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return null
  return (card) => {
    const face = board.face(card)
    if (!face) return false
    const text = searchable(face, board, community)
    return words.every((word) => text.includes(word))
  }
}
