import type { NewEvent } from '#shared/domain/calendar.ts'
import { readTemplates, removeTemplate, saveTemplate } from '#shared/domain/calendarTemplates.ts'
import { readDescription, writeDescription } from '#shared/domain/description.ts'
import { fail, ok, type Result } from '#shared/domain/errors.ts'
import { copyPlan, templateOf } from '#shared/domain/event/copyPlan.ts'
import { EVENT_TEMPLATES } from '#shared/domain/event/eventTemplates.ts'
import { fillPlan } from '#shared/domain/event/fillPlan.ts'
import type { EventTemplate } from '#shared/domain/event/template.ts'
import type { EventId } from '#shared/domain/ids.ts'
import { lengthMinutes, type When } from '#shared/domain/when.ts'
import type { Access } from './access.ts'
import type { CalendarStore } from './calendarStore.svelte.ts'
import type { EventStore } from './eventStore.svelte.ts'

const dayOf = (when: When | null | undefined): string | null => when?.start.slice(0, 'YYYY-MM-DD'.length) ?? null

/** What an event can start from: what comes with Kith, then what people here made. */
export function templatesOf(calendar: CalendarStore): readonly EventTemplate[] {
  const own = calendar.docs.flatMap(readTemplates)
  return [...EVENT_TEMPLATES, ...own]
}

/** A new event, its plan filled from a template. Settles when both are on the disk. */
export async function createEvent(
  calendar: CalendarStore,
  input: NewEvent,
  access: Access,
  template: EventTemplate | null,
): Promise<Result<EventId>> {
  const home = calendar.calendarFor(access)
  const made = calendar.create(input, access)
  if (!made.ok || home === undefined || template === null) return made
  const day = dayOf(input.when)
  await calendar.host.writeNew([
    { key: `${home}.${made.value}`, write: (plan) => void fillPlan(plan, template, { day }, calendar.context) },
  ])
  return made
}

export interface DuplicateOptions {
  readonly title: string
  readonly when: When | null
  readonly access: Access
  /** Also who owns, leads, brings and is assigned. */
  readonly people: boolean
}

/** The same event once more: its plan, without answers, ticks and what was spent. */
export async function duplicateEvent(event: EventStore, options: DuplicateOptions): Promise<Result<EventId>> {
  const { head, calendar } = event
  const home = calendar.calendarFor(options.access)
  if (head === undefined) return fail('event.unknown')
  const { place, access, about, url, hue } = head
  const { title, when, people } = options
  const made = calendar.create({ title, when, place, access, about, url, hue }, options.access)
  if (!made.ok || home === undefined) return made
  const days = { fromDay: dayOf(head.when), toDay: dayOf(when) }
  const texts: { key: string; words: string }[] = []
  const from = event.plan
  const outcome: { copied: ReturnType<typeof copyPlan> } = { copied: fail('plan.not-empty') }
  await calendar.host.writeNew([
    {
      key: `${home}.${made.value}`,
      write: (plan) => {
        outcome.copied = copyPlan(from, plan, { ...days, people }, calendar.context)
      },
    },
  ])
  const { copied } = outcome
  if (!copied.ok) return copied
  for (const [old, fresh] of copied.value) {
    const open = await calendar.host.openDoc(`${event.board.id}.${old}`)
    const words = readDescription(open.doc)
    open.release()
    if (words !== '') texts.push({ key: `${home}.${fresh}`, words })
  }
  const { origin } = calendar
  await calendar.host.writeNew(
    texts.map(({ key, words }) => ({ key, write: (doc) => void writeDescription(doc, words, { origin }) })),
  )
  return ok(made.value)
}

/** Keeps the plan of an event as a template, beside the event. Nothing about people is in it. */
export function keepTemplate(event: EventStore, name: string): Result<string> {
  const { head, calendar } = event
  const doc = head && calendar.docOf(head.calendar)
  if (!head || !doc) return fail('event.unknown')
  if (!head.mayWrite) return fail('role.read-only')
  const minutes = head.when === null ? 120 : lengthMinutes(head.when, head.when.zone ?? 'UTC')
  const facts = { id: 'own', name, about: head.about.slice(0, 500), minutes, day: dayOf(head.when) }
  return saveTemplate(doc, templateOf(event.plan, facts), calendar.context)
}

/** The calendar that keeps a template which people here made, if this member may change it. */
function homeOf(calendar: CalendarStore, id: string) {
  const homes = calendar.choices.flatMap((access) => calendar.calendarFor(access) ?? [])
  return homes
    .flatMap((home) => calendar.docOf(home) ?? [])
    .find((doc) => readTemplates(doc).some((template) => template.id === id))
}

/** Whether this member may take a template away: those that come with Kith stay. */
export const mayForget = (calendar: CalendarStore, id: string): boolean => homeOf(calendar, id) !== undefined

/** Takes a template away that people here made. */
export function forgetTemplate(calendar: CalendarStore, id: string): Result<void> {
  const doc = homeOf(calendar, id)
  return doc ? removeTemplate(doc, id, calendar.context) : fail('template.unknown')
}
