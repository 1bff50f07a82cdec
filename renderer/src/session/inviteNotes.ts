import { fromUtf8, utf8 } from '#shared/crypto/bytes.ts'
import type { InviteId, MemberId } from '#shared/log/ids.ts'
import type { State } from '#shared/log/state.ts'

/** The register in which organizers and stewards tell each other what the log does not say of their invites. */
export const INVITES = 'invites'

/** What the log does not say of an invite, as its maker tells. */
export interface InviteNote {
  /** ms since 1970, by the maker's clock. */
  readonly at: number
  /** When the relay forgets what it opens, ms since 1970; null: never. */
  readonly ends: number | null
  /** Kept on paper, for the day when all devices are lost. */
  readonly kit: boolean
}

export type InviteNotes = ReadonlyMap<string, InviteNote>

/** A register holds 32 KiB and a community up to 480 invites: half of an id tells them apart. */
const SHORT = 16
const MOST = 500
const short = (invite: string) => invite.slice(0, SHORT)

export function encodeNotes(notes: InviteNotes): Uint8Array {
  const rows = [...notes].slice(0, MOST).map(([invite, { at, ends, kit }]) => [short(invite), at, ends, kit ? 1 : 0])
  return utf8(JSON.stringify(rows))
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** @returns what can be read of what a member wrote, who may be hostile */
export function decodeNotes(bytes: Uint8Array | undefined): InviteNotes {
  try {
    const rows: unknown = JSON.parse((bytes && fromUtf8(bytes)) ?? '')
    if (!Array.isArray(rows)) return new Map()
    return new Map(
      rows.slice(0, MOST).flatMap((row: unknown) => {
        if (!Array.isArray(row)) return []
        const [invite, at, ends, kit]: unknown[] = row
        if (typeof invite !== 'string' || !isTime(at) || !(ends === null || isTime(ends))) return []
        return [[invite, { at, ends, kit: kit === 1 }] as const]
      }),
    )
  } catch {
    return new Map() // nobody's register may break the list
  }
}

/** What is known of an invite: its maker's word counts, nobody else's. */
export function noteOn(
  invite: InviteId,
  maker: MemberId,
  told: ReadonlyMap<MemberId, InviteNotes>,
  own: InviteNotes,
): InviteNote | null {
  return own.get(short(invite)) ?? told.get(maker)?.get(short(invite)) ?? null
}

/** Only those of invites that are open. */
export function openNotes(notes: InviteNotes, state: State): InviteNotes {
  const open = new Set([...state.invites.keys()].map(short))
  return new Map([...notes].filter(([invite]) => open.has(short(invite))))
}

/** With one more. */
export const withNote = (notes: InviteNotes, invite: InviteId, note: InviteNote): InviteNotes =>
  new Map([...notes, [short(invite), note]])
