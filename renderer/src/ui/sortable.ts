import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import type { Attachment } from 'svelte/attachments'

interface Row {
  /** Rows of one kind are dragged among each other. */
  readonly kind: string
  readonly id: string
  readonly enabled: () => boolean
  /** The part that is taken hold of; the whole row if it has none. */
  readonly handle?: string
  /** Where the row that is dragged would come to stand; null when it is over no row. */
  readonly onhover: (id: string, side: 'before' | 'after' | null) => void
  readonly ondrop: (dragged: string, onto: string, side: 'before' | 'after') => void
}

/** Makes a row of a vertical list draggable, and a place to drop others of its kind. */
export const sortable =
  (row: Row): Attachment<HTMLElement> =>
  (element) => {
    const handle = row.handle === undefined ? null : element.querySelector(row.handle)
    const sideOf = (clientY: number) => {
      const { top, height } = element.getBoundingClientRect()
      return clientY < top + height / 2 ? 'before' : 'after'
    }
    return combine(
      draggable({
        element,
        ...(handle ? { dragHandle: handle } : {}),
        canDrag: row.enabled,
        getInitialData: () => ({ kind: row.kind, id: row.id }),
        onDragStart: () => element.classList.add('dragged'),
        onDrop: () => element.classList.remove('dragged'),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.kind === row.kind && source.data.id !== row.id,
        onDrag: ({ location }) => row.onhover(row.id, sideOf(location.current.input.clientY)),
        onDragLeave: () => row.onhover(row.id, null),
        onDrop: ({ source, location }) => {
          row.onhover(row.id, null)
          row.ondrop(String(source.data.id), row.id, sideOf(location.current.input.clientY))
        },
      }),
    )
  }
