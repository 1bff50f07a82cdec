import { CONTACT_FIELDS, PEOPLE_LIMITS, TEXT_FIELDS, WORD_FIELDS } from '#shared/domain/people/fields.ts'
import { contactKey, wordSlug } from '#shared/domain/people/keys.ts'
import type { ContactChange, NewContact, PersonPatch, WordChange } from '#shared/domain/people/patch.ts'
import { namesAlike, shareName } from './peopleAlike.ts'
import type { DraftConsent, PersonDraft } from './peopleDraft.ts'

/** Rows of one file that are the same person become one draft: same key, same e-mail address or telephone and a like name. */

export interface Folded {
  readonly draft: PersonDraft
  readonly rows: readonly number[]
}

const BREATH = 1_000

/** Yields how many have been gone through. @param apart rows about which somebody has decided stay for themselves */
export function* foldDrafts(
  drafts: readonly PersonDraft[],
  apart: ReadonlyMap<number, unknown> = new Map(),
): Generator<number, readonly Folded[]> {
  const groups: { drafts: PersonDraft[]; names: string[] }[] = []
  const byMark = new Map<string, number>()
  for (let i = 0; i < drafts.length; i++) {
    const draft = drafts[i]
    if (draft === undefined) continue
    const marks = marksOf(draft)
    const at = apart.has(draft.row) ? undefined : groupOf(draft, marks)
    const group = at ?? groups.push({ drafts: [], names: [] }) - 1
    groups[group]?.drafts.push(draft)
    for (const mark of marks) if (!byMark.has(mark)) byMark.set(mark, group)
    if (i % BREATH === BREATH - 1) yield i + 1
  }
  return groups.map((group) => ({
    draft: group.drafts.reduce(fold),
    rows: group.drafts.map(({ row }) => row),
  }))

  function groupOf(draft: PersonDraft, marks: readonly string[]): number | undefined {
    for (const mark of marks) {
      const at = byMark.get(mark)
      const first = at === undefined ? undefined : groups[at]?.drafts[0]
      if (first === undefined) continue
      if (/^(id|kith):/.test(mark) ? true : differs(first, draft) ? false : likely(mark, first.name, draft.name))
        return at
    }
    return undefined
  }
}

/** Two numbers of one list are two people, whatever else they share. */
const differs = (a: PersonDraft, b: PersonDraft): boolean =>
  a.key !== b.key && /^(id|kith):/.test(a.key) && /^(id|kith):/.test(b.key)

const likely = (mark: string, a: string, b: string): boolean =>
  mark.startsWith('tel:') ? namesAlike(a, b) : mark.startsWith('who:') || shareName(a, b)

function marksOf({ key, patch }: PersonDraft): readonly string[] {
  const emails = (patch.emails?.put ?? []).map(({ value }) => `mail:${contactKey('emails', value)}`)
  const phones = (patch.phones?.put ?? []).flatMap(({ e164 }) => (e164 ? [`tel:${e164}`] : []))
  return [...new Set([key, ...emails, ...phones])]
}

/** What the first one lacks comes from the second; words and addresses come together, and a no is a no. */
function fold(a: PersonDraft, b: PersonDraft): PersonDraft {
  const patch: Record<string, unknown> = { ...b.patch, ...a.patch }
  for (const field of TEXT_FIELDS) if (!patch[field]) delete patch[field]
  for (const field of CONTACT_FIELDS) {
    const all = contacts(field, a.patch, b.patch)
    if (all.length > 0) patch[field] = { put: all.slice(0, PEOPLE_LIMITS.contacts) } satisfies ContactChange
  }
  for (const field of WORD_FIELDS) {
    const words = new Map(
      [...(b.patch[field]?.add ?? []), ...(a.patch[field]?.add ?? [])].map((word) => [wordSlug(word), word]),
    )
    if (words.size > 0) patch[field] = { add: [...words.values()].slice(0, PEOPLE_LIMITS.words) } satisfies WordChange
  }
  if (a.patch.circles || b.patch.circles)
    patch.circles = new Map([...(b.patch.circles ?? []), ...(a.patch.circles ?? [])])
  if (a.patch.custom || b.patch.custom) patch.custom = new Map([...(b.patch.custom ?? []), ...(a.patch.custom ?? [])])
  return {
    ...a,
    key: a.key.startsWith('id:') || !b.key.startsWith('id:') ? a.key : b.key,
    name: a.name.includes('@') ? b.name : a.name,
    patch,
    consent: consents(a.consent, b.consent),
    notes: [...new Set([...a.notes, ...b.notes])],
  }
}

function contacts(field: (typeof CONTACT_FIELDS)[number], a: PersonPatch, b: PersonPatch): readonly NewContact[] {
  const all = new Map<string, NewContact>()
  for (const contact of [...(a[field]?.put ?? []), ...(b[field]?.put ?? [])]) {
    const key = contactKey(field, contact.value, contact.e164)
    if (!all.has(key)) all.set(key, contact)
  }
  return [...all.values()]
}

function consents(a: readonly DraftConsent[], b: readonly DraftConsent[]): readonly DraftConsent[] {
  const all = new Map(b.map((consent) => [consent.channel, consent]))
  for (const consent of a) if (all.get(consent.channel)?.state !== 'no') all.set(consent.channel, consent)
  return [...all.values()]
}
