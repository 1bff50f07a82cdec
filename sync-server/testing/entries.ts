import { createHash } from 'node:crypto'
import type { Gate, Mailbox, Rotation } from '#shared/protocol/frames.ts'
import { ENTRY_MIN_BYTES } from '#shared/protocol/limits.ts'
import { ALL_RIGHTS, MAILBOX, OWN_MAILBOX, READ, WRITE } from '#shared/protocol/rights.ts'

/** Entries as the relay sees them: three bytes of header and then whatever. */

export interface Made {
  readonly keep?: boolean
  readonly epoch?: number
  /** Bytes in all, at least 43. */
  readonly size?: number
  /** Told apart by this text, which stands after the header. */
  readonly text?: string
}

export const entryOf = ({ keep = false, epoch = 0, size = ENTRY_MIN_BYTES, text = '' }: Made = {}): Uint8Array => {
  const words = Buffer.from(text)
  const entry = new Uint8Array(Math.max(size, words.length + 3, ENTRY_MIN_BYTES))
  entry.set([(1 << 1) | (keep ? 1 : 0), epoch & 255, epoch >> 8])
  entry.set(words, 3)
  return entry
}

/** The text that entryOf was given. */
export const textOf = (entry: Uint8Array): string => Buffer.from(entry.subarray(3)).toString().replace(/\0+$/, '')

export const hashOf = (token: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(token).digest())

/** A token of 32 bytes for a name. */
export const tokenOf = (name: string): Uint8Array => hashOf(Buffer.from(`token of ${name}`))

export const gateOf = (name: string, rights: number): Gate => ({ hash: hashOf(tokenOf(name)), rights })

export const mailboxOf = (name: string, text: string, ttl = 0): Mailbox => ({
  hash: hashOf(tokenOf(name)),
  blob: new Uint8Array(Buffer.from(text)),
  ttl,
})

/** The name of the token that a role holds in an epoch. */
export const gateName = (role: 'guest' | 'member' | 'organizer' | 'steward', epoch: number): string =>
  `${role} ${epoch}`

/** Gates for the four roles, and the mailboxes of this rotation. */
export const rotationOf = (epoch: number, mailboxes: readonly Mailbox[] = []): Rotation => ({
  epoch,
  gates: [
    gateOf(gateName('guest', epoch), READ),
    gateOf(gateName('member', epoch), READ | WRITE | OWN_MAILBOX),
    gateOf(gateName('organizer', epoch), READ | WRITE | MAILBOX),
    gateOf(gateName('steward', epoch), ALL_RIGHTS),
  ],
  mailboxes,
})

/** Room id for a number. */
export const roomOf = (n = 0): string => n.toString(16).padStart(64, 'a')
