import type * as Y from 'yjs'
import type { WriteContext } from './context.ts'
import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import { fingerprint } from './fingerprint.ts'
import { LIMITS } from './limits.ts'
import { cut, sound } from './value.ts'

/**
 * A card's long text: a document of its own (the `part` of its board's document that bears the card's id), so that a
 * board opens without it and people can type in it together. Plain text; how it is shown is the interface's affair.
 */

/** The text to bind an editor to. */
export function descriptionText(doc: Y.Doc): Y.Text {
  return doc.getText('text')
}

/** The words as they are, without whatever formats or embedded things a foreign peer may have put in. */
export function readDescription(doc: Y.Doc): string {
  return cut(descriptionText(doc).toString(), LIMITS.description)
}

/** Replaces the whole text, but only the part that differs, so that carets elsewhere in it stay where they are. */
export function writeDescription(doc: Y.Doc, words: string, ctx: Pick<WriteContext, 'origin'>): Result<void> {
  const next = sound(words)
  if (next.length > LIMITS.description) return fail('text.too-long', { max: LIMITS.description, length: next.length })
  const text = descriptionText(doc)
  const now = text.toString()
  if (now === next) return ok()
  let start = 0
  while (start < now.length && start < next.length && now[start] === next[start]) start++
  let end = 0
  const most = Math.min(now.length, next.length) - start
  while (end < most && now[now.length - 1 - end] === next[next.length - 1 - end]) end++
  if (start > 0 && isHigh(next.charCodeAt(start - 1))) start--
  if (end > 0 && isLow(next.charCodeAt(next.length - end))) end--
  doc.transact(() => {
    if (now.length - end > start) text.delete(start, now.length - end - start)
    if (next.length - end > start) text.insert(start, next.slice(start, next.length - end))
  }, ctx.origin)
  return ok()
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff

/**
 * Writes what an import brings, unless somebody has changed the text here: it must be empty or still be what the import
 * before had brought (`before` is that text's fingerprint, null at the first time). False when it was left alone.
 */
export function importDescription(
  doc: Y.Doc,
  words: string,
  before: string | null,
  ctx: Pick<WriteContext, 'origin'>,
): boolean {
  const now = descriptionText(doc).toString()
  if (now !== '' && now !== words && fingerprint(now) !== before) return false
  return writeDescription(doc, words, ctx).ok
}
