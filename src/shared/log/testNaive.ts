/**
 * For tests of this room only: a naive reading of the rules, to be compared with the fold. It knows nothing of bytes, keys or
 * maps; it keeps the list of what was said and answers every question by reading that list from the start.
 */
import { toHex } from '../crypto/bytes.ts'
import type { Body } from './body.ts'
import type { ControlOp } from './controlOp.ts'
import {
  type Audience,
  type CircleSlot,
  type DeviceId,
  type DocId,
  type InviteId,
  isSlot,
  type MemberId,
  type Role,
} from './ids.ts'
import { must } from './testWorld.ts'

export interface Clocks {
  readonly client: number
  readonly from: number
  readonly to: number
}

/** What an entry says and how honest it is, in plain words. */
export interface Said {
  readonly author: DeviceId
  readonly lane: 'control' | Audience
  readonly n: number
  readonly epoch: number
  readonly signedByAuthor: boolean
  readonly seenIsTrue: boolean
  readonly followsLastControl: boolean
  readonly proofIsGood?: boolean
  readonly body: Body
  /** Of an update. */
  readonly clocks?: Clocks
}

/** Reads the list of all entries, with the answer given for each, from the start for every question. */
export class Naive {
  readonly all: { readonly said: Said; readonly counted: boolean; readonly usesNumber: boolean }[] = []

  private ops(): { readonly said: Said; readonly op: ControlOp }[] {
    return this.all.flatMap(({ said, counted }) =>
      counted && said.body.kind === 'control' ? [{ said, op: said.body.op }] : [],
    )
  }

  epoch = () => this.ops().filter(({ op }) => op.op === 'rotate').length

  memberOf(device: DeviceId): MemberId | null {
    for (const [i, { said, op }] of this.ops().entries()) {
      if (said.author !== device) continue
      if (op.op === 'genesis') return device as string as MemberId
      if (op.op === 'join') return this.invitedMember(op.invite, i) ?? (device as string as MemberId)
    }
    return null
  }

  private invite(id: InviteId, before = Number.POSITIVE_INFINITY) {
    let found: { readonly by: DeviceId; readonly op: ControlOp & { op: 'invite' }; left: number } | null = null
    for (const [i, { said, op }] of this.ops().entries()) {
      if (i >= before) break
      if (op.op === 'invite' && op.invite === id) found = { by: said.author, op, left: op.uses }
      if (op.op === 'join' && op.invite === id && found) found.left -= 1
      if (op.op === 'revoke' && op.invite === id) found = null
      const out = op.op === 'remove' ? [op.member] : op.op === 'rotate' ? op.remove : []
      for (const member of out)
        if (found && (found.op.member === member || this.memberOf(found.by) === member)) found = null
      if (op.op === 'unlink' && op.endInvites && found)
        if (found.by === op.device || found.op.member === this.memberOf(op.device)) found = null
      if (found?.left === 0) found = null
    }
    return found
  }

  private invitedMember(id: InviteId, before: number): MemberId | null {
    return this.invite(id, before)?.op.member ?? null
  }

  devices(): DeviceId[] {
    return this.ops().flatMap(({ said, op }) => (op.op === 'genesis' || op.op === 'join' ? [said.author] : []))
  }

  /** Role of a member that is still there. */
  role(member: MemberId | null): Role | null {
    let role: Role | null = null
    for (const [i, { said, op }] of this.ops().entries()) {
      if (op.op === 'genesis' && said.author === (member as string)) role = 3
      if (op.op === 'join' && said.author === (member as string)) {
        const invite = this.invite(op.invite, i)?.op
        if (invite?.member === null) role = invite.role
      }
      if (op.op === 'role' && op.member === member) role = op.role
      if (op.op === 'remove' && op.member === member) return null
      if (op.op === 'rotate' && member && op.remove.includes(member)) return null
    }
    return role
  }

  deviceRole(device: DeviceId): Role | null {
    const unlinked = this.ops().some(
      ({ op }) => (op.op === 'unlink' && op.device === device) || (op.op === 'rotate' && op.unlink.includes(device)),
    )
    return unlinked ? null : this.role(this.memberOf(device))
  }

  living = () => this.devices().filter((device) => this.deviceRole(device) !== null)

  stewardsDevices = () => this.living().filter((device) => this.deviceRole(device) === 3)

  doc(id: DocId) {
    let doc: (ControlOp & { op: 'doc' }) | null = null
    for (const { op } of this.ops()) if (op.op === 'doc' && op.doc === id) doc = op
    return doc
  }

  pending(): InviteId[] {
    const made = this.ops().flatMap(({ op }) => (op.op === 'invite' ? [op.invite] : []))
    return made.filter((id) => this.invite(id) !== null)
  }

  rotationDue(): boolean {
    let due = false
    for (const [i, { op }] of this.ops().entries()) {
      if (op.op === 'remove' || op.op === 'unlink' || op.op === 'revoke') due = true
      if (op.op === 'circle' && op.due) due = true
      if (op.op === 'role' && op.role < must(this.until(i).role(op.member))) due = true
      if (op.op === 'rotate') due = false
    }
    return due
  }

  /** The checker as it was before the i-th control entry that counted. */
  private until(i: number): Naive {
    const earlier = new Naive()
    earlier.all.push(
      ...this.ops()
        .slice(0, i)
        .map(({ said }) => ({ said, counted: true, usesNumber: true })),
    )
    return earlier
  }

  judge(said: Said): boolean {
    const comesIn = said.body.kind === 'control' && (said.body.op.op === 'join' || said.body.op.op === 'genesis')
    const present = this.isHonest(said) && !comesIn && this.deviceRole(said.author) !== null
    const counted = this.counts(said)
    this.all.push({ said, counted, usesNumber: present })
    return counted
  }

  private isHonest(said: Said): boolean {
    return said.epoch === this.epoch() && said.signedByAuthor && said.seenIsTrue
  }

  private counts(said: Said): boolean {
    const { body } = said
    if (!this.isHonest(said)) return false
    if (body.kind === 'control' && body.op.op === 'genesis') return this.all.length === 0
    if (body.kind === 'control' && body.op.op === 'join') return this.joinCounts(said, body.op)
    const role = this.deviceRole(said.author)
    if (role === null || said.n <= this.lastNumber(said)) return false
    if (body.kind === 'control') return said.followsLastControl && this.opCounts(said.author, role, body.op)
    return this.contentCounts(said, role)
  }

  /** Whatever was honestly signed by somebody present uses its number up, whether it counts or not. */
  private lastNumber({ author, lane }: Said): number {
    const used = this.all.filter(({ said, usesNumber }) => usesNumber && said.author === author && said.lane === lane)
    return Math.max(0, ...used.map(({ said }) => said.n))
  }

  private joinCounts(said: Said, op: ControlOp & { op: 'join' }): boolean {
    const invite = this.invite(op.invite)
    if (!said.followsLastControl || !invite || !said.proofIsGood || this.devices().includes(said.author)) return false
    const maker = this.role(this.memberOf(invite.by))
    if (maker === null) return false
    return invite.op.member !== null || maker === 3 || (maker === 2 && invite.op.role < 2)
  }

  private opCounts(author: DeviceId, role: Role, op: ControlOp): boolean {
    const own = this.memberOf(author)
    const above = (other: Role) => role === 3 || (role === 2 && other < 2)
    const target = op.op === 'role' || op.op === 'remove' ? this.role(op.member) : null
    switch (op.op) {
      case 'invite': {
        if (
          this.ops().some(({ op: o }) => o.op === 'invite' && o.invite === op.invite) &&
          this.pending().includes(op.invite)
        )
          return false
        if (op.uses < 1) return false
        if (op.member === null) return above(op.role) && op.uses <= 10_000
        const mine = this.pending().filter((id) => this.invite(id)?.op.member === op.member)
        return op.member === own && op.uses <= 4 && mine.length < 4
      }
      case 'revoke': {
        const invite = this.invite(op.invite)
        if (!invite) return false
        const opens = invite.op.member === null ? invite.op.role : must(this.role(invite.op.member))
        return invite.op.member === own || above(opens)
      }
      case 'role':
        if (target === null || !above(target) || (role !== 3 && op.role >= 2)) return false
        return op.role === 3 || this.stewardsDevices().some((d) => this.memberOf(d) !== op.member)
      case 'remove':
        if (target === null || (op.member !== own && !above(target))) return false
        return this.stewardsDevices().some((d) => this.memberOf(d) !== op.member)
      case 'unlink': {
        const other = this.deviceRole(op.device)
        if (other === null || (this.memberOf(op.device) !== own && !above(other))) return false
        return this.stewardsDevices().some((d) => d !== op.device)
      }
      case 'rotate': {
        if (role !== 3) return false
        const out = [...op.remove, ...op.unlink]
        if (new Set(out).size < out.length || op.remove.some((m) => m === own || this.role(m) === null)) return false
        if (op.unlink.some((d) => d === author || this.deviceRole(d) === null)) return false
        const stay = this.living().filter((d) => !op.unlink.includes(d) && !op.remove.includes(must(this.memberOf(d))))
        return JSON.stringify(stay.sort()) === JSON.stringify(op.boxes.map(({ device }) => device).sort())
      }
      case 'doc': {
        const doc = this.doc(op.doc)
        if (role < 2 || op.write > role || op.write < 1) return false
        if (isSlot(op.audience) ? this.circle(op.audience).length === 0 : op.write < op.audience) return false
        return !doc || (doc.write <= role && doc.docKind === op.docKind && doc.audience === op.audience)
      }
      case 'circle': {
        const now = this.circle(op.slot).filter(({ epoch }) => epoch === this.epoch())
        return role >= 2 && now.every(({ commitment }) => commitment === toHex(op.commitment))
      }
      default:
        return false
    }
  }

  /** Every handing out of a circle's keys: in which epoch, and what was signed. */
  private circle(slot: CircleSlot) {
    return this.ops().flatMap(({ said, op }) =>
      op.op === 'circle' && op.slot === slot ? [{ epoch: said.epoch, commitment: toHex(op.commitment) }] : [],
    )
  }

  private contentCounts({ author, lane, body, clocks }: Said, role: Role): boolean {
    if (lane !== 'control' && isSlot(lane) && !this.circle(lane).some(({ epoch }) => epoch === this.epoch()))
      return false
    if (body.kind === 'report') return lane === 255 && role >= 1
    if (body.kind === 'register') {
      if (lane === 255 || lane === 'control' || role < 1 || role < lane) return false
      if (body.subject === null || body.subject === this.memberOf(author)) return true
      const known = this.devices().map((d) => this.memberOf(d))
      const other = this.lastRole(body.subject)
      return known.includes(body.subject) && body.value.length === 0 && (role === 3 || (role === 2 && other < 2))
    }
    if (body.kind !== 'update' || !clocks) return false
    const doc = this.doc(body.doc)
    if (!doc || doc.audience !== lane || role < doc.write) return false
    const earlier = this.all.filter(
      ({ said, counted }) =>
        counted && said.body.kind === 'update' && said.body.doc === body.doc && said.clocks?.client === clocks.client,
    )
    const clock = Math.max(0, ...earlier.map(({ said }) => must(said.clocks).to))
    return earlier.every(({ said }) => said.author === author) && (clocks.from === clock || clocks.to <= clock)
  }

  /** Of a member that may have been removed. */
  private lastRole(member: MemberId): Role {
    const stayed = new Naive()
    for (const entry of this.all) {
      const op = entry.said.body.kind === 'control' ? entry.said.body.op : null
      if (op?.op !== 'remove' && op?.op !== 'rotate') stayed.all.push(entry)
    }
    return stayed.role(member) ?? 0
  }
}
