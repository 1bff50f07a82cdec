/** The bytes of bodies. A value has one spelling: what decodes was encoded exactly so. */
import {
  type Encoder,
  encode,
  writeUint8,
  writeUint8Array,
  writeUint16,
  writeVarUint,
  writeVarUint8Array,
} from 'lib0/encoding'
import { fromUtf8, utf8 } from '../crypto/bytes.ts'
import {
  type BaseSnapshot,
  type Body,
  type CarriedEntry,
  type CarriedSnapshot,
  type ClientRow,
  type CounterRow,
  Kind,
  type PartSnapshot,
  REGISTER_MAX_BYTES,
  REGISTER_NAME_MAX_BYTES,
  type Snapshot,
} from './body.ts'
import { decodeOp, encodeOp } from './controlOp.ts'
import {
  Audience,
  type CarriedAudience,
  type DeviceId,
  type DocId,
  HEAD_BYTES,
  ID_BYTES,
  idFromBytes,
  idToBytes,
  isRoleAudience,
  type MemberId,
  type Part,
  type PartId,
} from './ids.ts'
import { Reader } from './reader.ts'

const Form = { part: 0, carried: 1, base: 2 } as const
/** In place of a document where a snapshot is not of one. */
const NO_DOC = '0'.repeat(2 * ID_BYTES) as DocId

/** kind u8 ‖ body. */
export const encodeBody = (body: Body): Uint8Array =>
  encode((to) => {
    writeUint8(to, body.kind === 'later' ? body.code : Kind[body.kind])
    switch (body.kind) {
      case 'control':
        writeUint8Array(to, body.prev)
        return writeUint8Array(to, encodeOp(body.op))
      case 'update':
        writePlace(to, body.doc, body.part)
        return writeUint8Array(to, body.update)
      case 'snapshot':
        return writeSnapshot(to, body.asOf, body.snapshot)
      case 'register':
        writeVarUint8Array(to, utf8(body.name))
        writeOptionalId(to, body.subject)
        return writeUint8Array(to, body.value)
      case 'report':
        return writeUint8Array(to, body.report)
      case 'later':
        return writeUint8Array(to, body.bytes)
    }
  })

const writeOptionalId = (to: Encoder, id: MemberId | PartId | null): void =>
  writeVarUint8Array(to, id ? idToBytes(id) : new Uint8Array(0))

const writePlace = (to: Encoder, doc: DocId, part: Part): void => {
  writeUint8Array(to, idToBytes(doc))
  writeOptionalId(to, part)
}

const writeSnapshot = (to: Encoder, asOf: number, snapshot: Snapshot): void => {
  const ofPart = snapshot.form === 'part'
  writePlace(to, ofPart ? snapshot.doc : NO_DOC, ofPart ? snapshot.part : null)
  writeVarUint(to, asOf)
  writeUint8(to, Form[snapshot.form])
  if (ofPart) writePart(to, snapshot)
  else if (snapshot.form === 'carried') writeCarried(to, snapshot)
  else writeBase(to, snapshot)
}

const writePart = (to: Encoder, snapshot: PartSnapshot): void => {
  writeVarUint(to, snapshot.chunk)
  writeVarUint(to, snapshot.chunks)
  writeUint8(to, snapshot.deflated ? 1 : 0)
  writeVarUint(to, snapshot.clients.length)
  for (const { client, device, clock } of snapshot.clients) {
    writeVarUint(to, client)
    writeUint8Array(to, idToBytes(device))
    writeVarUint(to, clock)
  }
  writeUint8Array(to, snapshot.bytes)
}

const writeCarried = (to: Encoder, { items }: CarriedSnapshot): void => {
  writeVarUint(to, items.length)
  for (const { audience, epoch, signed } of items) {
    writeUint8(to, audience)
    writeUint16(to, epoch)
    writeVarUint8Array(to, signed)
  }
}

const writeBase = (to: Encoder, snapshot: BaseSnapshot): void => {
  writeVarUint(to, snapshot.entries)
  writeCounters(to, snapshot.counters)
  writeCounters(to, snapshot.reports)
  writeVarUint8Array(to, snapshot.heads)
  writeVarUint(to, snapshot.blind.length)
  for (const ordinal of snapshot.blind) writeVarUint(to, ordinal)
}

const writeCounters = (to: Encoder, rows: readonly CounterRow[]): void => {
  writeVarUint(to, rows.length)
  for (const { device, n } of rows) {
    writeUint8Array(to, idToBytes(device))
    writeVarUint(to, n)
  }
}

/** Null if damaged. Byte arrays are views. An unknown kind, or form of a snapshot, gives a `later`. */
export const decodeBody = (bytes: Uint8Array): Body | null => {
  const from = new Reader(bytes)
  const code = from.u8()
  const body = from.failed ? null : readBody(from, code)
  return body && from.complete ? body : null
}

const readBody = (from: Reader, code: number): Body | null => {
  switch (code) {
    case Kind.control: {
      const prev = from.take(HEAD_BYTES)
      const op = decodeOp(from.rest())
      return op && { kind: 'control', prev, op }
    }
    case Kind.update: {
      const place = readPlace(from)
      return { kind: 'update', ...place, update: from.rest() }
    }
    case Kind.snapshot:
      return readSnapshot(from)
    case Kind.register: {
      const nameBytes = from.varBytes()
      const name = fromUtf8(nameBytes)
      const subject = readOptionalId<MemberId>(from)
      const value = from.rest()
      const fits = nameBytes.length > 0 && nameBytes.length <= REGISTER_NAME_MAX_BYTES
      return name !== null && fits && value.length <= REGISTER_MAX_BYTES
        ? { kind: 'register', name, subject, value }
        : null
    }
    case Kind.report:
      return { kind: 'report', report: from.rest() }
    default:
      return { kind: 'later', code, bytes: from.rest() }
  }
}

/** Length u8, 0 or 8, then the id. */
const readOptionalId = <T extends MemberId | PartId>(from: Reader): T | null => {
  const bytes = from.varBytes()
  if (bytes.length === 0) return null
  if (bytes.length !== ID_BYTES) from.fail()
  return idFromBytes<T>(bytes)
}

const readId = <T extends DeviceId | DocId>(from: Reader): T => idFromBytes<T>(from.take(ID_BYTES))

const readPlace = (from: Reader): { doc: DocId; part: Part } => ({
  doc: readId(from),
  part: readOptionalId<PartId>(from),
})

const readSnapshot = (from: Reader): Body | null => {
  const start = from.at
  const { doc, part } = readPlace(from)
  const asOf = from.varUint()
  const form = from.u8()
  if (from.failed) return null
  if (form === Form.part) return { kind: 'snapshot', asOf, snapshot: readPart(from, doc, part) }
  if (form !== Form.carried && form !== Form.base) {
    from.rest()
    return { kind: 'later', code: Kind.snapshot, bytes: from.bytes.subarray(start) }
  }
  if (doc !== NO_DOC || part !== null) return null
  return { kind: 'snapshot', asOf, snapshot: form === Form.carried ? readCarried(from) : readBase(from) }
}

const readPart = (from: Reader, doc: DocId, part: Part): Snapshot => {
  const chunk = from.varUint()
  const chunks = from.varUint()
  const deflated = from.u8()
  const clients: ClientRow[] = []
  for (let n = from.count(ID_BYTES + 2); n > 0; n--)
    clients.push({ client: from.varUint(), device: readId(from), clock: from.varUint() })
  if (deflated > 1 || chunk >= chunks) from.fail()
  return { form: 'part', doc, part, clients, chunk, chunks, deflated: deflated === 1, bytes: from.rest() }
}

const readCarried = (from: Reader): Snapshot => {
  const items: CarriedEntry[] = []
  for (let n = from.count(4); n > 0; n--)
    items.push({ audience: readAudience(from), epoch: from.u16(), signed: from.varBytes() })
  return { form: 'carried', items }
}

const readAudience = (from: Reader): CarriedAudience => {
  const audience = from.u8()
  return isRoleAudience(audience) || audience === Audience.report ? audience : from.fail()
}

const readCounters = (from: Reader): CounterRow[] => {
  const rows: CounterRow[] = []
  for (let n = from.count(ID_BYTES + 1); n > 0; n--) rows.push({ device: readId(from), n: from.varUint() })
  return rows
}

const readBase = (from: Reader): Snapshot => {
  const entries = from.varUint()
  const counters = readCounters(from)
  const reports = readCounters(from)
  const heads = from.varBytes()
  const blind: number[] = []
  for (let n = from.count(1); n > 0; n--) blind.push(from.varUint())
  if (heads.length % HEAD_BYTES !== 0) from.fail()
  return { form: 'base', entries, counters, reports, heads, blind }
}
