import { type DocId, type Part, type PartId, readId } from '#shared/log/ids.ts'

/** `<doc>` or `<doc>.<part>`: how storage and providers call one Y.Doc. */
export type DocKey = string

export const docKey = (doc: DocId, part: Part): DocKey => (part === null ? doc : `${doc}.${part}`)

/** @returns null for a text that is no key */
export function readDocKey(key: DocKey): { doc: DocId; part: Part } | null {
  const [doc = '', part, ...rest] = key.split('.')
  const docId = readId<DocId>(doc)
  if (docId === null || rest.length > 0) return null
  if (part === undefined) return { doc: docId, part: null }
  const partId = readId<PartId>(part)
  return partId === null ? null : { doc: docId, part: partId }
}
