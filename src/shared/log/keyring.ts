import type { KeyPair } from '../crypto/keys.ts'
import type { EpochKeys } from './controlOp.ts'
import type { Role } from './ids.ts'
import type { Ladder } from './ladder.ts'

/** One secret of a box: for an epoch, of a role. */
export interface BoxedSecret {
  readonly epoch: number
  readonly role: Role
  readonly secret: Uint8Array
}

/** The ladders that this device holds, by epoch. The fold adds to it what its owner is sent. */
export declare class Keyring {
  /** The ladder of an epoch. */
  get(epoch: number): Ladder | undefined
  /** The newest epoch held, -1 if none. */
  get newest(): number
  /** Rises with every change: tells whether it has to be stored again. */
  get version(): number
  epochs(): number[]
  /** Keeps the longer of two ladders of one epoch. */
  add(epoch: number, ladder: Ladder): void
  remove(epoch: number): void
  /**
   * Takes secrets out of a box sealed to `keys`. `known` gives what was signed for an epoch: a secret of an epoch that is not
   * known, or that does not match, makes the whole box worthless (false, nothing is taken).
   */
  learn(box: Uint8Array, keys: KeyPair, known: (epoch: number) => EpochKeys | undefined): boolean
  /** The secrets of one role in all epochs where the ladder reaches it, for a box. */
  history(role: Role): BoxedSecret[]
  /** Plain bytes: seal them before they are stored. */
  encode(): Uint8Array
  static decode(bytes: Uint8Array): Keyring | null
}

/** What goes into a device's box or an invite's mailbox. */
export declare const encodeSecrets: (secrets: readonly BoxedSecret[]) => Uint8Array
export declare const decodeSecrets: (bytes: Uint8Array) => BoxedSecret[] | null
