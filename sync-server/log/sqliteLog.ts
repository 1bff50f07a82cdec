import { DatabaseSync } from 'node:sqlite'
import { type Rotation, readEntryHeader, type SequencedEntry } from '#shared/protocol/frames.ts'
import { numberIn, numberOrNullIn } from './columns.ts'
import type { AppendOperation, Fate, GateRow, Head, Log, Operation, Outcome, Stretch, TrimOperation } from './log.ts'
import { refuseAppend, trimDue } from './rules.ts'
import { prepareSchema } from './schema.ts'
import { openSegments, SEGMENT_BYTES } from './segments.ts'
import { openMailboxes } from './sqliteMailboxes.ts'

/** The file was written by a newer relay. */
export class NewerFileError extends Error {}

/** A row of `room`, changed in memory while a transaction runs. */
interface RoomRow {
  readonly id: number
  seq: number
  keepSeq: number
  epoch: number
  readonly floor: number
  bytes: number
  readonly waiting: number
  merged: number
  loose: number
  changed: boolean
  /** Content entries of this transaction that are not written yet, without a gap. */
  young: SequencedEntry[]
}

/** The rooms that a transaction has touched. */
type Rooms = Map<string, RoomRow>

const nameOf = (room: string): Uint8Array => Buffer.from(room, 'hex')

/**
 * The log in one SQLite file. WAL with synchronous=FULL: what `commit` has returned is on the disk. `file` may be
 * ':memory:'. Throws NewerFileError, or what SQLite says of a file that cannot be opened.
 */
export class SqliteLog implements Log {
  readonly #db: DatabaseSync
  readonly #sql: ReturnType<typeof prepareStatements>
  readonly #segments: ReturnType<typeof openSegments>
  readonly #mailboxes: ReturnType<typeof openMailboxes>

  constructor(file: string) {
    this.#db = new DatabaseSync(file)
    try {
      this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000')
      if (!prepareSchema(this.#db)) throw new NewerFileError('written by a newer relay')
      this.#sql = prepareStatements(this.#db)
      this.#segments = openSegments(this.#db)
      this.#mailboxes = openMailboxes(this.#db)
    } catch (error) {
      this.#db.close()
      throw error
    }
  }

  #row(room: string): RoomRow | null {
    const row = this.#sql.room.get(nameOf(room))
    if (!row) return null
    return {
      id: numberIn(row, 'id'),
      seq: numberIn(row, 'seq'),
      keepSeq: numberIn(row, 'keepSeq'),
      epoch: numberIn(row, 'epoch'),
      floor: numberIn(row, 'floor'),
      bytes: numberIn(row, 'bytes'),
      waiting: numberIn(row, 'waiting'),
      merged: numberIn(row, 'merged'),
      loose: numberIn(row, 'loose'),
      changed: false,
      young: [],
    }
  }

  head(room: string): Head | null {
    const row = this.#row(room)
    return row && { seq: row.seq, keepSeq: row.keepSeq, epoch: row.epoch, floor: row.floor }
  }

  commit(operations: readonly Operation[], now: number): Outcome[] {
    return this.#transaction(() => {
      const rooms: Rooms = new Map()
      const outcomes = operations.map((operation) => this.#carryOut(rooms, operation, now))
      this.#store(rooms)
      return outcomes
    })
  }

  /** Writes where the rooms of this transaction stand: once, not after every entry. */
  #store(rooms: Rooms): void {
    for (const row of rooms.values()) {
      this.#writeYoung(row)
      const { id, seq, keepSeq, epoch, bytes, merged, loose } = row
      if (row.changed) this.#sql.advance.run(seq, keepSeq, epoch, bytes, merged, loose, id)
    }
    rooms.clear()
  }

  #transaction<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#db.exec('COMMIT')
      return result
    } catch (error) {
      // after some failures (disk full) SQLite has rolled back by itself
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
  }

  #carryOut(rooms: Rooms, operation: Operation, now: number): Outcome {
    const row = rooms.get(operation.room) ?? this.#row(operation.room)
    if (row) rooms.set(operation.room, row)
    if (operation.kind === 'append') return this.#append(rooms, row, operation, now)
    if (!row) return 'stale'
    switch (operation.kind) {
      case 'trim':
        this.#store(rooms) // trimming counts in the file
        return this.#trim(row, operation, now)
      case 'mailboxPut':
        return this.#mailboxes.put(row.id, operation, now)
      case 'mailboxDelete':
        this.#mailboxes.end(row.id, operation.hash, operation.why, now)
        return 'done'
    }
  }

  #append(rooms: Rooms, known: RoomRow | null, operation: AppendOperation, now: number): Outcome {
    const { entry, rotation } = operation
    const refusal = refuseAppend(known, { stored: known?.bytes ?? 0, waiting: known?.waiting ?? 0 }, operation)
    if (refusal) return refusal
    const row = known ?? this.#addRoom(operation.room)
    if (!row) throw new Error('a room that was just added is not there')
    rooms.set(operation.room, row)
    const keep = readEntryHeader(entry)?.keep ?? false
    row.seq += 1
    row.changed = true
    row.bytes += entry.length
    if (keep) {
      this.#writeYoung(row)
      this.#segments.addControl(row.id, { seq: row.seq, bytes: entry })
      row.keepSeq = row.seq
    } else {
      row.young.push({ seq: row.seq, bytes: entry })
      row.loose += entry.length
    }
    if (rotation) this.#turn(row, rotation, now)
    return row.seq
  }

  /** Writes the content of this transaction so far, as one segment or more. */
  #writeYoung(row: RoomRow): void {
    let run: SequencedEntry[] = []
    let size = 0
    for (const entry of row.young) {
      if (run.length > 0 && size + entry.bytes.length > SEGMENT_BYTES) {
        this.#segments.addContent(row.id, run)
        run = []
        size = 0
      }
      run.push(entry)
      size += entry.bytes.length
    }
    this.#segments.addContent(row.id, run)
    row.young = []
    if (row.loose > SEGMENT_BYTES) Object.assign(row, this.#segments.merge(row.id, row.merged))
  }

  #addRoom(room: string): RoomRow | null {
    this.#sql.addRoom.run(nameOf(room))
    return this.#row(room)
  }

  /** Epoch, gates and mailboxes change with the entry at `row.seq`. */
  #turn(row: RoomRow, { epoch, gates, mailboxes }: Rotation, now: number): void {
    row.epoch = epoch
    this.#sql.closeGates.run(row.seq, row.id)
    for (const gate of gates) this.#sql.openGate.run(row.id, gate.hash, gate.rights)
    this.#mailboxes.renew(row.id, mailboxes, now)
  }

  #trim(row: RoomRow, { upTo, grace }: TrimOperation, now: number): Outcome {
    this.#sql.addTrim.run(row.id, trimDue(grace, now), Math.min(upTo, row.keepSeq))
    this.#carryOutTrims(row.id, now)
    return 'done'
  }

  /** Deletes what is due and counts anew what still waits. */
  #carryOutTrims(id: number, now: number): void {
    const due = this.#sql.dueTrims.get(id, now)
    const upTo = due ? numberOrNullIn(due, 'upTo') : null
    if (upTo !== null) {
      const freed = this.#segments.contentBytes(id, upTo)
      this.#segments.deleteContent(id, upTo)
      this.#sql.raiseFloor.run(upTo, freed, id)
      this.#sql.dropTrims.run(id, now, upTo)
    }
    const waiting = this.#sql.lastTrim.get(id)
    const waitsUpTo = waiting ? numberOrNullIn(waiting, 'upTo') : null
    this.#sql.setWaiting.run(waitsUpTo === null ? 0 : this.#segments.contentBytes(id, waitsUpTo), id)
  }

  read(room: string, after: number, upTo: number, maxBytes: number): Stretch | null {
    const row = this.#row(room)
    return row && this.#segments.read(row.id, after, upTo, maxBytes)
  }

  gate(room: string, hash: Uint8Array): GateRow | null {
    const row = this.#sql.gate.get(nameOf(room), hash)
    return row ? { rights: numberIn(row, 'rights'), until: numberOrNullIn(row, 'until') } : null
  }

  mailbox(room: string, hash: Uint8Array, now: number): Uint8Array | null {
    const row = this.#row(room)
    return row && this.#mailboxes.get(row.id, hash, now)
  }

  fate(room: string, hash: Uint8Array, now: number): Fate | null {
    const row = this.#row(room)
    return row && this.#mailboxes.fate(row.id, hash, now)
  }

  sweep(now: number): void {
    this.#transaction(() => {
      for (const row of this.#sql.roomsWithDueTrims.all(now)) this.#carryOutTrims(numberIn(row, 'room'), now)
      this.#mailboxes.dropEnded(now)
    })
  }

  close(): void {
    this.#db.close()
  }
}

const prepareStatements = (db: DatabaseSync) => ({
  room: db.prepare('SELECT * FROM room WHERE name = ?'),
  addRoom: db.prepare(
    `INSERT INTO room (name, seq, keepSeq, epoch, floor, bytes, waiting, merged, loose)
     VALUES (?, 0, 0, 0, 0, 0, 0, 0, 0)`,
  ),
  advance: db.prepare('UPDATE room SET seq = ?, keepSeq = ?, epoch = ?, bytes = ?, merged = ?, loose = ? WHERE id = ?'),
  gate: db.prepare(
    'SELECT rights, until FROM gate JOIN room ON room.id = gate.room WHERE room.name = ? AND gate.hash = ?',
  ),
  openGate: db.prepare('INSERT OR REPLACE INTO gate (room, hash, rights, until) VALUES (?, ?, ?, NULL)'),
  closeGates: db.prepare('UPDATE gate SET until = ? WHERE room = ? AND until IS NULL'),
  addTrim: db.prepare(
    `INSERT INTO trim (room, due, upTo) VALUES (?, ?, ?)
     ON CONFLICT (room, due) DO UPDATE SET upTo = max(upTo, excluded.upTo)`,
  ),
  roomsWithDueTrims: db.prepare('SELECT DISTINCT room FROM trim WHERE due <= ?'),
  dueTrims: db.prepare('SELECT max(upTo) AS upTo FROM trim WHERE room = ? AND due <= ?'),
  lastTrim: db.prepare('SELECT max(upTo) AS upTo FROM trim WHERE room = ?'),
  dropTrims: db.prepare('DELETE FROM trim WHERE room = ? AND (due <= ? OR upTo <= ?)'),
  raiseFloor: db.prepare('UPDATE room SET floor = max(floor, ?), bytes = bytes - ? WHERE id = ?'),
  setWaiting: db.prepare('UPDATE room SET waiting = ? WHERE id = ?'),
})
