import type { CardId, DocId, EventId, PersonId } from '#shared/domain/ids.ts'

export type Place =
  | { readonly kind: 'boards' }
  | { readonly kind: 'board'; readonly id: DocId }
  | { readonly kind: 'events' }
  /** `stamp`: which time of a recurring event, '' for one that does not recur. */
  | { readonly kind: 'event'; readonly id: EventId; readonly stamp: string; readonly tab?: 'tasks' }
  /** `person`: whose sheet is opened on arrival. */
  | { readonly kind: 'people'; readonly person?: PersonId }
  /** Comments that name oneself. */
  | { readonly kind: 'for-you' }
  | { readonly kind: 'settings' }

export type OpenDialog =
  | 'create'
  | 'join'
  | 'import'
  | 'invite'
  | 'relay'
  | 'commands'
  | 'shortcuts'
  | 'new-board'
  | 'set-aside'
  | 'kit'
  | 'new-event'
  | 'import-calendar'
  | 'export-calendar'
  | null

/** Where the window is, and which dialog stands in front. */
export class Navigation {
  place = $state.raw<Place>({ kind: 'boards' })
  dialog = $state<OpenDialog>(null)
  folded = $state(false)
  /** The card whose sheet is open. */
  card = $state<CardId | null>(null)
  /** The day or hour with which the form for a new event begins. */
  newEventAt = $state<string | null>(null)
  /** A wish of the menu that the view in front carries out. */
  requested = $state<'undo' | 'redo' | null>(null)

  /** Also to where one is already: whatever stands in front there gives way. */
  go(place: Place): void {
    this.place = { ...place }
    this.card = null
  }

  openCard(card: CardId | null): void {
    this.card = card
  }

  request(wish: 'undo' | 'redo' | null): void {
    this.requested = wish
  }
}
