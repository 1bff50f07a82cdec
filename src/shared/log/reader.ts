/**
 * Reads foreign bytes without ever throwing or reading past the end. After the first impossible read `failed` stays true
 * and every further read gives 0 or nothing, so a codec reads a whole body and asks `complete` once. Varuints are lib0's:
 * 7 bits a byte, low first, at most 2^53 - 1, and only in their shortest form (so that a value has one spelling).
 */
export class Reader {
  failed = false
  at = 0
  readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** Bytes not yet read. */
  get left(): number {
    return this.bytes.length - this.at
  }

  /** True when everything was readable and nothing is left over. */
  get complete(): boolean {
    return !this.failed && this.at === this.bytes.length
  }

  fail(): 0 {
    this.failed = true
    return 0
  }

  u8(): number {
    const byte = this.failed ? undefined : this.bytes[this.at]
    if (byte === undefined) return this.fail()
    this.at += 1
    return byte
  }

  /** Low byte first. */
  u16(): number {
    const low = this.u8()
    return low | (this.u8() << 8)
  }

  varUint(): number {
    let value = 0
    let unit = 1
    for (let i = 0; i < 8; i++) {
      const byte = this.u8()
      if (this.failed) return 0
      value += (byte & 127) * unit
      if (byte < 128) return (byte === 0 && i > 0) || value > Number.MAX_SAFE_INTEGER ? this.fail() : value
      unit *= 128
    }
    return this.fail()
  }

  /** A count of things that take at least `size` bytes each: never more than can still follow. */
  count(size: number): number {
    const count = this.varUint()
    return count * size > this.left ? this.fail() : count
  }

  /** A view, not a copy, of the next `length` bytes. */
  take(length: number): Uint8Array {
    if (this.failed || length > this.left) {
      this.fail()
      return new Uint8Array(0)
    }
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  /** A view of bytes that carry their length as a varuint in front. */
  varBytes(): Uint8Array {
    return this.take(this.varUint())
  }

  /** A view of all that is left. */
  rest(): Uint8Array {
    return this.take(this.left)
  }
}
