import type { JournalChange, JournalRow } from '../../shared/ipc/journal.ts'

/**
 * What a frame says. `begin` is the first of a file; `rows` are what was merged when it was written; `change` is one step.
 * Layout: kind (u8), then for `begin`: version (u8), generation (8), base (u48); for `change`: number (u48). Then steps: what
 * (u8), length of the key (u16), key, and for a put length (u32) and bytes. Numbers are little-endian.
 */
export type Payload =
  | { readonly kind: 'begin'; readonly generation: string; readonly base: number }
  | { readonly kind: 'rows'; readonly change: JournalChange }
  | { readonly kind: 'change'; readonly n: number; readonly change: JournalChange }

const KIND = { begin: 0, rows: 1, change: 2 } as const
const STEP = { put: 1, drop: 2, clear: 3 } as const
const VERSION = 1
const GENERATION_BYTES = 8

export function encodeBegin(generation: string, base: number): Buffer {
  const bytes = Buffer.alloc(2 + GENERATION_BYTES + 6)
  bytes[0] = KIND.begin
  bytes[1] = VERSION
  Buffer.from(generation, 'hex').copy(bytes, 2)
  bytes.writeUIntLE(base, 2 + GENERATION_BYTES, 6)
  return bytes
}

function step(what: number, key: string, bytes?: Uint8Array): Buffer[] {
  const name = Buffer.from(key)
  const head = Buffer.alloc(3 + name.length + (bytes ? 4 : 0))
  head[0] = what
  head.writeUInt16LE(name.length, 1)
  name.copy(head, 3)
  if (!bytes) return [head]
  head.writeUInt32LE(bytes.length, 3 + name.length)
  return [head, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)]
}

const puts = (rows: readonly JournalRow[]) => rows.flatMap(({ key, bytes }) => step(STEP.put, key, bytes))

export function encodeRows(rows: readonly JournalRow[]): Buffer {
  return Buffer.concat([Buffer.of(KIND.rows), ...puts(rows)])
}

export function encodeChange(n: number, { clear, drop, put }: JournalChange): Buffer {
  const head = Buffer.alloc(7)
  head[0] = KIND.change
  head.writeUIntLE(n, 1, 6)
  const gone = [...clear.flatMap((prefix) => step(STEP.clear, prefix)), ...drop.flatMap((key) => step(STEP.drop, key))]
  return Buffer.concat([head, ...gone, ...puts(put)])
}

function decodeSteps(bytes: Buffer, from: number): JournalChange {
  const change = { clear: [] as string[], drop: [] as string[], put: [] as JournalRow[] }
  for (let at = from; at < bytes.length; ) {
    const what = bytes[at]
    const keyEnd = at + 3 + bytes.readUInt16LE(at + 1)
    const key = bytes.toString('utf8', at + 3, keyEnd)
    at = keyEnd
    if (what === STEP.drop) change.drop.push(key)
    else if (what === STEP.clear) change.clear.push(key)
    else {
      const end = at + 4 + bytes.readUInt32LE(at)
      change.put.push({ key, bytes: new Uint8Array(bytes.subarray(at + 4, end)) })
      at = end
    }
  }
  return change
}

/** @param bytes whose checksum is right, so they are what was written here. @returns null for another version's */
export function decodePayload(bytes: Buffer): Payload | null {
  if (bytes[0] === KIND.begin && bytes[1] === VERSION && bytes.length === 2 + GENERATION_BYTES + 6)
    return {
      kind: 'begin',
      generation: bytes.toString('hex', 2, 2 + GENERATION_BYTES),
      base: bytes.readUIntLE(2 + GENERATION_BYTES, 6),
    }
  try {
    if (bytes[0] === KIND.rows) return { kind: 'rows', change: decodeSteps(bytes, 1) }
    if (bytes[0] === KIND.change) return { kind: 'change', n: bytes.readUIntLE(1, 6), change: decodeSteps(bytes, 7) }
  } catch {}
  return null
}
