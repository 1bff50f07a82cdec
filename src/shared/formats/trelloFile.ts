import * as v from 'valibot'

/**
 * What we look at in a board that Trello exported as JSON (the format has no specification; this is what exports from
 * 2014 to 2026 have in common). Only an id is required of a thing: whatever else is missing or of a wrong type reads as
 * absent. Lists of things stay unread here, so that one broken card does not spoil the others (`readAll`).
 */

const text = v.fallback(v.string(), '')
const flag = v.fallback(v.boolean(), false)
const maybeText = v.fallback(v.nullable(v.string()), null)
const position = v.fallback(v.nullable(v.pipe(v.number(), v.finite())), null)
const count = v.fallback(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e6)), 0)
const many = v.fallback(v.array(v.unknown()), [])
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64))

export const boardFile = v.object({
  id: text,
  name: v.string(),
  desc: text,
  lists: v.array(v.unknown()),
  cards: v.array(v.unknown()),
  labels: many,
  checklists: many,
  members: many,
  actions: many,
  pluginData: many,
})

export const listFile = v.object({ id, name: text, closed: flag, pos: position })

/** Exports before about 2015 have labels without an id, told apart by colour and name. */
export const labelFile = v.object({ id: text, name: text, color: maybeText })

export const memberFile = v.object({ id, fullName: text, username: text })

const noBadges = { comments: 0, votes: 0 }

export const cardFile = v.object({
  id,
  name: text,
  desc: text,
  closed: flag,
  idList: text,
  pos: position,
  due: maybeText,
  dueComplete: flag,
  start: maybeText,
  idLabels: many,
  labels: many,
  idMembers: many,
  checklists: many,
  attachments: many,
  stickers: many,
  customFieldItems: many,
  pluginData: many,
  isTemplate: flag,
  locationName: maybeText,
  address: maybeText,
  badges: v.fallback(v.object({ comments: count, votes: count }), noBadges),
  cover: v.fallback(
    v.nullable(v.object({ color: maybeText, idAttachment: maybeText, idUploadedBackground: maybeText })),
    null,
  ),
})

export const checklistFile = v.object({ id, idCard: text, name: text, pos: position, checkItems: many })

export const checkItemFile = v.object({
  id,
  name: text,
  state: text,
  pos: position,
  due: maybeText,
  idMember: maybeText,
})

export const attachmentFile = v.object({ id, name: text, url: text, isUpload: flag, pos: position })

export const actionFile = v.object({
  id,
  type: text,
  date: text,
  idMemberCreator: text,
  memberCreator: v.fallback(v.nullable(memberFile), null),
  data: v.fallback(v.object({ text, card: v.fallback(v.object({ id: text }), { id: '' }) }), {
    text: '',
    card: { id: '' },
  }),
})

export type BoardFile = v.InferOutput<typeof boardFile>
export type CardFile = v.InferOutput<typeof cardFile>
export type LabelFile = v.InferOutput<typeof labelFile>
export type ChecklistFile = v.InferOutput<typeof checklistFile>

/** The things of a list that can be read; calls `unreadable` for each that cannot. */
export function readAll<T extends v.GenericSchema>(
  values: readonly unknown[],
  schema: T,
  unreadable: () => void,
): v.InferOutput<T>[] {
  const read: v.InferOutput<T>[] = []
  for (const value of values) {
    const result = v.safeParse(schema, value)
    if (result.success) read.push(result.output)
    else unreadable()
  }
  return read
}

/** Sorted by Trello's `pos`; things without a usable one stand last, in the order of the file. */
export function inOrder<T extends { readonly pos: number | null }>(things: readonly T[]): T[] {
  return things.toSorted((a, b) => {
    const [left, right] = [a.pos ?? Number.MAX_VALUE, b.pos ?? Number.MAX_VALUE]
    return left < right ? -1 : left > right ? 1 : 0
  })
}

/** The strings among the values. */
export function strings(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === 'string')
}
