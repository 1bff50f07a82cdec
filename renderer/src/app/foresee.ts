import type { Attachment } from 'svelte/attachments'
import type { CommunityStore } from '#renderer/stores/communityStore.svelte.ts'
import type { DocId } from '#shared/domain/ids.ts'

const COME = ['pointerenter', 'focus', 'pointerdown'] as const
const LEAVE = ['pointerleave', 'blur'] as const

/**
 * For a button that opens a board. Between the pointer's coming and the click is a tenth of a second or more: long enough to
 * fetch a large board and to begin to decode it.
 */
export const foresee =
  ({ ahead }: CommunityStore, board: DocId): Attachment<HTMLElement> =>
  (button) => {
    const come = () => ahead.want(board)
    const leave = () => ahead.leave(board)
    for (const event of COME) button.addEventListener(event, come, { passive: true })
    for (const event of LEAVE) button.addEventListener(event, leave, { passive: true })
    return () => {
      for (const event of COME) button.removeEventListener(event, come)
      for (const event of LEAVE) button.removeEventListener(event, leave)
      leave()
    }
  }
