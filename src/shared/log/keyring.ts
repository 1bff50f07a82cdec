import { encode, writeUint8, writeUint8Array, writeUint16, writeVarUint } from 'lib0/encoding'
import { type KeyPair, openBox } from '../crypto/keys.ts'
import type { EpochKeys } from './controlOp.ts'
import { isRole, type Role } from './ids.ts'
import { type Ladder, ladderFrom, matches } from './ladder.ts'
import { Reader } from './reader.ts'

/** One secret of a box: for an epoch, of a role. */
export interface BoxedSecret {
  readonly epoch: number
  readonly role: Role
  /** 32 bytes. */
  readonly secret: Uint8Array
}

const SECRET_BYTES = 32

/** What goes into a device's box or an invite's mailbox: count, then epoch u16, role u8, secret 32 each. */
export const encodeSecrets = (secrets: readonly BoxedSecret[]): Uint8Array =>
  encode((to) => {
    writeVarUint(to, secrets.length)
    for (const { epoch, role, secret } of secrets) {
      writeUint16(to, epoch)
      writeUint8(to, role)
      writeUint8Array(to, secret)
    }
  })

/** Null if damaged. */
export const decodeSecrets = (bytes: Uint8Array): BoxedSecret[] | null => {
  const from = new Reader(bytes)
  const secrets: BoxedSecret[] = []
  for (let n = from.count(3 + SECRET_BYTES); n > 0; n--) {
    const epoch = from.u16()
    const role = from.u8()
    const secret = from.take(SECRET_BYTES).slice()
    if (!isRole(role)) return null
    secrets.push({ epoch, role, secret })
  }
  return from.complete ? secrets : null
}

/** The ladders that this device holds, by epoch. The fold adds to it what its owner is sent. */
export class Keyring {
  readonly #ladders = new Map<number, Ladder>()
  #version = 0

  /** The ladder of an epoch. */
  get(epoch: number): Ladder | undefined {
    return this.#ladders.get(epoch)
  }

  /** The newest epoch held, -1 if none. */
  get newest(): number {
    return Math.max(-1, ...this.#ladders.keys())
  }

  /** Rises with every change: tells whether it has to be stored again. */
  get version(): number {
    return this.#version
  }

  /** Ascending. */
  epochs(): number[] {
    return [...this.#ladders.keys()].sort((a, b) => a - b)
  }

  /** Keeps the longer of two ladders of one epoch. */
  add(epoch: number, ladder: Ladder): void {
    const held = this.#ladders.get(epoch)
    if (held && held.role >= ladder.role) return
    this.#ladders.set(epoch, ladder)
    this.#version += 1
  }

  remove(epoch: number): void {
    if (this.#ladders.delete(epoch)) this.#version += 1
  }

  /** Holds what the other holds, and nothing else. */
  become(other: Keyring): void {
    this.#ladders.clear()
    for (const [epoch, ladder] of other.#ladders) this.#ladders.set(epoch, ladder)
    this.#version += 1
  }

  /**
   * Takes secrets out of a box sealed to `keys`. `known` gives what was signed for an epoch: a secret of an epoch that is not
   * known, that does not match or that is above `highest` makes the whole box worthless (false, nothing is taken).
   */
  learn(box: Uint8Array, keys: KeyPair, known: (epoch: number) => EpochKeys | undefined, highest: Role): boolean {
    const plain = openBox(box, keys)
    const secrets = plain && decodeSecrets(plain)
    if (!secrets || secrets.length === 0) return false
    const ladders: [number, Ladder][] = []
    for (const { epoch, role, secret } of secrets) {
      const ladder = ladderFrom(secret, role)
      const signed = known(epoch)
      if (!signed || role > highest || !matches(ladder, signed)) return false
      ladders.push([epoch, ladder])
    }
    for (const [epoch, ladder] of ladders) this.add(epoch, ladder)
    return true
  }

  /** The secrets of one role in all epochs where the ladder reaches it, for a box. */
  history(role: Role): BoxedSecret[] {
    const secrets: BoxedSecret[] = []
    for (const epoch of this.epochs()) {
      const secret = this.get(epoch)?.secrets[role]
      if (secret) secrets.push({ epoch, role, secret })
    }
    return secrets
  }

  /** The form of `encodeSecrets`. Plain bytes: seal them before they are stored. */
  encode(): Uint8Array {
    const secrets: BoxedSecret[] = []
    for (const [epoch, ladder] of this.#ladders) {
      const secret = ladder.secrets[ladder.role]
      if (secret) secrets.push({ epoch, role: ladder.role, secret })
    }
    return encodeSecrets(secrets.sort((a, b) => a.epoch - b.epoch))
  }

  /** Null if damaged. */
  static decode(bytes: Uint8Array): Keyring | null {
    const secrets = decodeSecrets(bytes)
    if (!secrets) return null
    const keyring = new Keyring()
    for (const { epoch, role, secret } of secrets) keyring.add(epoch, ladderFrom(secret, role))
    return keyring
  }
}
