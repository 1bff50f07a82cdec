import { createHash } from 'node:crypto'

/**
 * A frame: `KJL1`, length of the payload (u32), index in the file (u32), checksum (8), payload. Numbers are little-endian.
 * The checksum is the first 8 bytes of SHA-256 over the community's id, what stands before it, and the payload, so a frame of
 * another file or place does not pass.
 */
const MAGIC = Buffer.from('KJL1')
const CHECKED = 12
const HEAD_BYTES = 20
/** A change that replaces a whole log is one frame. */
const MAX_PAYLOAD = 512 * 1024 * 1024
const PIECE = 1024 * 1024

function checksum(room: string, head: Uint8Array, payload: Uint8Array): Buffer {
  return createHash('sha256').update(room).update(head).update(payload).digest().subarray(0, 8)
}

export function encodeFrame(room: string, index: number, payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEAD_BYTES + payload.length)
  MAGIC.copy(frame)
  frame.writeUInt32LE(payload.length, 4)
  frame.writeUInt32LE(index, 8)
  frame.set(payload, HEAD_BYTES)
  checksum(room, frame.subarray(0, CHECKED), payload).copy(frame, CHECKED)
  return frame
}

/** Where bytes come from: a file, or bytes in a test. */
export interface Source {
  /** @returns fewer bytes only at the end */
  read(at: number, length: number): Promise<Buffer>
}

export interface Frame {
  readonly index: number
  readonly at: number
  /** Where the next one begins. */
  readonly end: number
  readonly payload: Buffer
  /** Something before it is missing or damaged. */
  readonly afterDamage: boolean
}

/** Reads ahead, as frames are small. */
class Ahead {
  readonly #source: Source
  #at = 0
  #bytes: Buffer = Buffer.alloc(0)

  constructor(source: Source) {
    this.#source = source
  }

  async read(at: number, length: number): Promise<Buffer> {
    if (at < this.#at || at + length > this.#at + this.#bytes.length) {
      this.#bytes = await this.#source.read(at, Math.max(length, PIECE))
      this.#at = at
    }
    return this.#bytes.subarray(at - this.#at, at - this.#at + length)
  }
}

async function frameAt(ahead: Ahead, room: string, at: number): Promise<Frame | null> {
  const head = await ahead.read(at, HEAD_BYTES)
  if (head.length < HEAD_BYTES || !head.subarray(0, 4).equals(MAGIC)) return null
  const [length, index] = [head.readUInt32LE(4), head.readUInt32LE(8)]
  if (length > MAX_PAYLOAD) return null
  const checked = Buffer.from(head)
  const payload = await ahead.read(at + HEAD_BYTES, length)
  if (payload.length < length) return null
  if (!checksum(room, checked.subarray(0, CHECKED), payload).equals(checked.subarray(CHECKED))) return null
  return { index, at, end: at + HEAD_BYTES + length, payload, afterDamage: false }
}

/** @returns where the next frame may begin, or null */
async function nextMagic(ahead: Ahead, from: number): Promise<number | null> {
  for (let at = from; ; ) {
    const piece = await ahead.read(at, PIECE)
    const found = piece.indexOf(MAGIC)
    if (found >= 0) return at + found
    if (piece.length < PIECE) return null
    at += PIECE - MAGIC.length
  }
}

/**
 * All frames that are sound, in order; what is damaged between them is skipped.
 * @param from where a frame begins @param index of the frame that is expected there, null where that is not known
 */
export async function* readFrames(
  source: Source,
  room: string,
  from = 0,
  index: number | null = 0,
): AsyncGenerator<Frame> {
  const ahead = new Ahead(source)
  let expected = index
  for (let at: number | null = from; at !== null; ) {
    const frame = await frameAt(ahead, room, at)
    if (frame) {
      yield { ...frame, afterDamage: expected !== null && frame.index !== expected }
      expected = frame.index + 1
      at = frame.end
    } else at = await nextMagic(ahead, at + 1)
  }
}
