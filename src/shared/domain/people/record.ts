import type { MemberId, PersonId } from '../ids.ts'
import type { Audience, Channel, CustomValue } from './fields.ts'

/** An address of some sort: of mail, a telephone, a house, a page. */
export interface Contact {
  /** The fingerprint of `contactKey`: the same address added twice is one. */
  readonly id: string
  /** As it was typed. For links http, https or mailto. */
  readonly value: string
  /** For telephones in E.164 (`+4930123456`), where it could be told; otherwise ''. */
  readonly e164: string
  /** `home`, `work` or whatever somebody calls it; '' for nothing. */
  readonly label: string
}

export interface Note {
  readonly id: string
  readonly text: string
  readonly by: MemberId | null
  /** Milliseconds since 1970 UTC. */
  readonly at: number
}

/** What somebody said about being written to. */
export interface Consent {
  readonly id: string
  readonly state: 'yes' | 'no'
  /** Where it comes from: a form, a list, a talk. */
  readonly source: string
  /** `YYYY-MM-DD`; '' if nobody knows. */
  readonly on: string
  readonly by: MemberId | null
  readonly at: number
}

/** What counts for a channel now, and all that was ever recorded, newest last. */
export interface ChannelConsent {
  readonly state: 'yes' | 'no'
  readonly current: Consent
  readonly history: readonly Consent[]
}

/** Somebody looks after a person: who, since when, and when to be reminded. */
export interface FollowUp {
  readonly by: MemberId
  readonly at: number
  /** `YYYY-MM-DD`; '' for no reminder. */
  readonly remind: string
}

export interface Care {
  /** Who greeted them, when they were new. */
  readonly greeted: { readonly by: MemberId | null; readonly at: number } | null
  readonly buddy: MemberId | null
  readonly followUp: FollowUp | null
  /** They do not wish to be asked why they have not come. */
  readonly leaveAlone: boolean
}

/** One person, with all of it that this device may read; the rest reads as if it were not there. */
export interface PersonRecord {
  /** A member's id for whoever has the app. */
  readonly id: PersonId
  readonly name: string
  /** Who may know that the community knows this person. */
  readonly home: Audience
  readonly given: string
  readonly family: string
  readonly pronouns: string
  /** What they are in the community, in its own words: `Treasurer`. */
  readonly role: string
  /** By circle. */
  readonly circles: ReadonlyMap<string, 'in' | 'lead'>
  readonly languages: readonly string[]
  readonly skills: readonly string[]
  readonly tags: readonly string[]
  /** Seven hex digits from Monday, bits of `DAY_PARTS`; '' if nothing is known. */
  readonly free: string
  readonly emails: readonly Contact[]
  readonly phones: readonly Contact[]
  readonly addresses: readonly Contact[]
  readonly links: readonly Contact[]
  /** `YYYY-MM-DD`; '' if not known. */
  readonly joined: string
  /** `YYYY-MM-DD` or `--MM-DD`; '' if not known. */
  readonly birthday: string
  /** A small picture: JPEG, PNG or WebP. */
  readonly photo: Uint8Array | null
  readonly notes: readonly Note[]
  readonly consent: ReadonlyMap<Channel, ChannelConsent>
  readonly care: Care
  /** By field of the community's own. */
  readonly custom: ReadonlyMap<string, CustomValue>
  readonly createdAt: number
  readonly createdBy: MemberId | null
  /** In the bin since; null for those who are not. */
  readonly binnedAt: number | null
  /** What an import knows this person by; '' for none. */
  readonly source: string
  /** What an import last wrote or found here; see docs/data-model.md, "Imports". */
  readonly marks?: string
  /** By field, the fingerprint of the member's own value in whose place an organizer has put another. */
  readonly overrides?: ReadonlyMap<string, string>
}
