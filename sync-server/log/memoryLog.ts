import { packEntries, readEntryHeader, type SequencedEntry } from '#shared/protocol/frames.ts'
import type {
  AppendOperation,
  GateRow,
  Head,
  Log,
  MailboxPutOperation,
  Operation,
  Outcome,
  Stretch,
  TrimOperation,
} from './log.ts'
import { earlierEnd, mailboxEnd, refuseAppend, trimDue, type Usage } from './rules.ts'

interface Row extends SequencedEntry {
  readonly keep: boolean
}

interface StoredMailbox {
  readonly blob: Uint8Array
  readonly ends: number | null
}

/** One room, as plain values: the whole of what a relay knows about a community. */
export interface MemoryRoom {
  head: Head
  rows: Row[]
  gates: Map<string, GateRow>
  mailboxes: Map<string, StoredMailbox>
  trims: { upTo: number; due: number }[]
  usage: Usage
}

const keyOf = (hash: Uint8Array): string => Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
const sizeOf = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + row.bytes.length, 0)

/** Index of the first row with seq > after, by bisection. */
const firstAfter = (rows: readonly Row[], after: number): number => {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle]?.seq ?? 0) > after) high = middle
    else low = middle + 1
  }
  return low
}

/** The log in memory, for the simulator and tests: nothing survives it. `rooms` is open so that a test can play a lying relay. */
export class MemoryLog implements Log {
  readonly rooms = new Map<string, MemoryRoom>()

  head(room: string): Head | null {
    return this.rooms.get(room)?.head ?? null
  }

  commit(operations: readonly Operation[], now: number): Outcome[] {
    return operations.map((operation) => this.#carryOut(operation, now))
  }

  #carryOut(operation: Operation, now: number): Outcome {
    if (operation.kind === 'append') return this.#append(operation, now)
    const room = this.rooms.get(operation.room)
    if (!room) return 'stale'
    switch (operation.kind) {
      case 'trim':
        return this.#trim(room, operation, now)
      case 'mailboxPut':
        return this.#putMailbox(room, operation, now)
      case 'mailboxDelete':
        room.mailboxes.delete(keyOf(operation.hash))
        return 'done'
    }
  }

  #append(operation: AppendOperation, now: number): Outcome {
    const known = this.rooms.get(operation.room)
    const refusal = refuseAppend(known?.head ?? null, known?.usage ?? { stored: 0, waiting: 0 }, operation)
    if (refusal) return refusal
    const room: MemoryRoom = known ?? {
      head: { seq: 0, keepSeq: 0, epoch: 0, floor: 0 },
      rows: [],
      gates: new Map(),
      mailboxes: new Map(),
      trims: [],
      usage: { stored: 0, waiting: 0 },
    }
    this.rooms.set(operation.room, room)
    const keep = readEntryHeader(operation.entry)?.keep ?? false
    const seq = room.head.seq + 1
    room.rows.push({ seq, keep, bytes: new Uint8Array(operation.entry) })
    room.head = { ...room.head, seq, keepSeq: keep ? seq : room.head.keepSeq }
    room.usage = { ...room.usage, stored: room.usage.stored + operation.entry.length }
    if (operation.rotation) {
      const { epoch, gates, mailboxes } = operation.rotation
      room.head = { ...room.head, epoch }
      for (const [key, gate] of room.gates) if (gate.until === null) room.gates.set(key, { ...gate, until: seq })
      for (const gate of gates) room.gates.set(keyOf(gate.hash), { rights: gate.rights, until: null })
      const before = room.mailboxes
      room.mailboxes = new Map()
      for (const mailbox of mailboxes) {
        const key = keyOf(mailbox.hash)
        const ends = earlierEnd(before.get(key)?.ends ?? null, mailboxEnd(mailbox, now))
        room.mailboxes.set(key, { blob: new Uint8Array(mailbox.blob), ends })
      }
    }
    return seq
  }

  #trim(room: MemoryRoom, operation: TrimOperation, now: number): Outcome {
    const upTo = Math.min(operation.upTo, room.head.keepSeq)
    const due = trimDue(operation.grace, now)
    room.trims.push({ upTo, due })
    this.#trimDue(room, now)
    return 'done'
  }

  #putMailbox(room: MemoryRoom, { mailbox, most }: MailboxPutOperation, now: number): Outcome {
    this.#dropEnded(room, now)
    const key = keyOf(mailbox.hash)
    if (!room.mailboxes.has(key) && room.mailboxes.size >= most) return 'quota'
    room.mailboxes.set(key, { blob: new Uint8Array(mailbox.blob), ends: mailboxEnd(mailbox, now) })
    return 'done'
  }

  read(room: string, after: number, upTo: number, maxBytes: number): Stretch | null {
    const taken: Row[] = []
    let size = 0
    const rows = this.rooms.get(room)?.rows ?? []
    for (let i = firstAfter(rows, after); i < rows.length; i++) {
      const row = rows[i]
      size += row?.bytes.length ?? 0
      if (!row || row.seq > upTo || (taken.length > 0 && size > maxBytes)) break
      taken.push(row)
    }
    const last = taken.at(-1)
    return last ? { pack: packEntries(taken), last: last.seq } : null
  }

  gate(room: string, hash: Uint8Array): GateRow | null {
    return this.rooms.get(room)?.gates.get(keyOf(hash)) ?? null
  }

  mailbox(room: string, hash: Uint8Array, now: number): Uint8Array | null {
    const mailbox = this.rooms.get(room)?.mailboxes.get(keyOf(hash))
    return mailbox && (mailbox.ends === null || mailbox.ends > now) ? mailbox.blob : null
  }

  sweep(now: number): void {
    for (const room of this.rooms.values()) {
      this.#trimDue(room, now)
      this.#dropEnded(room, now)
    }
  }

  #trimDue(room: MemoryRoom, now: number): void {
    const floor = Math.max(room.head.floor, ...room.trims.filter((trim) => trim.due <= now).map((trim) => trim.upTo))
    room.trims = room.trims.filter((trim) => trim.due > now && trim.upTo > floor)
    room.rows = room.rows.filter((row) => row.keep || row.seq > floor)
    room.head = { ...room.head, floor }
    const waitsUpTo = Math.max(floor, ...room.trims.map((trim) => trim.upTo))
    const waiting = sizeOf(room.rows.filter((row) => !row.keep && row.seq <= waitsUpTo))
    room.usage = { stored: sizeOf(room.rows), waiting }
  }

  #dropEnded(room: MemoryRoom, now: number): void {
    for (const [key, mailbox] of room.mailboxes)
      if (mailbox.ends !== null && mailbox.ends <= now) room.mailboxes.delete(key)
  }

  close(): void {}
}
