import type { WriteContext } from './context.ts'
import { type AnyId, type MemberId, newId, readId } from './ids.ts'
import { drop, fieldOf, type LooseMap, put, timeOf } from './value.ts'

/**
 * A value that two members may set apart, of which neither may vanish. Beside key `k` each write leaves a trace `k~<id>` with
 * the value, and takes away the traces that it saw. Two traces left after members have met are two values that did not know
 * of each other: both are shown, to choose from. `k` itself holds the one that counts until then.
 */
export interface Contender {
  readonly id: string
  readonly value: unknown
  readonly by: MemberId | null
  /** Milliseconds since 1970, by the writer's clock; 0 if unreadable. */
  readonly at: number
}

/** More than this many members at odds about one value are none that an app of ours made. */
const SHOWN_MAX = 20
const ID_LENGTH = 16

/** Sets a value, and settles what was open about it as far as it is known here; inside a transaction. */
export function putContested(map: LooseMap, key: string, value: string | number | boolean, ctx: WriteContext): void {
  if (map.get(key) === value && tracesOf(map, key).length < 2) return
  for (const trace of tracesOf(map, key)) drop(map, trace)
  put(map, key, value)
  const facts = { value, by: ctx.by, at: ctx.now }
  map.set(`${key}~${newId<AnyId>(ctx.randomBytes)}`, facts)
}

/**
 * What counts. Whoever takes back the value that had won leaves the key empty, since Yjs does not bring the loser back: then
 * the last trace speaks, in the order of ids.
 */
export function contestedValue(map: LooseMap, key: string): unknown {
  if (map.has(key)) return map.get(key)
  const last = tracesOf(map, key).at(-1)
  return last === undefined ? undefined : fieldOf(map.get(last), 'value')
}

/** The values that members set apart, in the order of their ids; empty while nobody is at odds. */
export function contenders(map: LooseMap, key: string): readonly Contender[] {
  const traces = tracesOf(map, key)
  if (traces.length < 2) return []
  return traces.slice(0, SHOWN_MAX).flatMap((trace) => {
    const facts = map.get(trace)
    const value = fieldOf(facts, 'value')
    if (value === undefined) return []
    const [by, at] = [readId<MemberId>(fieldOf(facts, 'by')), timeOf(fieldOf(facts, 'at')) ?? 0]
    return [{ id: trace.slice(key.length + 1), value, by, at }]
  })
}

function tracesOf(map: LooseMap, key: string): string[] {
  const found: string[] = []
  for (const name of map.keys())
    if (name.length === key.length + 1 + ID_LENGTH && name.startsWith(key) && name.charAt(key.length) === '~')
      if (readId(name.slice(key.length + 1)) !== null) found.push(name)
  return found.sort()
}
