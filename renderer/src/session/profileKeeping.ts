import { fromBase64Url, toBase64Url, utf8 } from '#shared/crypto/bytes.ts'
import { standsAbove } from '#shared/log/folded.ts'
import { Audience, type MemberId, type RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import type { About, KeptProfile } from './about.ts'
import { CONFIDENCE_MAX, type Confidence, openConfidence, sealConfidence } from './confidences.ts'
import type { Folded } from './folding.ts'
import { lacksDevice, openCopy, sealCopy } from './ownCopy.ts'
import {
  decodeProfile,
  decodeSealed,
  encodeProfile,
  encodeSealed,
  type PlainRecord,
  PROFILE,
  type Profile,
  profileSubject,
} from './profile.ts'
import type { Replica } from './replica.ts'

/** What somebody says of themselves. */
export interface ProfileWords {
  readonly own: PlainRecord
  /** Null where this device may not read it; of oneself, that it was sealed on another device and not handed on yet. */
  readonly sealed: PlainRecord | null
  readonly quiet: boolean
}

export interface MyProfile {
  readonly own: PlainRecord
  /** Null leaves what was sealed as it is: on another device of the same member, perhaps. */
  readonly sealed: PlainRecord | null
  readonly quiet: boolean
}

/** `profile.box-full`: too many words for organizers. `profile.too-large`: too much for the whole register. */
export type ProfileOutcome = 'done' | 'role' | 'profile.box-full' | 'profile.too-large'
export type BlankOutcome = 'done' | 'role' | 'offline'

interface Options {
  readonly replica: Replica
  readonly room: RoomId
  readonly keyring: Keyring
  readonly about: () => About
  readonly keepAbout: (change: Partial<About>) => Promise<void>
}

const NONE: KeptProfile = { sealed: '', box: '', register: '', said: true }

const toSay = (bytes: Uint8Array) => ({ register: toBase64Url(bytes), said: false })

/** Writes the member's profile, to the disk first, until the log has it (docs/protocol.md, R51). */
export class ProfileKeeping {
  readonly #options: Options
  /** The epoch in which it was written last: a change of keys may have made it void. */
  #saidIn = -1

  constructor(options: Options) {
    this.#options = options
    const { replica } = options
    replica.folded.on((folded) => this.#heard(folded))
    const again = () => {
      if (!this.#kept.said && replica.state.epoch !== this.#saidIn) void this.#say()
    }
    replica.authority.on(() => {
      again()
      void this.#share()
    })
    // While the key of a new gate is shown nothing can be written, though the line is live.
    replica.status.on(({ link }) => (link === 'live' || link === 'local') && again())
  }

  get #kept(): KeptProfile {
    return this.#options.about().profile ?? NONE
  }

  /** As this member last wanted it, in the log or not. */
  get #mine(): Profile {
    const { replica } = this.#options
    const { register, said } = this.#kept
    if (!said) return decodeProfile(fromBase64Url(register) ?? undefined)
    const { member } = replica
    return decodeProfile(member === null ? undefined : replica.registers(PROFILE).get(member))
  }

  /** The log is at hand: what it lacks is written, and a name from another device is taken over. */
  cameUp(): void {
    const { replica, about, keepAbout } = this.#options
    const { member } = replica
    if (member === null) return
    const { myName } = about()
    const { register, said } = this.#kept
    const held = replica.registers(PROFILE).get(member)
    void this.#share()
    if (!said) void this.#say()
    // A relay that lost data has lost it, or it was never written. One that somebody above has blanked is not put back.
    else if (held === undefined) {
      if (register !== '') void this.#keep({ said: false }).then(() => this.#say())
      else if (myName !== '') void this.setName(myName)
    } else {
      const { name } = decodeProfile(held)
      if (name !== '' && name !== myName) keepAbout({ myName: name }).catch(() => {}) // the status tells that storage failed
    }
  }

  async setName(name: string): Promise<void> {
    const { replica, keepAbout } = this.#options
    const bytes = replica.member === null ? null : encodeProfile({ ...this.#mine, name })
    await keepAbout({ myName: name, ...(bytes && { profile: { ...this.#kept, ...toSay(bytes) } }) })
    await this.#say()
  }

  async set({ own, sealed, quiet }: MyProfile): Promise<ProfileOutcome> {
    const { replica, room, about } = this.#options
    const { member } = replica
    if (member === null || replica.role === null) return 'role'
    const words = sealed === null ? null : encodeSealed(sealed)
    if (words !== null && utf8(words).length > CONFIDENCE_MAX) return 'profile.box-full'
    const mine = this.#mine
    // A box stands there also where nothing is in it, so that nobody sees who has said something.
    const box =
      words === null && mine.box ? mine.box : sealConfidence(replica.state, room, profileSubject(member), words ?? '')
    const copy = words === null ? mine.copy : sealCopy(replica.state, room, member, words)
    const bytes = encodeProfile({ name: mine.name || about().myName, own, box, copy, quiet })
    if (bytes === null) return 'profile.too-large'
    await this.#keep({ ...(words !== null && { sealed: words, box: box?.box ?? '' }), ...toSay(bytes) })
    await this.#say()
    return 'done'
  }

  #keep(change: Partial<KeptProfile>): Promise<void> {
    return this.#options.keepAbout({ profile: { ...this.#kept, ...change } })
  }

  async #say(): Promise<void> {
    await this.#sealAnew()
    const { replica } = this.#options
    const { register, said } = this.#kept
    const bytes = said ? null : fromBase64Url(register)
    if (bytes && replica.writeRegister(PROFILE, bytes)) this.#saidIn = replica.state.epoch
  }

  /** Whoever was an organizer when the words were sealed may be none any more when they are sent. */
  async #sealAnew(): Promise<void> {
    const { replica, room } = this.#options
    const kept = this.#kept
    const { member } = replica
    const mine = this.#mine
    const own = mine.box !== null && mine.box.box === kept.box
    if (kept.said || member === null || !own || mine.box?.epoch === replica.state.epoch) return
    const box = sealConfidence(replica.state, room, profileSubject(member), kept.sealed)
    const bytes = box && encodeProfile({ ...mine, box })
    if (box && bytes) await this.#keep({ box: box.box, ...toSay(bytes) })
  }

  /** A device of one's own has come since the words were sealed: whichever device can read them hands them on. */
  async #share(): Promise<void> {
    const { replica, room } = this.#options
    const { member } = replica
    const mine = this.#mine
    if (member === null || mine.box === null || !lacksDevice(mine.copy, replica.state, member)) return
    const words = this.#ownWords(member, mine)
    const copy = words === null ? null : sealCopy(replica.state, room, member, words)
    const bytes = copy && encodeProfile({ ...mine, copy })
    if (!bytes) return
    await this.#keep(toSay(bytes))
    await this.#say()
  }

  /** What this member says to organizers, where this device can tell. */
  #ownWords(member: MemberId, { box, copy }: Profile): string | null {
    const { room, replica } = this.#options
    if (box !== null && box.box === this.#kept.box) return this.#kept.sealed
    return copy && openCopy(copy, room, member, replica.me)
  }

  /** The echo of one's own register is the word that it is there. */
  #heard(folded: readonly Folded[]): void {
    const { replica } = this.#options
    for (const { verdict } of folded) {
      const { register, said } = this.#kept
      if (said || !verdict.ok || verdict.author !== replica.me.id) continue
      const { body } = verdict
      if (body.kind === 'register' && body.name === PROFILE && toBase64Url(body.value) === register)
        this.#keep({ said: true }).catch(() => {}) // it is written once more then
    }
  }

  /** What members say of themselves, in that order. */
  wordsOf(members: readonly MemberId[]): ProfileWords[] {
    const { replica } = this.#options
    const held = replica.registers(PROFILE)
    return members.map((member) => {
      const mine = member === replica.member
      const profile = mine ? this.#mine : decodeProfile(held.get(member))
      const { own, box, quiet } = profile
      return { own, quiet, sealed: box ? this.#opened(member, profile, box, mine) : mine ? {} : null }
    })
  }

  #opened(member: MemberId, profile: Profile, box: Confidence, mine: boolean): PlainRecord | null {
    const { room, keyring } = this.#options
    const own = mine ? this.#ownWords(member, profile) : null
    const words = own ?? openConfidence(keyring, room, profileSubject(member), box)
    return words === null ? null : decodeSealed(words)
  }

  /** Empties the register of somebody below. @returns `done` once the log has it */
  blank(member: MemberId): Promise<BlankOutcome> {
    const { replica } = this.#options
    const subject = replica.state.members.get(member)
    const { role } = replica
    if (!subject || role === null || !standsAbove(role, subject.role)) return Promise.resolve('role')
    const isBlank = () => (replica.registers(PROFILE).get(member)?.length ?? 0) === 0
    if (isBlank()) return Promise.resolve('done')
    return new Promise((settle) => {
      const stop = [
        replica.registered.on(() => isBlank() && end('done')),
        replica.authority.on(() => replica.role !== role && end('role')),
        replica.status.on(({ link }) => link !== 'live' && link !== 'local' && end('offline')),
      ]
      const end = (outcome: BlankOutcome) => {
        for (const each of stop) each()
        settle(outcome)
      }
      const body = { kind: 'register', name: PROFILE, subject: member, value: new Uint8Array(0) } as const
      if (!replica.send(body, Audience.everyone)) end('offline')
    })
  }
}
