import { EVENT_LIMITS, type EventFacts, NO_FACTS, type OccurrenceChange } from '#shared/domain/eventFacts.ts'
import { occurrenceOf, usual } from '#shared/domain/recurrence.ts'
import { expansionOf } from '#shared/domain/recurrenceExpand.ts'
import { RULE_LIMITS, readRule, ruleText } from '#shared/domain/recurrenceRule.ts'
import { changeFollowing } from '#shared/domain/series.ts'
import { checkWhen, type When } from '#shared/domain/when.ts'
import { plainOf, readStamp } from '#shared/domain/whenStamp.ts'
import type { IcsEvent, IcsLosses } from './icsFile.ts'
import { type IcsProperty, propertiesOf, propertyOf, readTime } from './icsLine.ts'
import type { IcsComponent } from './icsText.ts'
import { after, Times } from './icsTimes.ts'
import { type IcsWords, wordsIn } from './icsWords.ts'
import type { ZoneBook } from './icsZones.ts'

/** Makes events of VEVENTs. */
export class Reading {
  readonly #times: Times
  readonly #losses: IcsLosses

  constructor(zones: ZoneBook, losses: IcsLosses) {
    this.#losses = losses
    this.#times = new Times(zones, losses)
  }

  /** One event that takes place once, whatever it says of others. */
  single(uid: string, event: IcsComponent, sequence: number): IcsEvent[] {
    const when = this.#times.when(event)
    if (when === null) {
      this.#losses.add('events-without-date')
      return []
    }
    const { hue, ...words } = wordsIn(event, this.#losses)
    return [{ uid, sequence, facts: this.#facts(when, words), ...(hue === undefined ? {} : { hue }) }]
  }

  /** A series with its changes; more than one event where a change holds for all that follow. */
  series(uid: string, master: IcsComponent, changes: readonly IcsComponent[], sequence: number): IcsEvent[] {
    return this.single(uid, master, sequence).flatMap((event) => {
      const { when } = event.facts
      if (when === null) return []
      const facts = this.#dated({ ...event.facts, rule: this.#rule(master) }, when, master)
      return this.#changed({ ...event, facts: this.#limited(facts) }, when, changes)
    })
  }

  #facts(when: When, { title = '', ...words }: IcsWords): EventFacts {
    if (title === '') this.#losses.add('names-missing')
    return { ...NO_FACTS, status: 'confirmed', ...words, title: title === '' ? NAMELESS : title, when }
  }

  #rule(master: IcsComponent): string {
    const first = propertyOf(master, 'RRULE')
    if (first === null) return ''
    const rule = readLoosely(first.raw)
    if (rule.ok && MANY.test(first.raw)) this.#losses.add('rules-too-often')
    if (!rule.ok) this.#losses.add(rule.error.code === 'rule.too-often' ? 'rules-too-often' : 'rules-unreadable')
    return rule.ok ? ruleText(rule.value) : ''
  }

  /** Exceptions, further dates, and what further rules give, as dates. */
  #dated(facts: EventFacts, when: When, master: IcsComponent): EventFacts {
    const except = new Set(propertiesOf(master, 'EXDATE').flatMap((dates) => this.#stamps(dates, when)))
    const changes = new Map<string, OccurrenceChange>()
    const extra = new Set<string>()
    for (const dates of propertiesOf(master, 'RDATE'))
      for (const one of dates.raw.split(',')) {
        const [begin = '', end] = one.split('/')
        const [stamp] = this.#stamps({ ...dates, raw: begin }, when)
        if (stamp === undefined) continue
        extra.add(stamp)
        const time = end === undefined ? null : this.#period(stamp, end, dates, when)
        if (time !== null) changes.set(stamp, { when: time })
      }
    for (const { raw } of propertiesOf(master, 'RRULE').slice(1)) this.#further(raw, when).forEach(extra.add, extra)
    for (const { raw } of propertiesOf(master, 'EXRULE')) this.#further(raw, when).forEach(except.add, except)
    return { ...facts, extra: [...extra].sort(), except: [...except].sort(), changes }
  }

  #stamps({ raw, zone }: IcsProperty, when: When): string[] {
    return raw.split(',').flatMap((one) => {
      const time = readTime(one, zone)
      const stamp = time && readStamp(this.#times.named(time, when))
      if (!stamp) this.#losses.add('dates-unreadable')
      return stamp ?? []
    })
  }

  /** A date that is told with an end or a length of its own, where that is not the usual one. */
  #period(stamp: string, end: string, { zone }: IcsProperty, when: When): When | null {
    const time = readTime(end, zone)
    const last = time ? this.#times.named(time, when) : after({ stamp, zone: when.zone }, { raw: end })
    const own = last === null ? null : checkWhen({ start: stamp, end: last, zone: when.zone })
    return own?.ok && own.value.end !== usual(when, stamp).end ? own.value : null
  }

  /** Only one rule is kept as such: a further one that comes to an end is kept as the dates that it gives. */
  #further(raw: string, when: When): readonly string[] {
    const rule = readLoosely(raw)
    if (!rule.ok || (rule.value.count === null && rule.value.until === null)) {
      this.#losses.add(rule.ok ? 'rules-several' : 'rules-unreadable')
      return []
    }
    const from = plainOf(when.start)
    return expansionOf(ruleText(rule.value), when.start, when.zone).between(from, from.add({ years: YEARS }))
  }

  #limited(facts: EventFacts): EventFacts {
    this.#losses.add('over-limit', Math.max(0, facts.extra.length - EVENT_LIMITS.dates))
    this.#losses.add('over-limit', Math.max(0, facts.except.length - EVENT_LIMITS.dates))
    const [extra, except] = [facts.extra.slice(0, EVENT_LIMITS.dates), facts.except.slice(0, EVENT_LIMITS.dates)]
    return { ...facts, extra, except, changes: new Map([...facts.changes].slice(0, EVENT_LIMITS.changes)) }
  }

  #changed(event: IcsEvent, when: When, parts: readonly IcsComponent[]): IcsEvent[] {
    let facts = event.facts
    const following: { readonly stamp: string; readonly part: IcsComponent }[] = []
    for (const part of parts) {
      const id = propertyOf(part, 'RECURRENCE-ID')
      const [stamp] = id === null ? [] : this.#stamps(id, when)
      if (stamp === undefined || facts.changes.size >= EVENT_LIMITS.changes) {
        this.#losses.add(stamp === undefined ? 'changes-unreadable' : 'over-limit')
      } else if (id?.range.toUpperCase() === 'THISANDFUTURE') following.push({ stamp, part })
      else facts = this.#oneChange(facts, stamp, part, when)
    }
    const events: IcsEvent[] = []
    let last = { ...event, facts }
    for (const { stamp, part } of following.sort((a, b) => (a.stamp < b.stamp ? -1 : 1))) {
      const { hue: _, ...words } = wordsIn(part, this.#losses)
      const time = this.#times.when(part)
      const split = changeFollowing(last.facts, stamp, { ...words, ...(time === null ? {} : { when: time }) })
      if (!split.ok) {
        this.#losses.add('changes-unreadable')
        continue
      }
      if (split.value.first !== null) events.push({ ...last, facts: split.value.first })
      const uid = split.value.first === null ? last.uid : `${event.uid}/${stamp}`
      last = { ...last, uid, facts: split.value.second }
    }
    return [...events, last]
  }

  #oneChange(facts: EventFacts, stamp: string, part: IcsComponent, when: When): EventFacts {
    // One that the rule does not give is there all the same, and one that is left out as well is back.
    const except = facts.except.filter((other) => other !== stamp)
    const known = occurrenceOf({ ...facts, except }, stamp) !== null
    const extra = known ? facts.extra : [...facts.extra, stamp].sort()
    const words = wordsIn(part, this.#losses)
    const time = this.#times.when(part)
    const own = time === null || same(time, usual(when, stamp)) ? null : time
    const change: OccurrenceChange = {
      ...(own === null ? {} : { when: own }),
      ...(words.title === undefined || words.title === '' || words.title === facts.title ? {} : { title: words.title }),
      ...(words.place === undefined || words.place === facts.place ? {} : { place: words.place }),
      ...(words.about === undefined || words.about === facts.about ? {} : { about: words.about }),
      ...(words.status === undefined || words.status === facts.status ? {} : { status: words.status }),
    }
    const changes = new Map(facts.changes)
    if (Object.keys(change).length > 0) changes.set(stamp, change)
    else changes.delete(stamp)
    return { ...facts, except, extra, changes }
  }
}

const NAMELESS = 'Untitled'
/** How far a further rule is followed. */
const YEARS = 20

const same = (a: When, b: When): boolean => a.start === b.start && a.end === b.end && a.zone === b.zone

const MANY = /COUNT=0*(?!1000(?!\d))[1-9]\d{3,}/i

/** A rule as others write it: both ends named, or a count beyond ours, which is cut. */
function readLoosely(raw: string): ReturnType<typeof readRule> {
  const both = /(?:^|;)COUNT=/i.test(raw) && /(?:^|;)UNTIL=/i.test(raw)
  const single = both ? raw.replace(/;?UNTIL=[^;]*/i, '').replace(/^;/, '') : raw
  return readRule(single.replace(MANY, `COUNT=${RULE_LIMITS.count}`))
}
