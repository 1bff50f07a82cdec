import { fromUtf8, toHex, utf8 } from '#shared/crypto/bytes.ts'
import { hash } from '#shared/crypto/hash.ts'
import { REGISTER_MAX_BYTES } from '#shared/log/body.ts'
import { type DeviceId, type MemberId, readId } from '#shared/log/ids.ts'
import type { Confidence } from './confidences.ts'
import type { OwnCopy } from './ownCopy.ts'

/** The register in which each member says who they are. */
export const PROFILE = 'profile'
const NAME_MAX = 80
const BOX_MAX = 4_096
/** No profile needs more; what is deeper or longer would only cost whoever reads it. */
const DEPTH_MAX = 4
const ITEMS_MAX = 400

/** JSON as it stands; what its fields mean, and their limits, is known further up. */
export type PlainRecord = Readonly<Record<string, unknown>>

export interface Profile {
  readonly name: string
  /** What everyone may read. */
  readonly own: PlainRecord
  /** What only organizers may read: JSON, sealed. Always there once anything but the name was said. */
  readonly box: Confidence | null
  /** What is in the box, for the member's own devices. */
  readonly copy: OwnCopy | null
  /** Do not ask me why I have not come. */
  readonly quiet: boolean
}

/** What a box with a profile's fields is about; see confidences.ts. */
export const profileSubject = (member: MemberId): string => `${PROFILE}/${member}`

const NOBODY: Profile = { name: '', own: {}, box: null, copy: null, quiet: false }

/** @returns null when it is too large for a register */
export function encodeProfile({ name, own, box, copy, quiet }: Profile): Uint8Array | null {
  const bytes = utf8(
    JSON.stringify({
      name: name.slice(0, NAME_MAX),
      ...(Object.keys(own).length > 0 && { own }),
      ...(box && { box }),
      ...(copy && { copy }),
      ...(quiet && { quiet }),
    }),
  )
  return bytes.length > REGISTER_MAX_BYTES ? null : bytes
}

/** @returns an empty profile for whatever a hostile member wrote */
export function decodeProfile(bytes: Uint8Array | undefined): Profile {
  const found = bytes && bytes.length <= REGISTER_MAX_BYTES ? parsed(fromUtf8(bytes)) : null
  if (!isRecord(found)) return NOBODY
  const { name, own, box, copy, quiet } = found
  return {
    name: typeof name === 'string' ? name.trim().slice(0, NAME_MAX) : '',
    own: plainRecord(own),
    box: confidenceIn(box),
    copy: copyIn(copy),
    quiet: quiet === true,
  }
}

/** The fields that were in a box. @returns none for whatever a hostile member sealed */
export const decodeSealed = (words: string): PlainRecord => plainRecord(parsed(words))

export const encodeSealed = (fields: PlainRecord): string =>
  Object.keys(fields).length === 0 ? '' : JSON.stringify(fields)

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}

const isRecord = (value: unknown): value is PlainRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function confidenceIn(value: unknown): Confidence | null {
  if (!isRecord(value)) return null
  const { epoch, box } = value
  const isEpoch = typeof epoch === 'number' && Number.isInteger(epoch) && epoch >= 0 && epoch <= 0xffff
  return isEpoch && typeof box === 'string' && box.length <= BOX_MAX ? { epoch, box } : null
}

/** A member has at most 16 living devices. */
const COPY_KEYS_MAX = 16
const KEY_MAX = 200

function copyIn(value: unknown): OwnCopy | null {
  if (!isRecord(value) || typeof value.words !== 'string' || value.words.length > BOX_MAX || !isRecord(value.keys))
    return null
  const keys = Object.entries(value.keys).flatMap(([id, key]): [string, string][] =>
    readId<DeviceId>(id) !== null && typeof key === 'string' && key.length <= KEY_MAX ? [[id, key]] : [],
  )
  return { words: value.words, keys: Object.fromEntries(keys.slice(0, COPY_KEYS_MAX)) }
}

const DANGEROUS = new Set(['__proto__', 'constructor', 'prototype'])

/** A copy that can be posted and walked through without care: no deep nests, no keys that mean something to a prototype. */
function plainRecord(value: unknown): PlainRecord {
  const copy = plain(value, DEPTH_MAX)
  return isRecord(copy) ? copy : {}
}

function plain(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth === 0) return null
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((one) => plain(one, depth - 1))
  const kept = Object.entries(value)
    .filter(([key]) => !DANGEROUS.has(key))
    .slice(0, ITEMS_MAX)
  return Object.fromEntries(kept.map(([key, one]) => [key, plain(one, depth - 1)]))
}

/** What a list of people needs of each profile. */
interface Glance {
  readonly name: string
  /** Tells one value of the register from another; '' for none. */
  readonly version: string
}

const NOTHING: Glance = { name: '', version: '' }
/** With photos in them, profiles are too large to be read again whenever anything about people changes. */
const glances = new WeakMap<Uint8Array, Glance>()

export function glanceAt(bytes: Uint8Array | undefined): Glance {
  if (bytes === undefined || bytes.length === 0) return NOTHING
  const known = glances.get(bytes)
  if (known) return known
  const glance = { name: decodeProfile(bytes).name, version: toHex(hash(bytes).subarray(0, 8)) }
  glances.set(bytes, glance)
  return glance
}
