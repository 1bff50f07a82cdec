import type { DatabaseSync } from 'node:sqlite'
import { packEntries, type SequencedEntry, unpackEntries } from '#shared/protocol/frames.ts'
import { bytesIn, numberIn } from './columns.ts'
import type { Stretch } from './log.ts'

/** Bytes of entries in one segment; a larger entry is a segment by itself. */
const SEGMENT_BYTES = 64 * 1024

const unpack = (pack: Uint8Array) => {
  const entries = unpackEntries(pack)
  if (!entries) throw new Error('damaged data file: a segment cannot be read')
  return entries
}

/** Bytes of the entries themselves, without their numbers and lengths. */
const sizeOf = (entries: readonly SequencedEntry[]): number =>
  entries.reduce((sum, entry) => sum + entry.bytes.length, 0)

/** Packs without ever looking into entries: runs of content between two control entries, in pieces of SEGMENT_BYTES. */
const cutIntoRuns = (rows: Iterable<Record<string, unknown>>): SequencedEntry[][] => {
  const runs: SequencedEntry[][] = []
  let run: SequencedEntry[] = []
  let size = 0
  for (const row of rows) {
    const bytes = bytesIn(row, 'bytes')
    const keep = numberIn(row, 'keep') === 1
    if (run.length > 0 && (keep || size + bytes.length > SEGMENT_BYTES)) {
      runs.push(run)
      run = []
      size = 0
    }
    if (keep) continue
    run.push({ seq: numberIn(row, 'seq'), bytes })
    size += bytes.length
  }
  return run.length > 0 ? [...runs, run] : runs
}

/**
 * How the entries of a room lie in the file: control entries as rows for ever, young content as rows, old content as
 * segments in the form in which it travels, so that a newcomer is served by reading a few large rows (as rows one by one
 * the same read costs twenty times more). All writes happen inside the caller's transaction.
 */
export const openSegments = (db: DatabaseSync) => {
  const looseRows = db.prepare('SELECT seq, keep, bytes FROM entry WHERE room = ? AND seq > ? ORDER BY seq')
  const addSegment = db.prepare('INSERT INTO segment (room, last, first, size, pack) VALUES (?, ?, ?, ?, ?)')
  const dropRows = db.prepare('DELETE FROM entry WHERE room = ? AND seq > ? AND seq <= ? AND keep = 0')
  const dropSegments = db.prepare('DELETE FROM segment WHERE room = ? AND last <= ?')
  const nextSegment = db.prepare(
    'SELECT last, first, pack FROM segment WHERE room = ? AND last > ? ORDER BY last LIMIT 1',
  )
  const dropSegment = db.prepare('DELETE FROM segment WHERE room = ? AND last = ?')
  const rowsBetween = db.prepare(
    'SELECT seq, bytes FROM entry WHERE room = ? AND seq > ? AND seq < ? AND seq <= ? ORDER BY seq',
  )
  const sizeOfRows = db.prepare(
    'SELECT coalesce(sum(length(bytes)), 0) AS size FROM entry WHERE room = ? AND seq <= ? AND keep = 0',
  )
  const sizeOfSegments = db.prepare('SELECT coalesce(sum(size), 0) AS size FROM segment WHERE room = ? AND last <= ?')

  const add = (room: number, run: readonly SequencedEntry[]): void => {
    const first = run[0]
    const last = run.at(-1)
    if (first && last) addSegment.run(room, last.seq, first.seq, sizeOf(run), packEntries(run))
  }

  /** Rows from `after` on, up to `before` (not included) and `upTo` (included), as long as they fit; at least one. */
  const takeRows = (room: number, after: number, before: number, upTo: number, maxBytes: number): SequencedEntry[] => {
    const rows: SequencedEntry[] = []
    let size = 0
    for (const row of rowsBetween.iterate(room, after, before, upTo)) {
      const bytes = bytesIn(row, 'bytes')
      size += bytes.length
      if (rows.length > 0 && size > maxBytes) break
      rows.push({ seq: numberIn(row, 'seq'), bytes })
    }
    return rows
  }

  /** Splits the segment around `upTo`, so that what lies up to there are whole segments and rows. */
  const cut = (room: number, upTo: number): void => {
    const segment = nextSegment.get(room, upTo)
    if (!segment || numberIn(segment, 'first') > upTo) return
    const entries = unpack(bytesIn(segment, 'pack'))
    dropSegment.run(room, numberIn(segment, 'last'))
    for (const part of [entries.filter(({ seq }) => seq <= upTo), entries.filter(({ seq }) => seq > upTo)])
      add(room, part)
  }

  return {
    /** Moves the content rows after `packed` into segments. */
    pack(room: number, packed: number, upTo: number): void {
      for (const run of cutIntoRuns(looseRows.all(room, packed))) add(room, run)
      dropRows.run(room, packed, upTo)
    },

    /** The next stretch of the log after `after`; see Log.read. Of a segment it takes all or, for want of room, nothing. */
    read(room: number, after: number, upTo: number, maxBytes: number): Stretch | null {
      const parts: Uint8Array[] = []
      let size = 0
      let at = after
      while (size < maxBytes) {
        const segment = nextSegment.get(room, at)
        const before = segment ? numberIn(segment, 'first') : Number.MAX_SAFE_INTEGER
        const rows = takeRows(room, at, before, upTo, maxBytes - size)
        const last = rows.at(-1)
        if (last) {
          const pack = packEntries(rows)
          if (parts.length > 0 && size + pack.length > maxBytes) break
          parts.push(pack)
          size += pack.length
          at = last.seq
        } else if (segment) {
          const part = partOf(segment, at, upTo)
          if (!part || (parts.length > 0 && size + part.pack.length > maxBytes)) break
          parts.push(part.pack)
          size += part.pack.length
          at = part.last
        } else break
      }
      const [only] = parts
      if (!only) return null
      return { pack: parts.length === 1 ? only : Buffer.concat(parts), last: at }
    },

    /** Bytes of the content entries up to `upTo`. */
    contentBytes(room: number, upTo: number): number {
      cut(room, upTo)
      const rows = sizeOfRows.get(room, upTo)
      const segments = sizeOfSegments.get(room, upTo)
      return (rows ? numberIn(rows, 'size') : 0) + (segments ? numberIn(segments, 'size') : 0)
    },

    /** Deletes the content entries up to `upTo`. */
    deleteContent(room: number, upTo: number): void {
      cut(room, upTo)
      dropRows.run(room, 0, upTo)
      dropSegments.run(room, upTo)
    },
  }
}

/** The part of a segment with `after` < seq <= `upTo`: mostly the whole of it, as it lies in the file. */
const partOf = (segment: Record<string, unknown>, after: number, upTo: number): Stretch | null => {
  const pack = bytesIn(segment, 'pack')
  const last = numberIn(segment, 'last')
  if (after < numberIn(segment, 'first') && last <= upTo) return { pack, last }
  const wanted = unpack(pack).filter((entry) => entry.seq > after && entry.seq <= upTo)
  const from = wanted[0]
  const to = wanted.at(-1)
  return from && to ? { pack: pack.subarray(from.start, to.end), last: to.seq } : null
}
