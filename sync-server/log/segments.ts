import type { DatabaseSync } from 'node:sqlite'
import { packEntries, type SequencedEntry, unpackEntries } from '#shared/protocol/frames.ts'
import { bytesIn, numberIn } from './columns.ts'
import type { Stretch } from './log.ts'

/** Bytes of entries in a full segment; a larger entry is a segment by itself. */
export const SEGMENT_BYTES = 64 * 1024

const unpack = (pack: Uint8Array) => {
  const entries = unpackEntries(pack)
  if (!entries) throw new Error('damaged data file: a segment cannot be read')
  return entries
}

/** What is gathered for one read. */
class Batch {
  readonly #maxBytes: number
  readonly #parts: Uint8Array[] = []
  #size = 0
  last: number

  constructor(maxBytes: number, after: number) {
    this.#maxBytes = maxBytes
    this.last = after
  }

  /** False, and nothing is taken, if it does not fit; the first always does. */
  take(part: Stretch): boolean {
    if (this.#parts.length > 0 && this.#size + part.pack.length > this.#maxBytes) return false
    this.#parts.push(part.pack)
    this.#size += part.pack.length
    this.last = part.last
    return true
  }

  /** Half a batch is enough to stop: to read one more segment only to find that it does not fit would cost twice. */
  get enough(): boolean {
    return this.#size * 2 >= this.#maxBytes
  }

  get stretch(): Stretch | null {
    const [first, ...more] = this.#parts
    if (!first) return null
    return { pack: more.length === 0 ? first : Buffer.concat(this.#parts), last: this.last }
  }
}

interface SegmentRow extends Stretch {
  readonly first: number
  readonly size: number
}

const segmentIn = (row: Record<string, unknown>): SegmentRow => ({
  last: numberIn(row, 'last'),
  first: numberIn(row, 'first'),
  size: numberIn(row, 'size'),
  pack: bytesIn(row, 'pack'),
})

/** The part of a segment with `after` < seq <= `upTo`: mostly the whole of it, as it lies in the file. */
const partOf = (segment: SegmentRow, after: number, upTo: number): Stretch | null => {
  if (after < segment.first && segment.last <= upTo) return segment
  const wanted = unpack(segment.pack).filter((entry) => entry.seq > after && entry.seq <= upTo)
  const [from, to] = [wanted[0], wanted.at(-1)]
  return from && to ? { pack: segment.pack.subarray(from.start, to.end), last: to.seq } : null
}

/**
 * How the entries of a room lie in the file: a control entry is a row for ever, content is written as one segment for
 * each turn, in the form in which it travels, and small segments are merged into full ones. So a turn costs one row and
 * a newcomer is served by reading a few large ones. All writes happen inside the caller's transaction.
 */
export const openSegments = (db: DatabaseSync) => {
  const addControl = db.prepare('INSERT INTO control (room, seq, bytes) VALUES (?, ?, ?)')
  const controls = db.prepare(
    'SELECT seq, bytes FROM control WHERE room = ? AND seq > ? AND seq < ? AND seq <= ? ORDER BY seq',
  )
  const addSegment = db.prepare('INSERT INTO segment (room, last, first, size, pack) VALUES (?, ?, ?, ?, ?)')
  const segments = db.prepare('SELECT last, first, size, pack FROM segment WHERE room = ? AND last > ? ORDER BY last')
  const dropSegment = db.prepare('DELETE FROM segment WHERE room = ? AND last = ?')
  const dropSegments = db.prepare('DELETE FROM segment WHERE room = ? AND last <= ?')
  const sizeOfSegments = db.prepare('SELECT coalesce(sum(size), 0) AS size FROM segment WHERE room = ? AND last <= ?')

  const addContent = (room: number, run: readonly SequencedEntry[]): void => {
    const [first, last] = [run[0], run.at(-1)]
    const size = run.reduce((sum, entry) => sum + entry.bytes.length, 0)
    if (first && last) addSegment.run(room, last.seq, first.seq, size, packEntries(run))
  }

  /** Splits the segment around `upTo`, so that what lies up to there are whole segments. */
  const cut = (room: number, upTo: number): void => {
    const row = segments.get(room, upTo)
    if (!row || numberIn(row, 'first') > upTo) return
    const entries = unpack(bytesIn(row, 'pack'))
    dropSegment.run(room, numberIn(row, 'last'))
    for (const part of [entries.filter(({ seq }) => seq <= upTo), entries.filter(({ seq }) => seq > upTo)]) {
      addContent(room, part)
    }
  }

  const replace = (room: number, group: readonly SegmentRow[]): void => {
    const [first, last] = [group[0], group.at(-1)]
    if (!first || !last || first === last) return
    for (const segment of group) dropSegment.run(room, segment.last)
    const size = group.reduce((sum, segment) => sum + segment.size, 0)
    addSegment.run(room, last.last, first.first, size, Buffer.concat(group.map((segment) => segment.pack)))
  }

  /** Takes control entries from the end of the batch on, before `before` (not included) and up to `upTo` (included). */
  const takeControls = (room: number, batch: Batch, before: number, upTo: number): boolean => {
    for (const row of controls.iterate(room, batch.last, before, upTo)) {
      const entry = { seq: numberIn(row, 'seq'), bytes: bytesIn(row, 'bytes') }
      if (!batch.take({ pack: packEntries([entry]), last: entry.seq })) return false
    }
    return true
  }

  return {
    addControl(room: number, entry: SequencedEntry): void {
      addControl.run(room, entry.seq, entry.bytes)
    },

    /** Content entries that follow each other without a gap. */
    addContent,

    /**
     * Merges the segments after `merged` where no control entry lies between them. The last group is left alone while it
     * may still grow. Returns up to where all are merged, and how many bytes are not.
     */
    merge(room: number, merged: number): { merged: number; loose: number } {
      let end = merged
      let group: SegmentRow[] = []
      let size = 0
      for (const segment of segments.all(room, merged).map(segmentIn)) {
        const before = group.at(-1)
        if (before && (segment.first !== before.last + 1 || size + segment.size > SEGMENT_BYTES)) {
          replace(room, group)
          end = before.last
          group = []
          size = 0
        }
        group.push(segment)
        size += segment.size
      }
      return { merged: end, loose: size }
    },

    /** The next stretch of the log after `after`; see Log.read. */
    read(room: number, after: number, upTo: number, maxBytes: number): Stretch | null {
      const batch = new Batch(maxBytes, after)
      for (const row of segments.iterate(room, after)) {
        const segment = segmentIn(row)
        // numbers without a gap leave no place for a control entry
        const ready = segment.first === batch.last + 1 || takeControls(room, batch, segment.first, upTo)
        const part = ready ? partOf(segment, batch.last, upTo) : null
        if (!part || !batch.take(part) || batch.enough) return batch.stretch
      }
      takeControls(room, batch, Number.MAX_SAFE_INTEGER, upTo)
      return batch.stretch
    },

    /** Bytes of the content entries up to `upTo`. */
    contentBytes(room: number, upTo: number): number {
      cut(room, upTo)
      const row = sizeOfSegments.get(room, upTo)
      return row ? numberIn(row, 'size') : 0
    },

    /** Deletes the content entries up to `upTo`. */
    deleteContent(room: number, upTo: number): void {
      cut(room, upTo)
      dropSegments.run(room, upTo)
    },
  }
}
