import { createDecoder, readVarUint } from 'lib0/decoding'
import { splitUpdate } from '#shared/log/updateSplit.ts'
import { mergeUpdates, structCount } from './updates.ts'

/** Stay well below what peers accept in one entry (5,000 structs, 1 MiB). */
const MAX_STRUCTS = 4000
const MAX_BYTES = 256 * 1024

/** How much of what an entry may carry something takes. */
export interface Size {
  readonly structs: number
  readonly bytes: number
}

/** Updates that go together. */
export interface Bundle {
  readonly updates: readonly Uint8Array[]
  readonly size: Size
}

/** One entry to be sent: all rows of one document that carry one number. */
export interface Parcel {
  readonly n: number
  readonly doc: string
  readonly update: Uint8Array
}

const NOTHING: Size = { structs: 0, bytes: 0 }

const sum = (a: Size, b: Size): Size => ({ structs: a.structs + b.structs, bytes: a.bytes + b.bytes })

export const sizeOf = (updates: readonly Uint8Array[]): Size =>
  updates.map((update) => ({ structs: structsIn(update), bytes: update.length })).reduce(sum, NOTHING)

/** An update begins with how many clients wrote it and how much the first of them did; what one types here is of one client. */
function structsIn(update: Uint8Array): number {
  const from = createDecoder(update)
  const clients = readVarUint(from)
  if (clients > 1) return structCount(update)
  return clients === 0 ? 0 : readVarUint(from)
}

/** The size of both together; null where that is more than one entry may carry. */
export function together(a: Size, b: Size): Size | null {
  const both = sum(a, b)
  return both.structs > MAX_STRUCTS || both.bytes > MAX_BYTES ? null : both
}

/** What one row may hold: a row is never cut again, and one that were too large would be refused by everybody. */
export function bundles(updates: readonly Uint8Array[]): Bundle[] {
  const made: { updates: Uint8Array[]; size: Size }[] = []
  for (const whole of updates)
    for (const [update, size] of pieces(whole)) {
      const last = made.at(-1)
      const both = last ? together(last.size, size) : null
      if (last && both) {
        last.updates.push(update)
        last.size = both
      } else made.push({ updates: [update], size })
    }
  return made
}

function pieces(whole: Uint8Array): (readonly [Uint8Array, Size])[] {
  const size = sizeOf([whole])
  if (together(size, NOTHING)) return [[whole, size]]
  const cut = splitUpdate(whole, MAX_STRUCTS, MAX_BYTES)
  return cut ? cut.map((update) => [update, sizeOf([update])] as const) : [[whole, size]]
}

/**
 * The update of a parcel, made when it is sent and known when it comes back: merging is the dearest thing that happens to an
 * edit, and after an import far more waits than goes out at once.
 */
export class Merging<Row extends { readonly updates: readonly Uint8Array[] }> {
  /** By the first row. Rows are never changed. */
  readonly #made = new WeakMap<Row, { readonly rows: readonly Row[]; readonly update: Uint8Array }>()

  of(rows: readonly Row[]): Uint8Array {
    const [first] = rows
    const there = first && this.#made.get(first)
    if (there && there.rows.length === rows.length && there.rows.every((row, at) => row === rows[at]))
      return there.update
    const update = mergeUpdates(rows.flatMap(({ updates }) => updates))
    if (first) this.#made.set(first, { rows, update })
    return update
  }

  parcel(n: number, doc: string, rows: readonly Row[]): Parcel {
    const made = () => this.of(rows)
    return {
      n,
      doc,
      get update() {
        return made()
      },
    }
  }
}
