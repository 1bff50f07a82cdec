import {
  CONTACT_FIELDS,
  type ContactField,
  type CustomValue,
  TEXT_FIELDS,
  WORD_FIELDS,
  type WordField,
} from '#shared/domain/people/fields.ts'
import { contactId, wordSlug } from '#shared/domain/people/keys.ts'
import type { ContactChange, NewContact, PersonPatch, WordChange } from '#shared/domain/people/patch.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import type { DraftConsent, PersonDraft } from './peopleDraft.ts'
import { Marks, markOf } from './trelloMarks.ts'

/** Field by field: what the file says against what is here, by the rule of docs/data-model.md, "Imports". */

/** `both` is for fields of several values; for others it keeps what is here. */
export type FieldChoice = 'file' | 'here' | 'both'

export interface FieldChange {
  /** A field, or `custom/<id>`. */
  readonly field: string
  /** Readable values; '' for none. Of fields with several values only those that go or come. */
  readonly from: string
  readonly to: string
}

export interface FieldConflict {
  readonly field: string
  readonly here: string
  readonly file: string
  readonly choice: FieldChoice
}

export interface Rules {
  readonly choices: ReadonlyMap<string, FieldChoice>
  readonly otherwise: FieldChoice
  /** The person is known by their id in this very list: what it brought and no longer has may go. */
  readonly sameList: boolean
}

export interface Weighed {
  readonly patch: PersonPatch
  readonly changes: readonly FieldChange[]
  readonly conflicts: readonly FieldConflict[]
  readonly consent: readonly DraftConsent[]
  readonly notes: readonly string[]
  readonly marks: string
  readonly consentKept: number
  /** Whether anything but marks would be written. */
  readonly effects: boolean
}

export function weigh(draft: PersonDraft, person: PersonRecord | null, rules: Rules): Weighed {
  const scale = new Scale(person, rules)
  // An address that stands in for a name is none.
  if (person === null || !draft.name.includes('@')) scale.single('name', person?.name ?? '', draft.name)
  for (const field of TEXT_FIELDS) {
    const value = draft.patch[field]
    if (value !== undefined) scale.single(field, person?.[field] ?? '', value)
  }
  for (const [field, value] of draft.patch.custom ?? [])
    if (value !== null) scale.custom(field, person?.custom.get(field) ?? null, value)
  for (const field of CONTACT_FIELDS) scale.contacts(field, draft.patch[field]?.put)
  for (const field of WORD_FIELDS) scale.words(field, draft.patch[field]?.add)
  scale.rest(draft)
  return scale.result(draft)
}

class Scale {
  readonly #person: PersonRecord | null
  readonly #rules: Rules
  readonly #marks: Marks
  readonly #patch: Record<string, unknown> = {}
  readonly #custom = new Map<string, CustomValue>()
  readonly #changes: FieldChange[] = []
  readonly #conflicts: FieldConflict[] = []

  constructor(person: PersonRecord | null, rules: Rules) {
    this.#person = person
    this.#rules = rules
    this.#marks = Marks.read(person?.marks ?? '')
  }

  single(field: string, here: string, file: string): void {
    if (this.#takes(field, here === '' ? undefined : here, file)) {
      this.#patch[field] = file
      this.#changes.push({ field, from: here, to: file })
    }
  }

  custom(id: string, here: CustomValue | null, file: CustomValue): void {
    const field = `custom/${id}`
    if (this.#takes(field, here ?? undefined, file)) {
      this.#custom.set(id, file)
      this.#changes.push({ field, from: here === null ? '' : String(here), to: String(file) })
    }
  }

  /** Whether the file's value is to be written; notes its mark if it is, or is here already. */
  #takes(field: string, here: CustomValue | undefined, file: CustomValue): boolean {
    const [now, next, before] = [markOf(here), markOf(file), this.#marks.get(field)]
    const choice = this.#rules.choices.get(field)
    if (now === next) {
      this.#marks.set(field, next)
      return false
    }
    // As an import left it, or empty and never filled by one: the file may.
    const free = now === before
    // Changed here, and the file still says what it said: there is nothing new in it.
    if (choice === undefined && !free && next === before) return false
    const said = choice ?? this.#rules.otherwise
    if (!free || choice !== undefined)
      this.#conflicts.push({ field, here: here === undefined ? '' : String(here), file: String(file), choice: said })
    if (!(choice === undefined && free) && said !== 'file') return false
    this.#marks.set(field, next)
    return true
  }

  contacts(field: ContactField, file: readonly NewContact[] | undefined): void {
    if (file === undefined) return
    const here = new Map((this.#person?.[field] ?? []).map((contact) => [contact.id, contact]))
    const told = new Map(file.map((contact) => [contactId(field, contact.value, contact.e164), contact]))
    const { come, go } = this.#several(field, new Set(here.keys()), new Set(told.keys()))
    const put = come.flatMap((id) => told.get(id) ?? [])
    if (put.length === 0 && go.length === 0) return
    this.#patch[field] = {
      ...(put.length > 0 && { put }),
      ...(go.length > 0 && { remove: go }),
    } satisfies ContactChange
    const lost = go.flatMap((id) => here.get(id)?.value ?? [])
    this.#changes.push({ field, from: lost.join(', '), to: put.map(({ value }) => value).join(', ') })
  }

  words(field: WordField, file: readonly string[] | undefined): void {
    if (file === undefined) return
    const here = new Map((this.#person?.[field] ?? []).map((word) => [wordSlug(word), word]))
    const told = new Map(file.map((word) => [wordSlug(word), word]))
    const { come, go } = this.#several(field, new Set(here.keys()), new Set(told.keys()))
    const add = come.flatMap((slug) => told.get(slug) ?? [])
    const remove = go.flatMap((slug) => here.get(slug) ?? [])
    if (add.length === 0 && remove.length === 0) return
    this.#patch[field] = { ...(add.length > 0 && { add }), ...(remove.length > 0 && { remove }) } satisfies WordChange
    this.#changes.push({ field, from: remove.join(', '), to: add.join(', ') })
  }

  #several(field: string, here: ReadonlySet<string>, file: ReadonlySet<string>): { come: string[]; go: string[] } {
    const choice = this.#rules.choices.get(field)
    const come: string[] = []
    const go: string[] = []
    for (const key of file) {
      const mark = `${field}/${key}`
      // It came before and somebody took it away here: it stays away, unless they say otherwise.
      const removed = !here.has(key) && this.#marks.get(mark) !== undefined
      if (!here.has(key) && (removed ? choice === 'file' || choice === 'both' : choice !== 'here')) come.push(key)
      if (here.has(key) || come.at(-1) === key) this.#marks.set(mark, markOf(key))
    }
    for (const key of here) {
      const mark = `${field}/${key}`
      const brought = this.#marks.get(mark) !== undefined
      if (file.has(key) || !(choice === 'file' || (choice === undefined && this.#rules.sameList && brought))) continue
      go.push(key)
      this.#marks.set(mark, undefined)
    }
    return { come, go }
  }

  /** Circles are joined, never left; a photo is taken where there is none. */
  rest({ patch }: PersonDraft): void {
    const circles = [...(patch.circles ?? [])].filter(([id]) => !this.#person?.circles.has(id))
    const fresh = circles.filter(([id]) => this.#marks.get(`circle/${id}`) === undefined)
    for (const [id] of circles) this.#marks.set(`circle/${id}`, markOf('in'))
    if (fresh.length > 0) {
      this.#patch.circles = new Map(fresh)
      this.#changes.push({ field: 'circles', from: '', to: String(fresh.length) })
    }
    if (patch.photo && !this.#person?.photo && this.#marks.get('photo') === undefined) {
      this.#patch.photo = patch.photo
      this.#marks.set('photo', markOf('photo'))
      this.#changes.push({ field: 'photo', from: '', to: 'photo' })
    }
  }

  result(draft: PersonDraft): Weighed {
    if (this.#custom.size > 0) this.#patch.custom = this.#custom
    const { consent, kept } = consentOf(draft.consent, this.#person)
    const known = new Set((this.#person?.notes ?? []).map(({ text }) => text.trim()))
    const notes = draft.notes.filter((note) => !known.has(note) && this.#marks.get(`note/${note}`) === undefined)
    for (const note of draft.notes) this.#marks.set(`note/${note}`, markOf('note'))
    return {
      patch: this.#patch,
      changes: this.#changes,
      conflicts: this.#conflicts,
      consent,
      notes,
      marks: this.#marks.stored,
      consentKept: kept,
      effects: this.#changes.length > 0 || consent.length > 0 || notes.length > 0,
    }
  }
}

/** A no from the file counts always; a yes never over a no that was said here. */
function consentOf(
  file: readonly DraftConsent[],
  person: PersonRecord | null,
): { readonly consent: readonly DraftConsent[]; readonly kept: number } {
  const consent: DraftConsent[] = []
  let kept = 0
  for (const said of file) {
    const here = person?.consent.get(said.channel)?.state
    if (here === said.state) continue
    if (here === 'no') kept++
    else consent.push(said)
  }
  return { consent, kept }
}
