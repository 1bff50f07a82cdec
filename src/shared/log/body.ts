/** What an envelope carries, by kind: types; the bytes are in bodyCodec.ts. */
import type { ControlOp } from './controlOp.ts'
import type { CarriedAudience, DeviceId, DocId, MemberId, Part } from './ids.ts'

/** One row of the table of Yjs client ids of a part: whose it is, and the next clock after what the log holds of it. */
export interface ClientRow {
  /** 32 bits. */
  readonly client: number
  readonly device: DeviceId
  readonly clock: number
}

/** Last numbers of a device in the lanes that the reader of a snapshot may see. */
export interface CounterRow {
  readonly device: DeviceId
  readonly n: number
}

/** The state of one part, in pieces that fit an entry. */
export interface PartSnapshot {
  readonly form: 'part'
  readonly doc: DocId
  readonly part: Part
  /** Full table in the first piece, empty in the others. */
  readonly clients: readonly ClientRow[]
  /** 0 to `chunks` - 1. */
  readonly chunk: number
  readonly chunks: number
  /** The joined pieces are raw deflate of a Yjs update (V1), else the update itself. */
  readonly deflated: boolean
  readonly bytes: Uint8Array
}

/** Registers and reports as they were signed, so that whose they are survives a checkpoint. */
export interface CarriedSnapshot {
  readonly form: 'carried'
  readonly items: readonly CarriedEntry[]
}

export interface CarriedEntry {
  readonly audience: CarriedAudience
  readonly epoch: number
  /** sig 64 ‖ env. */
  readonly signed: Uint8Array
}

/** What else a reader who starts at the checkpoint must know. */
export interface BaseSnapshot {
  readonly form: 'base'
  /** Snapshot entries of this audience that belong to the checkpoint, this one included. */
  readonly entries: number
  /** Counters of the audience's lane (the reports' lane rides with the organizers'). */
  readonly counters: readonly CounterRow[]
  readonly reports: readonly CounterRow[]
  /** 16-byte heads of the last indices up to the one it stands for, oldest first. Only for everyone. */
  readonly heads: Uint8Array
  /** Ordinals (from 1) of control entries that were void for what they said they had seen. Only for everyone. */
  readonly blind: readonly number[]
}

export type Snapshot = PartSnapshot | CarriedSnapshot | BaseSnapshot

export interface ControlBody {
  readonly kind: 'control'
  /** 16 bytes that stand for all control entries before, in their order; zeros before the first. */
  readonly prev: Uint8Array
  readonly op: ControlOp
}

export interface UpdateBody {
  readonly kind: 'update'
  readonly doc: DocId
  readonly part: Part
  /** Yjs update, V1. */
  readonly update: Uint8Array
}

export interface SnapshotBody {
  readonly kind: 'snapshot'
  /** Index of the last entry that it covers. */
  readonly asOf: number
  readonly snapshot: Snapshot
}

export interface RegisterBody {
  readonly kind: 'register'
  /** At most 32 bytes of UTF-8, such as `profile`. */
  readonly name: string
  /** Whose register: null is the author's own. Another's may only be blanked (empty value), by whoever could remove that member. */
  readonly subject: MemberId | null
  readonly value: Uint8Array
}

export interface ReportBody {
  readonly kind: 'report'
  readonly report: Uint8Array
}

/** A content kind from a later version: kept as it is, folded again after an update of the app. */
export interface LaterBody {
  readonly kind: 'later'
  readonly code: number
  readonly bytes: Uint8Array
}

export type ContentBody = UpdateBody | SnapshotBody | RegisterBody | ReportBody | LaterBody
export type Body = ControlBody | ContentBody

/** Numbers on the wire; those not listed belong to later versions. */
export const Kind = { control: 0, update: 1, snapshot: 2, register: 3, report: 4 } as const

export const REGISTER_NAME_MAX_BYTES = 32
/** Bytes of a register's value. */
export const REGISTER_MAX_BYTES = 32 * 1024
