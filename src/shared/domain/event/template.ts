import { type Hue, isHue } from '../hue.ts'
import { LIMITS } from '../limits.ts'
import { cut, fieldOf, sound } from '../value.ts'
import { LINE_KINDS, type LineKind } from './budget.ts'
import { DEFAULT_CURRENCY, minorOf } from './money.ts'
import { readAmount, readWhole, tidyLine } from './numbers.ts'
import { PLAN_LIMITS } from './planLimits.ts'
import { QUESTION_KINDS, type QuestionKind } from './questions.ts'

/**
 * What an event can start from, as plain values: what comes with Kith, or what somebody made of an event of their own and
 * stored with the calendar. Days count from the day on which the event begins, minutes from the time at which it begins.
 */
export interface EventTemplate {
  readonly id: string
  readonly name: string
  readonly about: string
  /** How long such an event lasts, in minutes. */
  readonly minutes: number
  /** A sensible capacity; null for no limit. */
  readonly capacity: number | null
  readonly run: readonly TemplateRun[]
  readonly shifts: readonly TemplateShift[]
  readonly supplies: readonly TemplateSupply[]
  readonly budget: readonly TemplateLine[]
  readonly questions: readonly TemplateQuestion[]
  readonly tasks: readonly TemplateTask[]
  /** Checklist packs that such an event usually needs (packs.ts). */
  readonly packs: readonly string[]
}

export interface TemplateRun {
  readonly title: string
  readonly minutes: number
  readonly day?: number
  readonly fixed?: number
  readonly note?: string
  readonly hue?: Hue
}

export interface TemplateShift {
  readonly title: string
  readonly from: number
  readonly to: number
  readonly needed: number
  readonly day?: number
  readonly note?: string
}

export interface TemplateSupply {
  readonly title: string
  readonly needed: number
  readonly unit?: string
  readonly note?: string
}

export interface TemplateLine {
  readonly title: string
  readonly kind: LineKind
  /** In whatever currency the event has: `60` or `12.50`. */
  readonly planned: string
  readonly note?: string
}

export interface TemplateQuestion {
  readonly text: string
  readonly kind: QuestionKind
  readonly choices?: readonly string[]
}

export interface TemplateTask {
  readonly title: string
  /** Days from the event: -14 is two weeks before. Left out: no date. */
  readonly due?: number
  readonly steps?: readonly string[]
  /** Where it came from, such as `pack:<id>`. */
  readonly source?: string
}

/** More than this in one part is none that an app of ours made; the rest is not read. */
const PART_MAX = PLAN_LIMITS.items

/** A template that somebody stored; null when it is none. What does not fit is left out. */
export function readTemplate(value: unknown): EventTemplate | null {
  const id = line(value, 'id', LIMITS.name)
  const name = line(value, 'name', LIMITS.name)
  if (id === '' || name === '') return null
  return {
    id,
    name,
    about: text(value, 'about', PLAN_LIMITS.note),
    minutes: readWhole(fieldOf(value, 'minutes'), 0, 1_000 * PLAN_LIMITS.minutes) ?? 120,
    capacity: readWhole(fieldOf(value, 'capacity'), 0, PLAN_LIMITS.people),
    run: part(value, 'run', readRun),
    shifts: part(value, 'shifts', readShift),
    supplies: part(value, 'supplies', readSupply),
    budget: part(value, 'budget', readLine),
    questions: part(value, 'questions', readQuestion),
    tasks: part(value, 'tasks', readTask),
    packs: part(value, 'packs', (one) => (typeof one === 'string' && one !== '' ? tidyLine(one, LIMITS.name) : null)),
  }
}

function part<T>(value: unknown, key: string, read: (one: unknown) => T | null): readonly T[] {
  const list = fieldOf(value, key)
  if (!Array.isArray(list)) return []
  return list.slice(0, PART_MAX).flatMap((one: unknown) => read(one) ?? [])
}

function line(value: unknown, key: string, max: number): string {
  const found = fieldOf(value, key)
  return typeof found === 'string' ? tidyLine(found, max) : ''
}

function text(value: unknown, key: string, max: number): string {
  const found = fieldOf(value, key)
  return typeof found === 'string' ? cut(sound(found).trim(), max) : ''
}

/** The key with its value, or nothing. */
function given<K extends string, T>(key: K, value: T | null | ''): { readonly [P in K]?: T } {
  return value === null || value === '' ? {} : ({ [key]: value } as { readonly [P in K]?: T })
}

const dayOf = (value: unknown): number | null =>
  readWhole(fieldOf(value, 'day'), PLAN_LIMITS.firstDay, PLAN_LIMITS.lastDay) || null
const noteOf = (value: unknown): { readonly note?: string } => given('note', text(value, 'note', PLAN_LIMITS.note))
const minutesOf = (value: unknown, key: string): number | null =>
  readWhole(fieldOf(value, key), PLAN_LIMITS.fromMinutes, PLAN_LIMITS.toMinutes)

function readRun(value: unknown): TemplateRun | null {
  const title = line(value, 'title', LIMITS.title)
  if (title === '') return null
  const minutes = readWhole(fieldOf(value, 'minutes'), 0, PLAN_LIMITS.minutes) ?? 0
  const hue = fieldOf(value, 'hue')
  const more = { ...given('day', dayOf(value)), ...given('fixed', minutesOf(value, 'fixed')), ...noteOf(value) }
  return { title, minutes, ...more, ...given('hue', isHue(hue) ? hue : null) }
}

function readShift(value: unknown): TemplateShift | null {
  const title = line(value, 'title', LIMITS.title)
  const from = minutesOf(value, 'from')
  const to = minutesOf(value, 'to')
  if (title === '' || from === null || to === null || to <= from) return null
  const needed = readWhole(fieldOf(value, 'needed'), 0, PLAN_LIMITS.people) ?? 1
  return { title, from, to, needed, ...given('day', dayOf(value)), ...noteOf(value) }
}

function readSupply(value: unknown): TemplateSupply | null {
  const title = line(value, 'title', LIMITS.title)
  if (title === '') return null
  const needed = readAmount(fieldOf(value, 'needed'), PLAN_LIMITS.amount) ?? 1
  return { title, needed, ...given('unit', line(value, 'unit', PLAN_LIMITS.unit)), ...noteOf(value) }
}

function readLine(value: unknown): TemplateLine | null {
  const title = line(value, 'title', LIMITS.title)
  if (title === '') return null
  const kind = LINE_KINDS.find((one) => one === fieldOf(value, 'kind')) ?? 'expense'
  const planned = line(value, 'planned', 20)
  return { title, kind, planned: minorOf(planned, DEFAULT_CURRENCY) === null ? '0' : planned, ...noteOf(value) }
}

function readQuestion(value: unknown): TemplateQuestion | null {
  const words = line(value, 'text', PLAN_LIMITS.question)
  if (words === '') return null
  const kind = QUESTION_KINDS.find((one) => one === fieldOf(value, 'kind')) ?? 'text'
  const choices = part(value, 'choices', (one) => (typeof one === 'string' ? tidyLine(one, PLAN_LIMITS.choice) : null))
  return { text: words, kind, ...(choices.length === 0 ? {} : { choices: choices.slice(0, PLAN_LIMITS.choices) }) }
}

const DUE_MAX = 3_650

function readTask(value: unknown): TemplateTask | null {
  const title = line(value, 'title', LIMITS.title)
  if (title === '') return null
  const due = readWhole(fieldOf(value, 'due'), -DUE_MAX, DUE_MAX)
  const steps = part(value, 'steps', (one) => (typeof one === 'string' ? tidyLine(one, LIMITS.step) || null : null))
  const source = line(value, 'source', LIMITS.name)
  return { title, ...given('due', due), ...(steps.length === 0 ? {} : { steps }), ...given('source', source) }
}
