/**
 * Reads foreign bytes without ever throwing or reading past the end (lib0's decoder does both). After the first impossible
 * read `failed` stays true and every further read gives 0 or nothing, so a caller reads a whole frame and asks once.
 * Varuints are lib0's: 7 bits a byte, low first, at most 2^53 - 1, and only in their shortest form.
 */
export class Reader {
  failed = false
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Bytes not yet read. */
  get left(): number {
    return this.#bytes.length - this.#at
  }

  /** Index of the next byte. */
  get at(): number {
    return this.#at
  }

  /** True when everything was readable and nothing is left over. */
  get complete(): boolean {
    return !this.failed && this.left === 0
  }

  uint8(): number {
    const byte = this.failed ? undefined : this.#bytes[this.#at]
    if (byte === undefined) return this.#fail()
    this.#at += 1
    return byte
  }

  varUint(): number {
    let value = 0
    let unit = 1
    for (let i = 0; i < 8; i++) {
      const byte = this.uint8()
      if (this.failed) return 0
      value += (byte & 127) * unit
      if (byte < 128) return (byte === 0 && i > 0) || value > Number.MAX_SAFE_INTEGER ? this.#fail() : value
      unit *= 128
    }
    return this.#fail()
  }

  /** A view, not a copy, of the next `length` bytes. */
  bytes(length: number): Uint8Array {
    if (this.failed || length > this.left) {
      this.#fail()
      return new Uint8Array(0)
    }
    const view = this.#bytes.subarray(this.#at, this.#at + length)
    this.#at += length
    return view
  }

  /** A view of bytes that carry their length as a varuint in front. */
  varBytes(): Uint8Array {
    return this.bytes(this.varUint())
  }

  #fail(): 0 {
    this.failed = true
    return 0
  }
}
