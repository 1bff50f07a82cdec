import type { PersonId } from '#shared/domain/ids.ts'
import { contactKey } from '#shared/domain/people/keys.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { nameBlocks, namesAlike, shareName } from './peopleAlike.ts'
import type { PersonDraft } from './peopleDraft.ts'

/** Why somebody here may be the one in the file. */
export type MatchReason = 'key' | 'email' | 'phone' | 'name'

export interface Candidate {
  readonly id: PersonId
  readonly reason: MatchReason
}

export interface Match {
  /** Who it is beyond doubt. */
  readonly sure: PersonRecord | null
  readonly reason: MatchReason | null
  /** Who it may be. */
  readonly candidates: readonly Candidate[]
}

/** People as somebody who looks for them finds them; made once for a whole import. */
export class PeopleIndex {
  readonly #byId: ReadonlyMap<string, PersonRecord>
  readonly #bySource = new Map<string, PersonRecord[]>()
  readonly #byEmail = new Map<string, PersonRecord[]>()
  readonly #byPhone = new Map<string, PersonRecord[]>()
  readonly #byBlock = new Map<string, PersonRecord[]>()

  constructor(people: readonly PersonRecord[]) {
    this.#byId = new Map(people.map((person) => [person.id, person]))
    // In the order of ids: of two that were imported apart, every computer finds the same one.
    for (const person of [...people].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      if (person.source !== '') add(this.#bySource, person.source, person)
      for (const { value } of person.emails) add(this.#byEmail, contactKey('emails', value), person)
      for (const { e164 } of person.phones) if (e164 !== '') add(this.#byPhone, e164, person)
      for (const block of nameBlocks(person.name)) add(this.#byBlock, block, person)
    }
  }

  byId(id: PersonId): PersonRecord | null {
    return this.#byId.get(id) ?? null
  }

  find(draft: PersonDraft): Match {
    const own = draft.key.startsWith('kith:') ? this.#byId.get(draft.key.slice(5)) : undefined
    const known = own ?? first(this.#bySource.get(draft.key))
    // A key made of an address belongs to whoever has the address: a family may share one.
    if (known !== undefined && (!draft.key.startsWith('mail:') || shareName(known.name, draft.name)))
      return { sure: known, reason: 'key', candidates: [] }
    const candidates = new Map<PersonId, MatchReason>()
    const emails = (draft.patch.emails?.put ?? []).flatMap(
      ({ value }) => this.#byEmail.get(contactKey('emails', value)) ?? [],
    )
    const byEmail = only(emails, (person) => shareName(person.name, draft.name) || isAddress(draft.name))
    if (byEmail !== null) return { sure: byEmail, reason: 'email', candidates: [] }
    for (const { id } of emails) candidates.set(id, 'email')
    const phones = (draft.patch.phones?.put ?? []).flatMap(({ e164 = '' }) => this.#byPhone.get(e164) ?? [])
    const byPhone = only(phones, (person) => namesAlike(person.name, draft.name))
    if (byPhone !== null && emails.length === 0) return { sure: byPhone, reason: 'phone', candidates: [] }
    for (const { id } of phones) if (!candidates.has(id)) candidates.set(id, 'phone')
    for (const id of this.#likeNamed(draft.name)) if (!candidates.has(id)) candidates.set(id, 'name')
    return {
      sure: null,
      reason: null,
      candidates: [...candidates].slice(0, MOST).map(([id, reason]) => ({ id, reason })),
    }
  }

  #likeNamed(name: string): readonly PersonId[] {
    const found = new Set<PersonId>()
    for (const block of nameBlocks(name)) {
      const people = this.#byBlock.get(block) ?? []
      // A block that everybody is in tells nothing, and would take as long as comparing all.
      for (const person of people.slice(0, CROWD)) {
        if (found.size < MOST && !found.has(person.id) && namesAlike(person.name, name)) found.add(person.id)
      }
    }
    return [...found]
  }
}

const MOST = 5
const CROWD = 40

const isAddress = (name: string): boolean => name.includes('@')
const first = (people: readonly PersonRecord[] | undefined) =>
  people?.find(({ binnedAt }) => binnedAt === null) ?? people?.[0]

function add(map: Map<string, PersonRecord[]>, key: string, person: PersonRecord): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [person])
  else if (list.at(-1) !== person) list.push(person)
}

/** The one of them that fits, if it is one. */
function only(people: readonly PersonRecord[], fits: (person: PersonRecord) => boolean): PersonRecord | null {
  const fitting = [...new Set(people)].filter(fits)
  const open = fitting.filter(({ binnedAt }) => binnedAt === null)
  return open.length === 1 ? (open[0] ?? null) : open.length === 0 && fitting.length === 1 ? (fitting[0] ?? null) : null
}
