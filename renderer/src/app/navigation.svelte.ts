import type { DocId } from '#shared/domain/ids.ts'

export type Place =
  | { readonly kind: 'boards' }
  | { readonly kind: 'board'; readonly id: DocId }
  | { readonly kind: 'people' }
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
  | null

/** Where the window is, and which dialog stands in front. */
export class Navigation {
  place = $state.raw<Place>({ kind: 'boards' })
  dialog = $state<OpenDialog>(null)
  folded = $state(false)

  go(place: Place): void {
    this.place = place
  }
}
