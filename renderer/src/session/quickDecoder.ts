import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'

/** The longest text that is read here, in bytes; longer ones are quicker by the browser's own decoder. */
const SHORT = 192
/** Longer ones hardly come twice. */
const KEPT = 64
/** How lib0 marks a text among the values of `readAny`. */
const TEXT = 119
const SLOTS_MAX = 4096
const BYTES_A_SLOT = 64
const FNV_BASIS = 0x811c9dc5
const FNV_PRIME = 0x01000193
const ASCII_END = 128

/**
 * Reads an update just as Yjs does, in half the time. A document is mostly keys and words of a few letters, and for those
 * the call of a `TextDecoder` takes longer than all else in a browser: short ones are read here. Keys that come again and
 * again become one string, and neighbours under one parent share its id, which also saves their memory.
 */
export class QuickDecoder extends Y.UpdateDecoderV1 {
  readonly #seen: (string | undefined)[]
  readonly #units: number[][] = []
  readonly #wide: number[] = new Array<number>(SHORT).fill(0)
  #id = Y.createID(0, 0)

  constructor(decoder: decoding.Decoder) {
    super(decoder)
    const slots = 2 ** Math.ceil(Math.log2(Math.max(1, decoder.arr.length / BYTES_A_SLOT)))
    this.#seen = new Array<string | undefined>(Math.min(slots, SLOTS_MAX))
  }

  override readLeftID(): Y.ID {
    const client = decoding.readVarUint(this.restDecoder)
    const clock = decoding.readVarUint(this.restDecoder)
    if (this.#id.client !== client || this.#id.clock !== clock) this.#id = Y.createID(client, clock)
    return this.#id
  }

  override readString(): string {
    return this.#text()
  }

  override readKey(): string {
    return this.#text()
  }

  override readAny(): unknown {
    const { restDecoder } = this
    if (restDecoder.arr[restDecoder.pos] !== TEXT) return decoding.readAny(restDecoder)
    restDecoder.pos += 1
    return this.#text()
  }

  #text(): string {
    const { restDecoder } = this
    const before = restDecoder.pos
    const length = decoding.readVarUint(restDecoder)
    const { arr, pos } = restDecoder
    if (length <= SHORT && pos + length <= arr.length) {
      const text = this.#ascii(arr, pos, length) ?? this.#utf8(arr, pos, length)
      if (text !== null) {
        restDecoder.pos = pos + length
        return text
      }
    }
    restDecoder.pos = before
    return decoding.readVarString(restDecoder)
  }

  /** Null for what is not plain ASCII. */
  #ascii(bytes: Uint8Array, start: number, length: number): string | null {
    const units = this.#unitsOf(length)
    let hash = FNV_BASIS
    for (let i = 0; i < length; i++) {
      const unit = bytes[start + i] ?? ASCII_END
      if (unit >= ASCII_END) return null
      units[i] = unit
      hash = Math.imul(hash ^ unit, FNV_PRIME)
    }
    if (length > KEPT) return String.fromCharCode.apply(null, units)
    // The low bits of the product alone say little of the first letters.
    const slot = (hash ^ (hash >>> 15)) & (this.#seen.length - 1)
    const seen = this.#seen[slot]
    if (seen !== undefined && isSame(seen, units)) return seen
    const text = String.fromCharCode.apply(null, units)
    this.#seen[slot] = text
    return text
  }

  /** Null for letters of four bytes, and for what is no UTF-8: the browser's decoder says what becomes of it. */
  #utf8(bytes: Uint8Array, start: number, length: number): string | null {
    const wide = this.#wide
    let count = 0
    const end = start + length
    for (let at = start; at < end; ) {
      const first = bytes[at] ?? 0
      const more = first < ASCII_END ? 0 : first < 0xe0 ? 1 : 2
      const second = more > 0 ? (bytes[at + 1] ?? 0) ^ 0x80 : 0
      const third = more > 1 ? (bytes[at + 2] ?? 0) ^ 0x80 : 0
      at += 1 + more
      if (at > end || second > 0x3f || third > 0x3f) return null
      const unit =
        more === 0
          ? first
          : more === 1
            ? ((first & 0x1f) << 6) | second
            : ((first & 0x0f) << 12) | (second << 6) | third
      if (more === 1 && first < 0xc2) return null
      if (more === 2 && (first > 0xef || unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff))) return null
      wide[count++] = unit
    }
    const units = this.#unitsOf(count)
    for (let i = 0; i < count; i++) units[i] = wide[i] ?? 0
    return String.fromCharCode.apply(null, units)
  }

  /** One array for each length, used again and again. */
  #unitsOf(length: number): number[] {
    const there = this.#units[length]
    if (there) return there
    const made = new Array<number>(length).fill(0)
    this.#units[length] = made
    return made
  }
}

function isSame(text: string, units: readonly number[]): boolean {
  if (text.length !== units.length) return false
  for (let i = 0; i < units.length; i++) if (text.charCodeAt(i) !== units[i]) return false
  return true
}

/** Applies an update of format V1 as `Y.applyUpdate` does, for a document that is being read from the disk. */
export function applyQuickly(doc: Y.Doc, update: Uint8Array): void {
  const tidy = ({ beforeState, afterState }: Y.Transaction) => {
    for (const [client, end] of afterState) {
      const begin = beforeState.get(client) ?? 0
      if (begin < end) trim(doc.store.clients.get(client) ?? [], begin)
    }
  }
  doc.once('afterTransaction', tidy)
  try {
    Y.applyUpdateV2(doc, update, undefined, QuickDecoder)
  } finally {
    doc.off('afterTransaction', tidy)
  }
}

/**
 * Yjs gathers the values of an item, mostly a single one, in an array that V8 makes for seventeen: before they are moved to
 * where what lives long is kept, they are put into one that fits.
 */
function trim(structs: readonly (Y.Item | Y.GC)[], begin: number): void {
  for (let at = structs.length - 1; at >= 0; at--) {
    const struct = structs[at]
    if (!struct || struct.id.clock < begin) return
    const content = struct instanceof Y.Item ? struct.content : null
    if (content instanceof Y.ContentAny) content.arr = content.arr.slice()
  }
}
