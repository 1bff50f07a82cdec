import type { AuthorContext } from '#shared/log/author.ts'
import { type Invite, inviteLives, type State, standsAbove } from '#shared/log/folded.ts'
import { Audience, type InviteId, type MemberId, Role } from '#shared/log/ids.ts'
import type { InviteWish } from '#shared/log/invites.ts'
import type { About } from './about.ts'
import type { ControlOutcome } from './controlQueue.ts'
import { InviteLife } from './inviteLife.ts'
import { decodeNotes, encodeNotes, INVITES, type InviteNotes, noteOn, openNotes, withNote } from './inviteNotes.ts'
import { type InviteOutcome, invite } from './invites.ts'
import { decodeProfile, PROFILE } from './profile.ts'
import type { Replica } from './replica.ts'

/** An open invite, as this device knows it. */
export interface InviteView {
  readonly id: InviteId
  /** What it opens. */
  readonly role: Role
  /** How often it can still be used. */
  readonly uses: number
  readonly maker: MemberId
  /** Whose further devices it is for; null: for new members. */
  readonly member: MemberId | null
  readonly mayRevoke: boolean
  /** When it was made and when its time is over, ms since 1970 by its maker's clock; null: not known here, or never. */
  readonly made: number | null
  readonly ends: number | null
  /** Kept on paper for the day when all devices are lost; null: not known here. */
  readonly kit: boolean | null
}

/** What is printed. Whoever holds the link comes in as this member. */
export interface Kit {
  readonly link: string
  readonly community: string
  readonly relay: string
  /** The member's name, '' if they have none. */
  readonly member: string
  /** ms since 1970. */
  readonly made: number
}

export interface Safety {
  /** Members who are stewards, and their devices. */
  readonly stewards: number
  readonly stewardDevices: number
  /** Recovery kits of stewards that are open; null for those who are not told (below organizer). */
  readonly kits: number | null
}

interface InvitationsOptions {
  readonly replica: Replica
  readonly context: () => AuthorContext
  readonly about: () => About
  readonly keepAbout: (change: Partial<About>) => Promise<void>
  readonly now: () => number
}

/** Invites of a community as one of its devices makes, sees and withdraws them. */
export class Invitations {
  readonly #options: InvitationsOptions
  readonly #life: InviteLife

  constructor(options: InvitationsOptions) {
    this.#options = options
    this.#life = new InviteLife(options.replica)
  }

  get #replica(): Replica {
    return this.#options.replica
  }

  get #own(): InviteNotes {
    return new Map(this.#options.about().notes ?? [])
  }

  /** See InviteLife. */
  endOf(id: InviteId): string | null {
    return this.#life.endOf(id)
  }

  list(): InviteView[] {
    const { state } = this.#replica
    const told = new Map([...this.#replica.registers(INVITES)].map(([id, value]) => [id, decodeNotes(value)]))
    const own = this.#own
    return [...state.invites]
      .filter(([, one]) => inviteLives(state, one))
      .flatMap(([id, one]) => {
        const maker = state.devices.get(one.by)?.member
        if (maker === undefined) return []
        const note = noteOn(id, maker, told, own)
        const { uses, member } = one
        const { at: made = null, ends = null, kit = null } = note ?? {}
        const mayRevoke = this.#mayRevoke(state, one)
        return [{ id, role: opens(state, one), uses, maker, member, mayRevoke, made, ends, kit }]
      })
  }

  #mayRevoke(state: State, one: Invite): boolean {
    const { role, member } = this.#replica
    return role !== null && (one.member === member || standsAbove(role, opens(state, one)))
  }

  safety(): Safety {
    const { state, role } = this.#replica
    const stewards = [...state.members].filter(([, { role, gone }]) => !gone && role === Role.steward).map(([id]) => id)
    const theirs = new Set(stewards)
    const stewardDevices = [...state.devices.values()].filter(({ member, gone }) => !gone && theirs.has(member)).length
    const kits = this.list().filter(({ kit, member }) => kit === true && member !== null && theirs.has(member)).length
    return { stewards: stewards.length, stewardDevices, kits: (role ?? -1) >= Role.organizer ? kits : null }
  }

  /** @param ttl seconds, 0 for no end @param kit it is to be kept on paper */
  async make(wish: InviteWish, ttl: number, kit = false): Promise<InviteOutcome> {
    const { context, about, now } = this.#options
    const { relay } = about()
    if (relay === null) return { ok: false, code: 'invite.no-relay' }
    if (this.#replica.currentStatus.link !== 'live') return { ok: false, code: 'invite.offline' }
    const made = await invite(this.#replica, context(), relay, wish, ttl)
    if (!made.ok) return made
    const at = now()
    const note = { at, ends: ttl === 0 ? null : at + ttl * 1000, kit }
    const notes = withNote(openNotes(this.#own, this.#replica.state), made.invite, note)
    await this.#options.keepAbout({ notes: [...notes] })
    this.tell()
    return made
  }

  async makeKit(): Promise<{ readonly ok: true; readonly kit: Kit } | { readonly ok: false; readonly code: string }> {
    const made = await this.make({ own: true, uses: 1 }, 0, true)
    if (!made.ok) return made
    const { name, relay } = this.#options.about()
    const { member } = this.#replica
    const profile = member === null ? undefined : this.#replica.registers(PROFILE).get(member)
    const printed = { community: name, relay: relay ?? '', member: decodeProfile(profile).name }
    return { ok: true, kit: { link: made.link, ...printed, made: this.#options.now() } }
  }

  revoke(id: InviteId): Promise<ControlOutcome> {
    return this.#replica.control(() =>
      this.#replica.state.invites.has(id) ? { op: { op: 'revoke', invite: id } } : null,
    )
  }

  /** Tells organizers and stewards what this device knows of its open invites, unless they know. */
  tell(): void {
    const { state, role, member } = this.#replica
    if (member === null || (role ?? -1) < Role.organizer || this.#own.size === 0) return
    const told = this.#replica.registers(INVITES).get(member)
    const wanted = encodeNotes(openNotes(new Map([...decodeNotes(told), ...this.#own]), state))
    const same = told?.length === wanted.length && wanted.every((byte, i) => byte === told[i])
    if (!same) this.#replica.writeRegister(INVITES, wanted, Audience.organizers)
  }
}

/** The role that a link leads to: that of the member, for one of its own devices. */
const opens = (state: State, { member, role }: Invite): Role =>
  member === null ? role : (state.members.get(member)?.role ?? Role.guest)
