import type { UndoGroup } from '#shared/domain/undo.ts'

/** What has a history of one's own steps; `canUndo` is followed by whoever reads it in an effect. */
interface Undoable {
  readonly undoGroup: UndoGroup
  readonly canUndo: boolean
  undo(): boolean
}

/**
 * What a message about the step just made offers: to take back that step. It holds while no other step has come after it,
 * so that nobody takes back something else than the message says.
 * @param run other than `undo`, for large steps
 */
export function undoStep(store: Undoable, run: () => void = () => void store.undo()) {
  const step = store.undoGroup.newest
  return {
    label: 'Undo',
    run,
    holds: () => store.canUndo && store.undoGroup.newest === step,
  }
}
