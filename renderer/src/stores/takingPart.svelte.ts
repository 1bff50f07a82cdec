import { untrack } from 'svelte'
import { Temporal } from 'temporal-polyfill'
import type { MemberId, PersonId } from '#shared/domain/ids.ts'
import {
  lastTookPart,
  type Participation,
  participationOf,
  type TakenPart,
} from '#shared/domain/people/participation.ts'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { nameMark } from '#shared/domain/people/sought.ts'
import { wallIn } from '#shared/domain/when.ts'
import { type AnswerPart, readParts } from './answersRead.ts'
import type { CalendarStore } from './calendarStore.svelte.ts'
import { happenings } from './happenings.ts'

/** Who is known, as far as it matters for who took part. */
export interface KnownPeople {
  readonly people: readonly PersonRecord[]
  /** Also by an id that was merged into another. */
  person(id: PersonId): PersonRecord | undefined
}

export interface TakingPartHost {
  /** Null until it is open. */
  readonly calendar: CalendarStore | null
  openCalendar(): Promise<CalendarStore>
}

/** One time of an event, with the document of its answers. */
interface Held {
  readonly event: string
  readonly stamp: string
  /** `YYYY-MM-DD`, where the event is. */
  readonly day: string
  readonly title: string
  readonly answers: string
}

/** Whoever is a regular took part within so long (drift.ts looks 455 days back). */
const MONTHS_BACK = 15
const MONTHS_AHEAD = 3
/** Answers to what is longer ago hardly change any more: they are read once as long as the window is open. */
const SETTLED_DAYS = 30

/**
 * Who took part in what: by what organizers wrote down after events, and by the answers to them. Nothing else is looked at,
 * least of all when somebody was online. Answers are read one document after another, in the background, and let go of.
 */
export class TakingPart {
  readonly #community: TakingPartHost
  readonly #known: () => KnownPeople | null
  #held: readonly Held[] = $state.raw([])
  /** By document of answers; a new map when a pass has found something else. */
  #parts: ReadonlyMap<string, readonly AnswerPart[]> = $state.raw(new Map())
  /** `YYYY-MM-DD` */
  today = $state('')
  /** Whether all answers have been read once. */
  ready = $state(false)
  #again = false
  #whole = false
  #running: Promise<void> | null = null
  #closed = false
  #stop = () => {}
  /** Members, and names of others, of whom anything is told. */
  readonly #told: { readonly members: ReadonlySet<MemberId>; readonly names: ReadonlySet<string> } = $derived.by(() => {
    const [members, names] = [new Set<MemberId>(), new Set<string>()]
    for (const { attendance } of this.#community.calendar?.events ?? [])
      for (const people of attendance.values()) for (const member of people.keys()) members.add(member)
    for (const parts of this.#parts.values())
      for (const { member, name } of parts) {
        if (member === null) names.add(name)
        else members.add(member)
      }
    return { members, names }
  })
  #before: Who = { members: new Map(), names: new Map() }
  /** The same object as long as nobody becomes somebody else: most changes of people change nothing here. */
  readonly #who: Who = $derived.by(() => {
    const { members, names } = this.#told
    const known = this.#known()
    const found: Who = {
      members: new Map([...members].map((id) => [id, personOf(id, known)])),
      names: idsByName(known?.people ?? NOTHING, names),
    }
    const before = this.#before
    if (isSame(found.members, before.members) && isSame(found.names, before.names)) return before
    this.#before = found
    return found
  })
  /** By person, newest first; for whoever became another by a merge, with the other's. */
  readonly participation: Participation = $derived(participationOf(this.#taken()))
  /** Days on which something took place, or is to: each once, in order. */
  readonly eventDays: readonly string[] = $derived([...new Set(this.#held.map(({ day }) => day))].sort())

  constructor(community: TakingPartHost, known: () => KnownPeople | null) {
    this.#community = community
    this.#known = known
    this.#setToday()
  }

  /**
   * Begins to read, or (when people are looked at anew) reads again what may have changed.
   * @returns settles when all is read
   */
  async refresh(): Promise<void> {
    await this.#community.openCalendar()
    if (this.#closed) return
    if (this.#running === null && !this.ready) this.#follow()
    this.#whole = true
    await this.#pass()
  }

  close(): void {
    this.#closed = true
    this.#stop()
  }

  /** `YYYY-MM-DD`, null for never. To be read anew when something changes. */
  get lastTookPart(): (id: PersonId) => string | null {
    const { participation, today } = this
    return (id) => lastTookPart(participation.get(id) ?? NOTHING, today)
  }

  /** Events that come or go while people are looked at are read at once. */
  #follow(): void {
    this.#stop()
    this.#stop = $effect.root(() => {
      $effect(() => {
        void this.#community.calendar?.events
        untrack(() => void this.#pass())
      })
    })
  }

  #pass(): Promise<void> {
    this.#again = true
    this.#running ??= this.#readAll().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async #readAll(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false
      const whole = this.#whole
      this.#whole = false
      await this.#readOnce(whole)
    }
  }

  #setToday(): void {
    const now = this.#community.calendar?.host.now()
    const instant = now === undefined ? Temporal.Now.instant() : Temporal.Instant.fromEpochMilliseconds(now)
    this.today = wallIn(instant, Temporal.Now.timeZoneId()).slice(0, DAY)
  }

  /** @param recent whether answers to what was lately, or is to come, are read though they are known */
  async #readOnce(recent: boolean): Promise<void> {
    const { calendar } = this.#community
    if (!calendar) return
    this.#setToday()
    const held = await this.#heldIn(calendar)
    if (held === null) return
    this.#held = held
    const today = Temporal.PlainDate.from(this.today)
    const settled = today.subtract({ days: SETTLED_DAYS }).toString()
    const parts = new Map(READ.get(calendar))
    for (const key of parts.keys()) if (!held.some(({ answers }) => answers === key)) parts.delete(key)
    for (const { answers, day } of held) {
      if (parts.has(answers) && !(recent && day > settled)) continue
      const read = await this.#readAnswers(calendar, answers)
      if (this.#closed) return
      if (read !== null) parts.set(answers, read)
      await calendar.host.breathe()
    }
    READ.set(calendar, parts)
    this.#parts = parts
    this.ready = true
  }

  /** @returns null when it was closed meanwhile */
  async #heldIn(calendar: CalendarStore): Promise<readonly Held[] | null> {
    const zone = Temporal.Now.timeZoneId()
    const today = Temporal.PlainDate.from(this.today)
    const [from, until] = [today.subtract({ months: MONTHS_BACK }), today.add({ months: MONTHS_AHEAD })]
    const held: Held[] = []
    for (const event of calendar.events) {
      for (const { occurrence, stamp } of happenings([event], from.toString(), until.toString(), zone)) {
        if (occurrence.cancelled || occurrence.status !== 'confirmed') continue
        const { title, when } = occurrence
        held.push({
          event: event.id,
          stamp,
          title,
          day: when.start.slice(0, DAY),
          answers: calendar.answersKey(event, stamp),
        })
      }
      await calendar.host.breathe()
      if (this.#closed) return null
    }
    return held
  }

  /** @returns null where it cannot be read now: what was known stays */
  async #readAnswers(calendar: CalendarStore, key: string): Promise<readonly AnswerPart[] | null> {
    try {
      const open = await calendar.host.openDoc(key)
      try {
        return readParts(open.doc)
      } finally {
        open.release()
      }
    } catch {
      return null
    }
  }

  #taken(): readonly TakenPart[] {
    const found: TakenPart[] = []
    const { members, names } = this.#who
    /** What organizers wrote down counts more than a record at the door. */
    const written = new Set<string>()
    const days = new Map(this.#held.map(({ event, stamp, day }) => [`${event} ${stamp}`, day]))
    for (const { id: event, title, when, attendance } of this.#community.calendar?.events ?? [])
      for (const [stamp, people] of attendance) {
        const day = days.get(`${event} ${stamp}`) ?? (stamp || when?.start || '').slice(0, DAY)
        for (const [member, kind] of people) {
          const person = members.get(member)
          if (!person || day === '') continue
          written.add(`${event} ${day} ${person}`)
          found.push({ person, day, kind, event, title })
        }
      }
    for (const { event, day, title, answers } of this.#held)
      for (const { member, name, kind } of this.#parts.get(answers) ?? NOTHING) {
        const person = member === null ? names.get(name) : members.get(member)
        if (!person || (kind === 'came' && written.has(`${event} ${day} ${person}`))) continue
        found.push({ person, day, kind, event, title })
      }
    return found
  }
}

/** Whose what is told of a member or a name is. */
interface Who {
  readonly members: ReadonlyMap<MemberId, PersonId>
  readonly names: ReadonlyMap<string, PersonId>
}

function personOf(member: MemberId, known: KnownPeople | null): PersonId {
  const id = member as string as PersonId
  return known?.person(id)?.id ?? id
}

/** Folded names by record: ten thousand people are looked through whenever one of them changes. */
const FOLDED = new WeakMap<PersonRecord, string>()

/** Of those names, whose there is exactly one of. */
function idsByName(people: readonly PersonRecord[], wanted: ReadonlySet<string>): ReadonlyMap<string, PersonId> {
  const found = new Map<string, PersonId>()
  if (wanted.size === 0) return found
  const several = new Set<string>()
  for (const person of people) {
    if (person.binnedAt !== null) continue
    const key = FOLDED.get(person) ?? nameMark(person.name)
    FOLDED.set(person, key)
    if (key === '' || !wanted.has(key)) continue
    if (found.has(key)) several.add(key)
    else found.set(key, person.id)
  }
  for (const key of several) found.delete(key)
  return found
}

const isSame = (a: ReadonlyMap<string, PersonId>, b: ReadonlyMap<string, PersonId>): boolean =>
  a.size === b.size && [...a].every(([key, id]) => b.get(key) === id)

/** What was read stays as long as the community is open, so that people can be left and come back to. */
const READ = new WeakMap<CalendarStore, ReadonlyMap<string, readonly AnswerPart[]>>()
const DAY = 'YYYY-MM-DD'.length
const NOTHING: readonly never[] = []
