/** The state of the fold as bytes, for storage at rest and for comparing two peers. */
import {
  createEncoder,
  type Encoder,
  toUint8Array,
  writeUint8,
  writeUint8Array,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from 'lib0/encoding'
import { equal, fromUtf8 } from '../crypto/bytes.ts'
import { HASH_BYTES } from '../crypto/hash.ts'
import { PUBLIC_KEY_BYTES } from '../crypto/sign.ts'
import { type Binding, type Device, type Draft, emptyState, newDevice, type PartKey, type State } from './folded.ts'
import type { HeadLog } from './heads.ts'
import {
  Audience,
  type CircleSlot,
  type DeviceId,
  type DocId,
  HEAD_BYTES,
  ID_BYTES,
  type InviteId,
  idFromBytes,
  idToBytes,
  isDocAudience,
  isRole,
  isSlot,
  LANES,
  Lane,
  type MemberId,
  type PartId,
} from './ids.ts'
import { Reader } from './reader.ts'

const VERSION = 2

/** For storage at rest, without the heads. Plain bytes: seal them. */
export const encodeState = (state: State): Uint8Array => encodeWith(state, false)

/** What every peer that has folded the same entries agrees on, whatever its keys. */
export const encodePublicState = (state: State): Uint8Array => encodeWith(state, true)

const encodeWith = (state: State, publicOnly: boolean): Uint8Array => {
  const to = createEncoder()
  // Before the last checkpoint's index it does not matter when something was set, and who starts there does not know.
  const when = (index: number) => writeVarUint(to, Math.max(index, state.checkpoint?.index ?? 0))
  writeUint8(to, VERSION)
  writeVarUint(to, state.index)
  writeUint8Array(to, state.head)
  writeUint8Array(to, state.link)
  writeVarUint(to, state.controls)
  writeNumbers(to, state.controlIndices)
  writeNumbers(to, state.blind)
  when(state.lastMisseen)
  writeUint8(to, state.rotationDue ? 1 : 0)
  writeNumbers(to, state.checkpoint ? [state.checkpoint.at, state.checkpoint.index] : [])
  writeVarUint(to, state.epoch)
  writeVarUint(to, state.keys.length)
  for (const { commitments, moderators } of state.keys) {
    for (const commitment of commitments) writeUint8Array(to, commitment)
    writeUint8Array(to, moderators)
  }
  writeMap(to, state.members, (id, { role, gone }) => {
    writeUint8Array(to, idToBytes(id))
    writeUint8(to, role)
    writeUint8(to, gone ? 1 : 0)
  })
  writeMap(to, state.devices, (id, device) => {
    writeUint8Array(to, idToBytes(id))
    writeDevice(to, device, publicOnly ? [Lane.control, Lane.everyone] : ALL_LANES, when)
    writeMap(to, publicOnly ? new Map() : device.circles, (slot, { n, at }) => {
      writeUint8(to, slot)
      writeVarUint(to, n)
      when(at)
    })
  })
  writeMap(to, state.invites, (id, invite) => {
    writeUint8Array(to, idToBytes(id))
    writeUint8Array(to, invite.boxPublic)
    writeUint8Array(to, invite.mailbox)
    writeUint8(to, invite.role)
    writeUint8(to, invite.member ? 1 : 0)
    if (invite.member) writeUint8Array(to, idToBytes(invite.member))
    writeUint8Array(to, idToBytes(invite.by))
    writeVarUint(to, invite.uses)
  })
  writeMap(to, state.docs, (id, { kind, audience, write, parts }) => {
    writeUint8Array(to, idToBytes(id))
    writeUint8(to, kind)
    writeUint8(to, audience)
    writeUint8(to, write)
    writeParts(to, publicOnly && audience !== Audience.everyone ? new Map() : parts, when)
  })
  writeMap(to, state.circles, (slot, { epoch, commitments, roster }) => {
    writeUint8(to, slot)
    writeVarUint(to, epoch)
    writeMap(to, commitments, (of, commitment) => {
      writeVarUint(to, of)
      writeUint8Array(to, commitment)
    })
    writeVarUint8Array(to, roster)
  })
  writeMap(to, state.drafts, (id, draft) => {
    writeUint8Array(to, idToBytes(id))
    writeDraft(to, draft)
  })
  return toUint8Array(to)
}

const ALL_LANES: readonly Lane[] = Object.values(Lane)

const writeNumbers = (to: Encoder, numbers: readonly number[]): void => {
  writeVarUint(to, numbers.length)
  for (const number of numbers) writeVarUint(to, number)
}

/** In order of the keys, so that two peers' bytes compare. */
const writeMap = <K extends string | number, V>(
  to: Encoder,
  map: ReadonlyMap<K, V>,
  write: (key: K, value: V) => void,
): void => {
  writeVarUint(to, map.size)
  for (const [key, value] of [...map].sort(([a], [b]) => (a < b ? -1 : 1))) write(key, value)
}

const writeDevice = (to: Encoder, device: Device, lanes: readonly Lane[], when: (index: number) => void): void => {
  writeUint8Array(to, idToBytes(device.member))
  writeUint8Array(to, device.signPublic)
  writeUint8Array(to, device.boxPublic)
  writeUint8(to, device.gone ? 1 : 0)
  for (const lane of lanes) {
    const counter = device.counters[lane]
    writeVarUint(to, counter?.n ?? 0)
    when(counter?.at ?? 0)
  }
}

const writeParts = (
  to: Encoder,
  parts: ReadonlyMap<PartKey, ReadonlyMap<number, Binding>>,
  when: (index: number) => void,
): void =>
  writeMap(to, parts, (key, bound) => {
    writeVarString(to, key)
    writeMap(to, bound, (client, { device, since, clock, at }) => {
      writeVarUint(to, client)
      writeUint8Array(to, idToBytes(device))
      writeVarUint(to, clock)
      when(since)
      when(at)
    })
  })

const writeDraft = (to: Encoder, draft: Draft): void => {
  writeVarUint(to, draft.asOf)
  writeVarUint(to, draft.entries)
  writeNumbers(to, draft.expected === null ? [] : [draft.expected])
  writeUint8(to, draft.wrong ? 1 : 0)
  writeVarString(to, draft.open?.place ?? '')
  writeNumbers(to, draft.open ? [draft.open.chunks, draft.open.next] : [])
  writeVarUint(to, draft.covered.size)
  for (const place of [...draft.covered].sort()) writeVarString(to, place)
}

/** Null if damaged, or if the heads do not end where the state stands. */
export const decodeState = (bytes: Uint8Array, heads: HeadLog): State | null => {
  const from = new Reader(bytes)
  if (from.u8() !== VERSION) return null
  const state = emptyState()
  state.index = from.varUint()
  state.head = from.take(HASH_BYTES).slice()
  state.heads = heads
  state.link = from.take(HASH_BYTES).slice()
  state.controls = from.varUint()
  state.controlIndices = readNumbers(from)
  state.blind.push(...readNumbers(from))
  state.lastMisseen = from.varUint()
  state.rotationDue = from.u8() === 1
  const [at, index] = readNumbers(from)
  state.checkpoint = at !== undefined && index !== undefined ? { at, index } : null
  state.epoch = from.varUint()
  readKeys(from, state)
  readMembership(from, state)
  readDocs(from, state)
  readCircles(from, state)
  for (let n = from.count(ID_BYTES); n > 0; n--) state.drafts.set(readId(from), readDraft(from))
  const last = heads.at(state.index)
  const ends = heads.end === state.index + 1 && last !== null && equal(last, state.head.subarray(0, HEAD_BYTES))
  return from.complete && ends ? state : null
}

const readId = <T extends DeviceId | MemberId | DocId>(from: Reader): T => idFromBytes<T>(from.take(ID_BYTES))

const readNumbers = (from: Reader): number[] => Array.from({ length: from.count(1) }, () => from.varUint())

const readText = (from: Reader): string => fromUtf8(from.varBytes()) ?? ''

const readKeys = (from: Reader, state: State): void => {
  const key = () => from.take(HASH_BYTES).slice()
  for (let n = from.count(5 * HASH_BYTES); n > 0; n--)
    state.keys.push({ commitments: [key(), key(), key(), key()], moderators: key() })
}

const readMembership = (from: Reader, state: State): void => {
  for (let n = from.count(ID_BYTES); n > 0; n--) {
    const id = readId<MemberId>(from)
    state.members.set(id, { role: readRole(from), gone: from.u8() === 1 })
  }
  for (let n = from.count(ID_BYTES); n > 0; n--) {
    const id = readId<DeviceId>(from)
    const device = newDevice(readId(from), from.take(PUBLIC_KEY_BYTES), from.take(PUBLIC_KEY_BYTES))
    device.gone = from.u8() === 1
    for (let lane = 0; lane < LANES; lane++)
      Object.assign(device.counters[lane] ?? {}, { n: from.varUint(), at: from.varUint() })
    for (let n = from.count(3); n > 0; n--)
      device.circles.set(readSlot(from), { n: from.varUint(), at: from.varUint() })
    state.devices.set(id, device)
  }
  for (let n = from.count(PUBLIC_KEY_BYTES); n > 0; n--) {
    const id = idFromBytes<InviteId>(from.take(PUBLIC_KEY_BYTES))
    const boxPublic = from.take(PUBLIC_KEY_BYTES).slice()
    const mailbox = from.take(HASH_BYTES).slice()
    const role = readRole(from)
    const member = from.u8() === 1 ? readId<MemberId>(from) : null
    state.invites.set(id, { boxPublic, mailbox, role, member, by: readId(from), uses: from.varUint() })
  }
}

const readRole = (from: Reader) => {
  const role = from.u8()
  return isRole(role) ? role : from.fail()
}

const readDocs = (from: Reader, state: State): void => {
  for (let n = from.count(ID_BYTES); n > 0; n--) {
    const id = readId<DocId>(from)
    const kind = from.u8()
    const audience = from.u8()
    const parts = new Map<PartKey, Map<number, Binding>>()
    const doc = { kind, audience: isDocAudience(audience) ? audience : from.fail(), write: readRole(from), parts }
    for (let parts = from.count(2); parts > 0; parts--) doc.parts.set(readText(from) as PartId | '', readBound(from))
    state.docs.set(id, doc)
  }
}

const readSlot = (from: Reader): CircleSlot => {
  const slot = from.u8()
  return isSlot(slot) ? slot : (from.fail() as CircleSlot)
}

const readCircles = (from: Reader, state: State): void => {
  for (let n = from.count(3); n > 0; n--) {
    const slot = readSlot(from)
    const epoch = from.varUint()
    const commitments = new Map<number, Uint8Array>()
    for (let c = from.count(1 + HASH_BYTES); c > 0; c--) commitments.set(from.varUint(), from.take(HASH_BYTES).slice())
    state.circles.set(slot, { epoch, commitments, roster: from.varBytes().slice() })
  }
}

const readBound = (from: Reader): Map<number, Binding> => {
  const bound = new Map<number, Binding>()
  for (let n = from.count(ID_BYTES + 4); n > 0; n--) {
    const client = from.varUint()
    const device = readId<DeviceId>(from)
    const clock = from.varUint()
    bound.set(client, { device, clock, since: from.varUint(), at: from.varUint() })
  }
  return bound
}

const readDraft = (from: Reader): Draft => {
  const asOf = from.varUint()
  const entries = from.varUint()
  const [expected] = readNumbers(from)
  const wrong = from.u8() === 1
  const place = readText(from)
  const [chunks, next] = readNumbers(from)
  const open = chunks !== undefined && next !== undefined ? { place, chunks, next } : null
  const covered = new Set(Array.from({ length: from.count(1) }, () => readText(from)))
  return { asOf, entries, expected: expected ?? null, wrong, open, covered }
}
