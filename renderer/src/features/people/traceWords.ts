import type { FoundTrace } from '#renderer/stores/personTraces.svelte.ts'
import type { TracePlace } from '#shared/domain/people/traces.ts'

const PLACES: Readonly<Record<TracePlace, string>> = {
  card: 'Card',
  list: 'List or label',
  run: 'Run of show',
  shift: 'Shift',
  supply: 'Supply',
  money: 'Budget',
  'looking-back': 'Looking back',
  guest: 'Guest list',
  vote: 'Date poll',
  event: 'The event itself',
  notes: 'Notes',
}

/** Where a trace stands: what it is, and of which board or event. */
export function traceWords({ place, title, source }: FoundTrace): string {
  const thing = title === '' || place === 'event' || place === 'notes' ? PLACES[place] : `${PLACES[place]} “${title}”`
  return `${thing} · ${source.title || 'without a title'}`
}
