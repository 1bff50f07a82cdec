import * as wire from '#shared/protocol/frames.ts'
import { entryOf, gateName, mailboxOf, rotationOf, tokenOf } from './entries.ts'

/** Good frames of every kind. The rotation names a control entry far off, so that a room outlives thousands of its mutants. */
const SAMPLES = [
  wire.writeAuth(tokenOf(gateName('steward', 0))),
  wire.writeAuth(tokenOf('nobody'), new Uint8Array(100)),
  wire.writeStep1(1),
  wire.writeAppend({ ref: 1, afterControlSeq: 2 ** 40, entry: entryOf({ text: 'mutated' }) }),
  wire.writeAppend({
    ref: 1,
    afterControlSeq: 2 ** 40,
    entry: entryOf({ keep: true }),
    rotation: rotationOf(1, [mailboxOf('a', 'b')]),
  }),
  wire.writeAwareness(new Uint8Array(50)),
  wire.writeQueryAwareness(),
  wire.writeTrim(1, 100),
  wire.writeMailboxPut(1, mailboxOf('a', 'bc', 1000)),
  wire.writeMailboxDelete(1, mailboxOf('a', '').hash),
]

/** Bytes changed at a few places, half of them among the first eight where the numbers are, now and then longer or shorter. */
export const mutate = (bytes: Uint8Array, random: () => number): Uint8Array => {
  const below = (n: number) => Math.floor(random() * n)
  const copy = new Uint8Array(Math.max(1, bytes.length + (below(4) === 0 ? below(9) - 4 : 0)))
  copy.set(bytes.subarray(0, copy.length))
  for (let i = below(3); i >= 0; i--) copy[below(below(2) ? copy.length : Math.min(8, copy.length))] = below(256)
  return copy
}

/** A good frame, to be mutated. */
export const sampleFrame = (random: () => number): Uint8Array =>
  SAMPLES[Math.floor(random() * SAMPLES.length)] ?? new Uint8Array(1)
