import * as Y from 'yjs'

type Struct = Y.Item | Y.GC

/**
 * Do two documents hold the same? Merging one into the other would add nothing, and what stands at each place is the same,
 * which merging alone would not show: Yjs takes what it knows a position of as known. What is deleted counts as deleted only.
 */
export function sameState(a: Y.Doc, b: Y.Doc): boolean {
  if (a.store.pendingStructs || b.store.pendingStructs || a.store.pendingDs || b.store.pendingDs) return false
  const [ours, theirs] = [a.store.clients, b.store.clients]
  if (ours.size !== theirs.size) return false
  for (const [client, structs] of ours) {
    const others = theirs.get(client)
    if (!others || !sameStructs(structs, others)) return false
  }
  return true
}

/** Does a document hold all of another: what stands there, or that it was deleted? */
export function holdsAll(whole: Y.Doc, part: Y.Doc): boolean {
  for (const [client, structs] of part.store.clients) {
    const others = whole.store.clients.get(client)
    if (!others || !sameStructs(structs, others, true)) return false
  }
  return true
}

/** Walks two lists side by side; what one of them has in one piece may be in several in the other. */
function sameStructs(ours: readonly Struct[], theirs: readonly Struct[], mayGoOn = false): boolean {
  let [i, j, clock] = [0, 0, 0]
  for (;;) {
    const [mine, other] = [ours[i], theirs[j]]
    if (!mine || !other) return !mine && (mayGoOn || !other)
    const end = Math.min(mine.id.clock + mine.length, other.id.clock + other.length)
    if (!(mayGoOn && other.deleted) && !samePiece(mine, other, clock, end)) return false
    if (mine.id.clock + mine.length === end) i += 1
    if (other.id.clock + other.length === end) j += 1
    clock = end
  }
}

function samePiece(a: Struct, b: Struct, from: number, to: number): boolean {
  if (a.deleted || b.deleted) return a.deleted && b.deleted
  if (!(a instanceof Y.Item) || !(b instanceof Y.Item)) return false
  return (
    sameId(originAt(a, from), originAt(b, from)) &&
    sameId(a.rightOrigin, b.rightOrigin) &&
    a.parentSub === b.parentSub &&
    parentOf(a.parent) === parentOf(b.parent) &&
    sameKind(a.content, b.content) &&
    contentOf(a, from, to) === contentOf(b, from, to)
  )
}

const originAt = (item: Y.Item, clock: number): Y.ID | null =>
  clock === item.id.clock ? item.origin : Y.createID(item.id.client, clock - 1)

const sameId = (a: Y.ID | null, b: Y.ID | null): boolean => a?.client === b?.client && a?.clock === b?.clock

/** By class: names of classes do not survive the build. */
const sameKind = (a: Y.Item['content'], b: Y.Item['content']): boolean =>
  a.constructor === b.constructor &&
  (!(a instanceof Y.ContentType && b instanceof Y.ContentType) || a.type.constructor === b.type.constructor)

/** A nested type by the place of its item, a root by its name. */
function parentOf(parent: Y.Item['parent']): string {
  if (parent === null) return ''
  if (parent instanceof Y.ID) return `${parent.client} ${parent.clock}`
  return parent._item
    ? `${parent._item.id.client} ${parent._item.id.clock}`
    : `root ${Y.findRootTypeKey(parent as Y.AbstractType<unknown>)}`
}

/** A piece of an item's content as text that compares. */
function contentOf({ content, id }: Y.Item, from: number, to: number): string {
  const cut = [from - id.clock, to - id.clock] as const
  if (content instanceof Y.ContentString) return `s${content.str.slice(...cut)}`
  if (content instanceof Y.ContentAny) return `a${jsonOf(content.arr.slice(...cut))}`
  if (content instanceof Y.ContentJSON) return `j${jsonOf(content.arr.slice(...cut))}`
  if (content instanceof Y.ContentType) return content.type instanceof Y.XmlElement ? content.type.nodeName : ''
  if (content instanceof Y.ContentFormat) return `f${jsonOf([content.key, content.value])}`
  if (content instanceof Y.ContentEmbed) return `e${jsonOf(content.embed)}`
  if (content instanceof Y.ContentBinary) return `b${content.content.join()}`
  return ''
}

/** `undefined` and bytes are values that Yjs keeps and JSON does not. */
const jsonOf = (value: unknown): string =>
  JSON.stringify(value, (_key, inner) =>
    inner === undefined ? { undefined: 1 } : inner instanceof Uint8Array ? { bytes: [...inner] } : inner,
  )
