/**
 * Reads a Yjs update (V1) as Yjs would, but without building anything, and refuses what no honest Yjs writes. The format is
 * that of yjs 13.6 `readClientsStructRefs`, `readItemContent` and `readDeleteSet`.
 */
import { fromUtf8 } from '../crypto/bytes.ts'
import { isPlainJson } from './plainJson.ts'
import { Reader } from './reader.ts'
import { ANY_NESTING, isForbiddenKey } from './updateLimits.ts'

/** A position in a client's sequence. */
export interface Id {
  readonly client: number
  readonly clock: number
}

/** One item or collected gap of the update. */
export interface Struct extends Id {
  readonly length: number
  readonly origin: Id | null
  readonly right: Id | null
  /** Set only where it is written: elsewhere the parent is that of `origin` or `right`. null there: a root type. */
  readonly parent: Id | null
  /** Holds a nested type (map, array, text, XML). */
  readonly isType: boolean
  /** Bytes of the update that it takes. */
  readonly start: number
  readonly end: number
}

export interface ClientStructs {
  readonly client: number
  readonly from: number
  readonly to: number
  readonly structs: readonly Struct[]
}

export interface DeletedRange extends Id {
  readonly length: number
}

export interface WalkedUpdate {
  readonly clients: readonly ClientStructs[]
  readonly deletes: readonly DeletedRange[]
}

export interface WalkLimits {
  readonly structs: number
  readonly clients: number
  readonly deletes: number
}

/** Clocks count characters and values ever written by a client; beyond this it is a lie. */
const MAX_CLOCK = 2 ** 31
const MAX_CLIENT = 2 ** 32 - 1

const HAS_ORIGIN = 128
const HAS_RIGHT = 64
const HAS_KEY = 32
const CONTENT = 31
const XML_ELEMENT = 3
const XML_HOOK = 5
const TYPES = 7

/** Null for an update that Yjs would choke on, that goes over a limit or that uses what Kith never writes (subdocuments, gaps inside, XML hooks). */
export const walkUpdate = (update: Uint8Array, limits: WalkLimits): WalkedUpdate | null => {
  const from = new Reader(update)
  const clients = readClients(from, limits)
  const deletes = readDeletes(from, limits.deletes)
  return from.complete ? { clients, deletes } : null
}

const readClients = (from: Reader, limits: WalkLimits): ClientStructs[] => {
  const clients: ClientStructs[] = []
  const seen = new Set<number>()
  let left = limits.structs
  const count = from.count(4)
  if (count > limits.clients) from.fail()
  for (let i = 0; i < count && !from.failed; i++) {
    // Checked before anything is made of it: a lie about the number of structs costs nothing.
    const structs = from.count(2)
    if (structs === 0 || structs > left) from.fail()
    left -= structs
    const client = readClient(from)
    if (seen.has(client)) from.fail()
    seen.add(client)
    clients.push(readStructs(from, client, structs))
  }
  return clients
}

const readClient = (from: Reader): number => {
  const client = from.varUint()
  return client > MAX_CLIENT ? from.fail() : client
}

const readStructs = (from: Reader, client: number, count: number): ClientStructs => {
  const first = from.varUint()
  const structs: Struct[] = []
  let clock = first
  for (let i = 0; i < count && !from.failed; i++) {
    const struct = readStruct(from, client, clock)
    clock += struct.length
    if (struct.length === 0 || clock > MAX_CLOCK) from.fail()
    structs.push(struct)
  }
  return { client, from: first, to: clock, structs }
}

const readStruct = (from: Reader, client: number, clock: number): Struct => {
  const start = from.at
  const info = from.u8()
  if (info === 0) {
    const length = from.varUint()
    return { client, clock, length, origin: null, right: null, parent: null, isType: false, start, end: from.at }
  }
  const origin = (info & HAS_ORIGIN) !== 0 ? readId(from) : null
  const right = (info & HAS_RIGHT) !== 0 ? readId(from) : null
  const parent = origin || right ? null : readParent(from, (info & HAS_KEY) !== 0)
  const { length, isType } = readContent(from, info & CONTENT)
  return { client, clock, length, origin, right, parent, isType, start, end: from.at }
}

const readId = (from: Reader): Id => ({ client: readClient(from), clock: from.varUint() })

const readParent = (from: Reader, keyed: boolean): Id | null => {
  const root = from.varUint()
  if (root > 1) from.fail()
  const parent = root === 1 ? null : readId(from)
  if (root === 1) readKey(from)
  if (keyed) readKey(from)
  return parent
}

/** UTF-16 length of a text, as that is what moves a client's clock. */
const readText = (from: Reader): string => {
  const text = fromUtf8(from.varBytes())
  if (text === null) from.fail()
  return text ?? ''
}

const readKey = (from: Reader): void => {
  if (isForbiddenKey(readText(from))) from.fail()
}

const readJson = (from: Reader): void => {
  if (!isPlainJson(readText(from))) from.fail()
}

interface Content {
  readonly length: number
  readonly isType: boolean
}

const value = (length: number): Content => ({ length, isType: false })

const readContent = (from: Reader, kind: number): Content => {
  switch (kind) {
    case 1: // deleted
      return value(from.varUint())
    case 2: {
      const count = from.count(1)
      for (let i = 0; i < count && !from.failed; i++) {
        const text = readText(from)
        if (text !== 'undefined' && !isPlainJson(text)) from.fail()
      }
      return value(count)
    }
    case 3: // bytes
      from.varBytes()
      return value(1)
    case 4:
      return value(readText(from).length)
    case 5: // embed
      readJson(from)
      return value(1)
    case 6: // format
      readKey(from)
      readJson(from)
      return value(1)
    case 7: {
      const type = from.varUint()
      if (type >= TYPES || type === XML_HOOK) from.fail()
      if (type === XML_ELEMENT) readKey(from)
      return { length: 1, isType: true }
    }
    case 8: {
      const count = from.count(1)
      for (let i = 0; i < count && !from.failed; i++) readAny(from, 0)
      return value(count)
    }
    default: // 9 is a subdocument, 10 a gap
      return value(from.fail())
  }
}

/** lib0's any: 116 bytes, 117 array, 118 object, 119 text, 120/121 boolean, 122 bigint (never ours), 123/124 float, 125 integer, 126 null, 127 undefined. */
const readAny = (from: Reader, nesting: number): void => {
  if (nesting > ANY_NESTING) {
    from.fail()
    return
  }
  switch (from.u8()) {
    case 127:
    case 126:
    case 121:
    case 120:
      return
    case 125:
      readVarInt(from)
      return
    case 124:
      from.take(4)
      return
    case 123:
      from.take(8)
      return
    case 119:
      readText(from)
      return
    case 118:
      for (let n = from.count(2); n > 0 && !from.failed; n--) {
        readKey(from)
        readAny(from, nesting + 1)
      }
      return
    case 117:
      for (let n = from.count(1); n > 0 && !from.failed; n--) readAny(from, nesting + 1)
      return
    case 116:
      from.varBytes()
      return
    default:
      from.fail()
  }
}

/** 6 bits and a sign in the first byte, 7 in the others; at most 53 bits. */
const readVarInt = (from: Reader): void => {
  let byte = from.u8()
  let size = byte & 63
  for (let unit = 64; byte >= 128; unit *= 128) {
    byte = from.u8()
    size += (byte & 127) * unit
    if (size > Number.MAX_SAFE_INTEGER) from.fail()
  }
}

const readDeletes = (from: Reader, limit: number): DeletedRange[] => {
  const deletes: DeletedRange[] = []
  const seen = new Set<number>()
  for (let clients = from.count(4); clients > 0 && !from.failed; clients--) {
    const client = readClient(from)
    if (seen.has(client)) from.fail()
    seen.add(client)
    const count = from.count(2)
    if (deletes.length + count > limit) from.fail()
    for (let i = 0; i < count && !from.failed; i++) {
      const range = { client, clock: from.varUint(), length: from.varUint() }
      if (range.length === 0 || range.clock + range.length > MAX_CLOCK) from.fail()
      deletes.push(range)
    }
  }
  return deletes
}
