import * as Y from 'yjs'

/** One entry of a document's log. */
export interface LoggedUpdate {
  readonly update: Uint8Array
  /** Whether what it did is to be taken back. */
  readonly taken: boolean
}

const TAKEN = Symbol('taken')

/**
 * The update that takes back what some entries of a document did, and nothing else: what they wrote goes, what they deleted or
 * overwrote comes back, unless somebody else has written there since. What others wrote stays, also on things that the taken
 * entries had added: of these only the keys go, and the map stays, as with undo (docs/data-model.md, M9).
 *
 * Pure but heavy: it goes through the whole history of the document.
 * @param history all entries that count, in the order of the log
 * @param clientId under which the update is written: one that nobody has used in this document
 * @returns null when there is nothing to take back
 */
export function takeBack(history: Iterable<LoggedUpdate>, clientId: number): Uint8Array | null {
  // What was deleted can only come back from a document that has kept it.
  const doc = new Y.Doc({ gc: false })
  const manager = new Y.UndoManager(doc, {
    trackedOrigins: new Set([TAKEN]),
    captureTimeout: Number.MAX_SAFE_INTEGER,
    deleteFilter: ({ content }) => !(content instanceof Y.ContentType),
  })
  for (const { update, taken } of history) Y.applyUpdate(doc, update, taken ? TAKEN : null)
  doc.clientID = clientId
  const written: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => written.push(update))
  while (manager.undoStack.length > 0) manager.undo()
  manager.destroy()
  doc.destroy()
  return written.length > 0 ? Y.mergeUpdates(written) : null
}
