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
 * entries had added: of these only the keys go, and the map stays, as with undo (docs/data-model.md, M9). One exception: where
 * they had put a map in the place of another, that one comes back, and what others wrote into theirs goes with it.
 *
 * What an earlier taking back had brought back is the word of whoever did that: when more of the same author is taken back later,
 * older words of that author that had come back by it stay.
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
  for (const { update, taken } of history) {
    Y.applyUpdate(doc, update, taken ? TAKEN : null)
    if (!taken) noteRestored(doc, manager, update)
  }
  doc.clientID = clientId
  const written: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => written.push(update))
  while (manager.undoStack.length > 0) manager.undo()
  manager.destroy()
  doc.destroy()
  return written.length > 0 ? Y.mergeUpdates(written) : null
}

/**
 * Others may have brought back already what the taken entries deleted: by undo, or by an earlier taking back. Such a copy stands
 * right before what was deleted and says the same; without this it would come a second time.
 */
function noteRestored(doc: Y.Doc, { undoStack }: Y.UndoManager, update: Uint8Array): void {
  const [step] = undoStack
  if (!step) return
  const { from, to } = Y.parseUpdateMeta(update)
  for (const [client, start] of from) {
    const structs = doc.store.clients.get(client) ?? []
    for (let i = Y.findIndexSS(structs, start); i < structs.length; i++) {
      const copy = structs[i]
      if (!copy || copy.id.clock >= (to.get(client) ?? 0)) break
      if (!(copy instanceof Y.Item) || copy.rightOrigin === null || copy.parentSub !== null) continue
      if (Y.isDeleted(step.deletions, copy.rightOrigin) && sameAs(doc, copy.rightOrigin, copy))
        drop(step.deletions, copy.rightOrigin, copy.length)
    }
  }
}

/** Does what was deleted there begin with what the copy says? */
function sameAs(doc: Y.Doc, { client, clock }: Y.ID, copy: Y.Item): boolean {
  const structs = doc.store.clients.get(client) ?? []
  const gone = structs[Y.findIndexSS(structs, clock)]
  if (!(gone instanceof Y.Item)) return false
  const offset = clock - gone.id.clock
  const said = gone.content.getContent().slice(offset, offset + copy.length)
  return JSON.stringify(said) === JSON.stringify(copy.content.getContent())
}

type DeletedSet = Y.UndoManager['undoStack'][number]['deletions']

/** Takes a range out of what is to be brought back. */
function drop(deleted: DeletedSet, { client, clock }: Y.ID, length: number): void {
  const end = clock + length
  const rest = (deleted.clients.get(client) ?? []).flatMap((range) => {
    const parts = [
      { clock: range.clock, len: Math.min(range.clock + range.len, clock) - range.clock },
      { clock: Math.max(range.clock, end), len: range.clock + range.len - Math.max(range.clock, end) },
    ]
    return parts.filter(({ len }) => len > 0)
  })
  deleted.clients.set(client, rest)
}
