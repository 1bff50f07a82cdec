import { type CircleId, type MemberId, readId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { fieldOf, oneLine, textOf } from './value.ts'

/** Somebody with the app, or a circle, named in a text as `@` and the name they had then. */
export type Mention =
  | { readonly kind: 'member'; readonly id: MemberId; readonly name: string }
  | { readonly kind: 'circle'; readonly id: CircleId; readonly name: string }

/** More would be shouting. */
const MENTIONS_MAX = 20

/** The mentions beside a text, as far as they can be used; foreign values give none. */
export function readMentions(value: unknown): readonly Mention[] {
  if (!Array.isArray(value)) return []
  const found = new Map<string, Mention>()
  for (const one of value.slice(0, MENTIONS_MAX)) {
    const mention = readMention(one)
    if (mention) found.set(`${mention.kind} ${mention.id}`, mention)
  }
  return [...found.values()]
}

function readMention(value: unknown): Mention | null {
  const [kind, id] = [fieldOf(value, 'kind'), fieldOf(value, 'id')]
  const name = oneLine(textOf(fieldOf(value, 'name'), LIMITS.name))
  if (name === '' || typeof id !== 'string') return null
  if (kind === 'member') {
    const member = readId<MemberId>(id)
    return member && { kind, id: member, name }
  }
  const circle = kind === 'circle' ? readId<CircleId>(id) : null
  return circle && { kind: 'circle', id: circle, name }
}

/** A piece of a text: words, or where somebody is named. */
export type TextPiece = string | Mention

/** Whether a name ends here: `@Ann` is not in `@Anna`; nor does an address begin one: `bo@Ann`. */
const GOES_ON = /^[\p{L}\p{M}\p{N}_]/u

/** The text in pieces, each `@name` of one of the mentions by itself; of two names that begin alike the longer one counts. */
export function piecesOf(text: string, mentions: readonly Mention[]): readonly TextPiece[] {
  const byLength = [...mentions].sort((a, b) => b.name.length - a.name.length)
  const pieces: TextPiece[] = []
  let from = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (at > 0 && GOES_ON.test(text.slice(at - 1))) continue
    const named = byLength.find(
      ({ name }) => text.startsWith(name, at + 1) && !GOES_ON.test(text.slice(at + 1 + name.length)),
    )
    if (!named) continue
    if (at > from) pieces.push(text.slice(from, at))
    pieces.push(named)
    from = at + 1 + named.name.length
  }
  if (from < text.length) pieces.push(text.slice(from))
  return pieces
}

/** Those of the mentions that the text really names, each once. */
export function namedIn(text: string, mentions: readonly Mention[]): readonly Mention[] {
  const pieces = piecesOf(text, mentions)
  return mentions
    .filter((mention, i) => pieces.includes(mention) && mentions.findIndex(({ id }) => id === mention.id) === i)
    .slice(0, MENTIONS_MAX)
}
