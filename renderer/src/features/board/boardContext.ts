import { getContext, setContext } from 'svelte'
import type { Access } from '#renderer/stores/access.ts'
import type { BoardStore } from '#renderer/stores/boardStore.svelte.ts'
import type { CircledPeople } from '#renderer/stores/circleChoices.ts'
import type { CommunityStore } from '#renderer/stores/communityStore.svelte.ts'
import type { Announcer } from '#renderer/ui/announcer.svelte.ts'
import { words } from '#renderer/ui/messages.ts'
import type { Toasts } from '#renderer/ui/toasts.svelte.ts'
import type { Result } from '#shared/domain/errors.ts'
import type { CardId } from '#shared/domain/ids.ts'
import type { Carry } from './carry.svelte.ts'

/** What the parts of a board page share. */
export interface BoardContext {
  readonly board: BoardStore
  readonly community: CircledPeople & Partial<Pick<CommunityStore, 'circlesOwn'>>
  /** For whom the board is. */
  readonly access: Access
  readonly toasts: Toasts
  readonly announcer: Announcer
  readonly carry: Carry
  readonly openCard: (card: CardId | null) => void
  readonly openExternal: (url: string) => Promise<void>
}

const KEY = Symbol('board')

export const provideBoard = (context: BoardContext): BoardContext => setContext(KEY, context)
export const useBoard = (): BoardContext => getContext<BoardContext>(KEY)

/** Tells the user when something was refused. @returns whether it was done */
export function told(toasts: Toasts, result: Result<unknown>): boolean {
  if (!result.ok) toasts.problem(words(result.error.code))
  return result.ok
}
