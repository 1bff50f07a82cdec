import { fromHex, fromUtf8, toHex, utf8 } from '#shared/crypto/bytes.ts'
import type { InviteNote } from './inviteNotes.ts'
import type { Marks } from './marks.ts'
import type { RowSeal } from './rowSeal.ts'

/** What this device keeps of its member's profile beside the log. */
export interface KeptProfile {
  /** What the member says to organizers alone, as JSON: a member cannot open the box. */
  readonly sealed: string
  /** The box that these words went into. */
  readonly box: string
  /** The register as this device wrote it last, base64url; '' before. */
  readonly register: string
  /** Whether the log has had it. Later ones of other devices count since then. */
  readonly said: boolean
}

/** What a device keeps about a community besides its log. */
export interface About {
  /** As last read from the community document; for the rail before anything is opened. */
  readonly name: string
  /** Hue name of the mark in the rail. */
  readonly hue: string
  /** Address of its relay, `wss://host`; null while this computer orders the log itself. */
  readonly relay: string | null
  /** This device's identity, 32 bytes. */
  readonly identity: Uint8Array
  /** ms since 1970; orders the rail. */
  readonly added: number
  /** Until this device stands in the log: what the link said. */
  readonly joining: { readonly seed: Uint8Array; readonly index: number; readonly head: Uint8Array } | null
  /** When this device had come how far. */
  readonly marks?: Marks
  /** Invites that this device has made: half of the id, and what the log does not say of it. */
  readonly notes?: readonly (readonly [string, InviteNote])[]
  /** What the person is called here; goes into the member's profile. */
  readonly myName: string
  /** What else they say of themselves, as far as the log does not tell it to this device. */
  readonly profile?: KeptProfile
}

const label = (room: string) => `about/${room}`

export function sealAbout(seal: RowSeal, room: string, about: About): Uint8Array {
  const { identity, joining, ...plain } = about
  const json = JSON.stringify({
    ...plain,
    identity: toHex(identity),
    joining: joining && { seed: toHex(joining.seed), index: joining.index, head: toHex(joining.head) },
  })
  return seal.seal(label(room), utf8(json))
}

/** @returns null when it was not sealed here, for this community */
export function openAbout(seal: RowSeal, room: string, sealed: Uint8Array): About | null {
  const bytes = seal.open(label(room), sealed)
  const text = bytes && fromUtf8(bytes)
  if (!text) return null
  // Sealed under our own key, so it is what `sealAbout` wrote.
  const { identity, joining, ...plain } = JSON.parse(text)
  return {
    ...plain,
    identity: fromHex(identity) ?? new Uint8Array(32),
    joining: joining && {
      seed: fromHex(joining.seed) ?? new Uint8Array(32),
      index: joining.index,
      head: fromHex(joining.head) ?? new Uint8Array(16),
    },
  }
}
