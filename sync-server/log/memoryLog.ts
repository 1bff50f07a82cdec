import { packEntries, readEntryHeader, type SequencedEntry } from '#shared/protocol/frames.ts'
import type { AppendOperation, Fate, GateRow, Head, Log, Operation, Outcome, Stretch, TrimOperation } from './log.ts'
import { MemoryMailboxes } from './memoryMailboxes.ts'
import { refuseAppend, trimDue, type Usage } from './rules.ts'

interface Row extends SequencedEntry {
  readonly keep: boolean
}

/** One room, as plain values: the whole of what a relay knows about a community. */
export interface MemoryRoom {
  head: Head
  rows: Row[]
  gates: Map<string, GateRow>
  readonly mailboxes: MemoryMailboxes
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
        return room.mailboxes.put(operation, now)
      case 'mailboxDelete':
        room.mailboxes.end(operation.hash, operation.why, now)
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
      mailboxes: new MemoryMailboxes(),
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
      room.mailboxes.renew(mailboxes, now)
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
    return this.rooms.get(room)?.mailboxes.get(hash, now) ?? null
  }

  fate(room: string, hash: Uint8Array, now: number): Fate | null {
    return this.rooms.get(room)?.mailboxes.fate(hash, now) ?? null
  }

  sweep(now: number): void {
    for (const room of this.rooms.values()) {
      this.#trimDue(room, now)
      room.mailboxes.dropEnded(now)
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

  close(): void {}
}
