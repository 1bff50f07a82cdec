import type { Audience, CustomField, CustomValue } from '#shared/domain/people/fields.ts'
import { CONTACT_FIELDS, TEXT_FIELDS, WORD_FIELDS } from '#shared/domain/people/fields.ts'
import { wordSlug } from '#shared/domain/people/keys.ts'
import type { ContactChange, PersonPatch, WordChange } from '#shared/domain/people/patch.ts'
import type { Contact, PersonRecord } from '#shared/domain/people/record.ts'

/** What a form about somebody holds, and what of it has changed. */
export class PersonDraft {
  readonly #before: PersonRecord | null
  name = $state('')
  home: Audience = $state(2)
  given = $state('')
  family = $state('')
  pronouns = $state('')
  role = $state('')
  joined = $state('')
  birthday = $state('')
  free = $state('')
  photo: Uint8Array | null = $state.raw(null)
  languages: readonly string[] = $state.raw([])
  skills: readonly string[] = $state.raw([])
  tags: readonly string[] = $state.raw([])
  emails: readonly Contact[] = $state.raw([])
  phones: readonly Contact[] = $state.raw([])
  addresses: readonly Contact[] = $state.raw([])
  links: readonly Contact[] = $state.raw([])
  circles: ReadonlyMap<string, 'in' | 'lead'> = $state.raw(new Map())
  custom: ReadonlyMap<string, CustomValue> = $state.raw(new Map())

  /** @param before null for somebody new */
  constructor(before: PersonRecord | null, home: Audience = 2) {
    this.#before = before
    this.home = before?.home ?? home
    if (before === null) return
    this.name = before.name
    for (const field of TEXT_FIELDS) this[field] = before[field]
    this.free = before.free
    this.photo = before.photo
    for (const field of WORD_FIELDS) this[field] = before[field]
    for (const field of CONTACT_FIELDS) this[field] = before[field]
    this.circles = before.circles
    this.custom = before.custom
  }

  setCustom({ id }: CustomField, value: CustomValue | null): void {
    const next = new Map(this.custom)
    if (value === null || value === '') next.delete(id)
    else next.set(id, value)
    this.custom = next
  }

  setCircle(id: string, part: 'in' | 'lead' | null): void {
    const next = new Map(this.circles)
    if (part === null) next.delete(id)
    else next.set(id, part)
    this.circles = next
  }

  /** What is to be changed; nothing of what was left as it is. */
  get patch(): PersonPatch {
    const before = this.#before
    const patch: Record<string, unknown> = {}
    if (this.name.trim() !== (before?.name ?? '')) patch.name = this.name
    if (before && this.home !== before.home) patch.home = this.home
    for (const field of TEXT_FIELDS) if (this[field].trim() !== (before?.[field] ?? '')) patch[field] = this[field]
    if (this.free !== (before?.free ?? '')) patch.free = this.free
    if (this.photo !== (before?.photo ?? null)) patch.photo = this.photo
    for (const field of WORD_FIELDS) {
      const change = wordChange(before?.[field] ?? [], this[field])
      if (change) patch[field] = change
    }
    for (const field of CONTACT_FIELDS) {
      const change = contactChange(before?.[field] ?? [], this[field])
      if (change) patch[field] = change
    }
    const circles = mapChange(before?.circles, this.circles)
    if (circles.size > 0) patch.circles = circles
    const custom = mapChange(before?.custom, this.custom)
    if (custom.size > 0) patch.custom = custom
    return patch as PersonPatch
  }

  get isChanged(): boolean {
    return Object.keys(this.patch).length > 0
  }
}

function wordChange(before: readonly string[], now: readonly string[]): WordChange | null {
  const [was, is] = [new Set(before), new Set(now)]
  const kept = new Set(now.map(wordSlug))
  const add = now.filter((word) => !was.has(word))
  const remove = before.filter((word) => !is.has(word) && !kept.has(wordSlug(word)))
  return add.length + remove.length === 0 ? null : { add, remove }
}

function contactChange(before: readonly Contact[], now: readonly Contact[]): ContactChange | null {
  const same = (a: Contact, b: Contact) => a.id === b.id && a.value === b.value && a.label === b.label
  const put = now.filter((contact) => !before.some((one) => same(one, contact)))
  const remove = before.filter(({ id }) => !now.some((one) => one.id === id)).map(({ id }) => id)
  return put.length + remove.length === 0 ? null : { put, remove }
}

function mapChange<T>(before: ReadonlyMap<string, T> | undefined, now: ReadonlyMap<string, T>): Map<string, T | null> {
  const changes = new Map<string, T | null>()
  for (const [key, value] of now) if (before?.get(key) !== value) changes.set(key, value)
  for (const key of before?.keys() ?? []) if (!now.has(key)) changes.set(key, null)
  return changes
}
