import type { Attachment } from 'svelte/attachments'
import type { CommunityStore } from '#renderer/stores/communityStore.svelte.ts'
import type { DocId } from '#shared/domain/ids.ts'

/**
 * For a button that opens a board. Between the pointer's coming and the click is a tenth of a second or more: long enough to
 * fetch and unseal a large board.
 */
export const foresee =
  (community: CommunityStore, board: DocId): Attachment<HTMLElement> =>
  (button) => {
    const read = () => community.readAhead(board)
    const begin = ['pointerenter', 'focus', 'pointerdown'] as const
    for (const event of begin) button.addEventListener(event, read, { passive: true })
    return () => {
      for (const event of begin) button.removeEventListener(event, read)
    }
  }
