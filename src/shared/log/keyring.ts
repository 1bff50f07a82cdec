import { encode, writeUint8, writeUint8Array, writeUint16, writeVarUint } from 'lib0/encoding'
import { equal } from '../crypto/bytes.ts'
import { hash } from '../crypto/hash.ts'
import { type KeyPair, openBox } from '../crypto/keys.ts'
import type { EpochKeys } from './controlOp.ts'
import { type CircleSlot, isRole, isSlot, Role } from './ids.ts'
import { circleSecret, contentKeyOf, type Ladder, ladderFrom, matches } from './ladder.ts'
import { Reader } from './reader.ts'

/** One secret of a box: for an epoch, of a role or a circle. */
export interface BoxedSecret<Of extends Role | CircleSlot = Role> {
  readonly epoch: number
  readonly role: Of
  /** 32 bytes. */
  readonly secret: Uint8Array
}

const SECRET_BYTES = 32

/** What goes into a device's box or an invite's mailbox: count, then epoch u16, role or slot u8, secret 32 each. */
export const encodeSecrets = (secrets: readonly BoxedSecret<Role | CircleSlot>[]): Uint8Array =>
  encode((to) => {
    writeVarUint(to, secrets.length)
    for (const { epoch, role, secret } of secrets) {
      writeUint16(to, epoch)
      writeUint8(to, role)
      writeUint8Array(to, secret)
    }
  })

const isOfRole = (secret: BoxedSecret<Role | CircleSlot>): secret is BoxedSecret => isRole(secret.role)
const isOfCircle = (secret: BoxedSecret<Role | CircleSlot>): secret is BoxedSecret<CircleSlot> => isSlot(secret.role)

/** Secrets of roles alone. Null if damaged. */
export const decodeSecrets = (bytes: Uint8Array): BoxedSecret[] | null => {
  const secrets = decodeAll(bytes)
  return secrets?.every(isOfRole) ? secrets : null
}

const decodeAll = (bytes: Uint8Array): BoxedSecret<Role | CircleSlot>[] | null => {
  const from = new Reader(bytes)
  const secrets: BoxedSecret<Role | CircleSlot>[] = []
  for (let n = from.count(3 + SECRET_BYTES); n > 0; n--) {
    const epoch = from.u16()
    const role = from.u8()
    const secret = from.take(SECRET_BYTES).slice()
    if (!isRole(role) && !isSlot(role)) return null
    secrets.push({ epoch, role, secret })
  }
  return from.complete ? secrets : null
}

/** The ladders that this device holds, by epoch, and keys of circles. The fold adds to it what its owner is sent. */
export class Keyring {
  readonly #ladders = new Map<number, Ladder>()
  /** Secrets of circles that were handed to this device, by slot and epoch. */
  readonly #circles = new Map<CircleSlot, Map<number, Uint8Array>>()
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
    let changed = this.#ladders.delete(epoch)
    for (const held of this.#circles.values()) changed = held.delete(epoch) || changed
    if (changed) this.#version += 1
  }

  /** The secret of a circle: the one that follows from the organizers' secret, else the one that was handed to this device. */
  circle(slot: CircleSlot, epoch: number): Uint8Array | undefined {
    const organizers = this.get(epoch)?.secrets[Role.organizer]
    return organizers ? circleSecret(organizers, slot) : this.#circles.get(slot)?.get(epoch)
  }

  /** Whether the secret of a circle was handed to this device, rather than derived. */
  wasHanded(slot: CircleSlot, epoch: number): boolean {
    return this.#circles.get(slot)?.has(epoch) ?? false
  }

  /** The key for a circle's content. */
  circleKey(slot: CircleSlot, epoch: number): Uint8Array | undefined {
    const secret = this.circle(slot, epoch)
    return secret && contentKeyOf(secret)
  }

  addCircle(slot: CircleSlot, epoch: number, secret: Uint8Array): void {
    const held = this.#circles.get(slot) ?? new Map<number, Uint8Array>()
    if (held.has(epoch)) return
    this.#circles.set(slot, held.set(epoch, secret))
    this.#version += 1
  }

  /** Holds what the other holds, and nothing else. */
  become(other: Keyring): void {
    this.#ladders.clear()
    this.#circles.clear()
    this.absorb(other)
    this.#version += 1
  }

  /** Adds what the other holds. */
  absorb(other: Keyring): void {
    for (const [epoch, ladder] of other.#ladders) this.add(epoch, ladder)
    for (const [slot, held] of other.#circles) for (const [epoch, secret] of held) this.addCircle(slot, epoch, secret)
  }

  /**
   * Takes the secrets of a circle out of the one among these boxes that is sealed to `keys`. False if it holds something else
   * than was signed: then nothing is taken. No box for us is no fault.
   */
  learnCircle(
    boxes: readonly Uint8Array[],
    keys: KeyPair,
    slot: CircleSlot,
    commitments: ReadonlyMap<number, Uint8Array>,
  ): boolean {
    for (const box of boxes) {
      const plain = openBox(box, keys)
      if (!plain) continue
      const secrets = decodeAll(plain)
      const right = secrets?.every(({ epoch, role, secret }) => {
        const signed = commitments.get(epoch)
        return role === slot && signed !== undefined && equal(hash(secret), signed)
      })
      if (!secrets || !right) return false
      for (const { epoch, secret } of secrets) this.addCircle(slot, epoch, secret)
    }
    return true
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
    const secrets: BoxedSecret<Role | CircleSlot>[] = []
    for (const [epoch, ladder] of this.#ladders) {
      const secret = ladder.secrets[ladder.role]
      if (secret) secrets.push({ epoch, role: ladder.role, secret })
    }
    for (const [role, held] of this.#circles) for (const [epoch, secret] of held) secrets.push({ epoch, role, secret })
    return encodeSecrets(secrets.sort((a, b) => a.epoch - b.epoch))
  }

  /** Null if damaged. */
  static decode(bytes: Uint8Array): Keyring | null {
    const secrets = decodeAll(bytes)
    if (!secrets) return null
    const keyring = new Keyring()
    for (const { epoch, role, secret } of secrets.filter(isOfRole)) keyring.add(epoch, ladderFrom(secret, role))
    for (const { epoch, role, secret } of secrets.filter(isOfCircle)) keyring.addCircle(role, epoch, secret)
    return keyring
  }
}
