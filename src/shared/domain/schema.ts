import type { Doc } from 'yjs'
import type { WriteContext } from './context.ts'
import type { Result } from './errors.ts'
import { fail, ok } from './errors.ts'
import { type LooseMap, put } from './value.ts'

/**
 * The version of the documents' layout. It goes up only when an older Kith could harm a newer document by writing to
 * it; new keys alone do not raise it, since unknown keys are left in place.
 */
export const SCHEMA_VERSION = 1

const VERSION_MAX = 9_999

/** The roots of the documents, each named once. */
export const roots = {
  meta: (doc: Doc): LooseMap => doc.getMap('meta'),
  /** Board documents. */
  lists: (doc: Doc): LooseMap => doc.getMap('lists'),
  cards: (doc: Doc): LooseMap => doc.getMap('cards'),
  labels: (doc: Doc): LooseMap => doc.getMap('labels'),
  /** The community document. */
  community: (doc: Doc): LooseMap => doc.getMap('community'),
  boards: (doc: Doc): LooseMap => doc.getMap('boards'),
  /** Calendars. */
  events: (doc: Doc): LooseMap => doc.getMap('events'),
  /** What people made of events to start others from. */
  eventTemplates: (doc: Doc): LooseMap => doc.getMap('eventTemplates'),
  /** The plan of an event, beside lists, cards and labels for its tasks. */
  plan: (doc: Doc): LooseMap => doc.getMap('plan'),
  run: (doc: Doc): LooseMap => doc.getMap('run'),
  shifts: (doc: Doc): LooseMap => doc.getMap('shifts'),
  supplies: (doc: Doc): LooseMap => doc.getMap('supplies'),
  budget: (doc: Doc): LooseMap => doc.getMap('budget'),
  questions: (doc: Doc): LooseMap => doc.getMap('questions'),
  options: (doc: Doc): LooseMap => doc.getMap('options'),
  needs: (doc: Doc): LooseMap => doc.getMap('needs'),
  debrief: (doc: Doc): LooseMap => doc.getMap('debrief'),
  /** The answers to an event. */
  guests: (doc: Doc): LooseMap => doc.getMap('guests'),
  claims: (doc: Doc): LooseMap => doc.getMap('claims'),
  checkins: (doc: Doc): LooseMap => doc.getMap('checkins'),
  votes: (doc: Doc): LooseMap => doc.getMap('votes'),
  /** The three documents of people. */
  people: (doc: Doc): LooseMap => doc.getMap('people'),
  fields: (doc: Doc): LooseMap => doc.getMap('fields'),
  circles: (doc: Doc): LooseMap => doc.getMap('circles'),
  views: (doc: Doc): LooseMap => doc.getMap('views'),
  settings: (doc: Doc): LooseMap => doc.getMap('settings'),
}

/** The version that a document says it has; 1 for one that says nothing or nonsense. */
export function schemaVersion(doc: Doc): number {
  const version = roots.meta(doc).get('schema')
  return typeof version === 'number' && Number.isInteger(version) && version >= 1 && version <= VERSION_MAX
    ? version
    : 1
}

/** A document of a newer version can be read as far as it is understood, and must not be written. */
export function isReadOnly(doc: Doc): boolean {
  return schemaVersion(doc) > SCHEMA_VERSION
}

/** The first check of every write. */
export function writable(doc: Doc): Result<void> {
  const version = schemaVersion(doc)
  return version > SCHEMA_VERSION ? fail('schema.newer', { version, known: SCHEMA_VERSION }) : ok()
}

/** Notes the version; part of the transaction that makes a document. */
export function stampSchema(doc: Doc): void {
  put(roots.meta(doc), 'schema', SCHEMA_VERSION)
}

/** One transaction with the writer's origin: one intent, one step of undo, one update for the others. */
export function write(doc: Doc, ctx: WriteContext, change: () => void): void {
  doc.transact(change, ctx.origin)
}
