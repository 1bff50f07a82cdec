import { beforeAll, describe, expect, it } from 'vitest'
import { ready } from '../crypto/sodium.ts'
import type { ControlOp } from './controlOp.ts'
import { type DeviceId, type InviteId, Role } from './ids.ts'
import { inviteIn, makeInvite, makeJoin, openMailbox } from './invites.ts'
import { agree, community, must, type Peer, reason } from './testWorld.ts'

beforeAll(ready)

describe('C1 invites', () => {
  it('organizers invite members and guests, stewards anybody, members nobody', () => {
    const { world, steward, organizer, ann } = community()
    const roles = [Role.guest, Role.member, Role.organizer, Role.steward]
    const op = (n: number, role: Role): ControlOp => ({
      op: 'invite',
      invite: n.toString(16).padStart(64, '0') as InviteId,
      boxPublic: new Uint8Array(32),
      mailbox: new Uint8Array(32),
      role,
      member: null,
      uses: 1,
    })
    const all = (peer: Peer, at: number) => roles.map((role) => reason(world.control(peer, op(at + role, role))))
    expect(all(steward, 10)).toEqual(['ok', 'ok', 'ok', 'ok'])
    expect(all(organizer, 20)).toEqual(['ok', 'ok', 'role', 'role'])
    expect(all(ann, 30)).toEqual(['role', 'role', 'role', 'role'])
  })

  it('any member invites a second device of its own, which gets its role', () => {
    const { world, ann, organizer } = community()
    const second = world.join(ann, { own: true, uses: 1 })
    expect(second.member).toBe(ann.member)
    expect(second.role).toBe(Role.member)
    const made = must(makeInvite(organizer.state, organizer, { own: true, uses: 1 }, world.random))
    expect(reason(world.control(ann, { ...made.op, member: organizer.member }))).toBe('role')
  })

  it('an invite is used up after its uses', () => {
    const { world, steward } = community()
    const made = must(makeInvite(steward.state, steward, { role: Role.member, uses: 2 }, world.random))
    world.control(steward, made.op)
    const join = () => {
      const peer = world.peer(must(openMailbox(made.seed, made.mailbox.blob)))
      return reason(world.append(peer.control(makeJoin(world.room, peer.me, made.seed))))
    }
    expect(join()).toBe('ok')
    expect(inviteIn(steward.state, made.seed)).toEqual({ role: Role.member, member: null, uses: 1 })
    expect([join(), join()]).toEqual(['ok', 'invite'])
    expect(inviteIn(steward.state, made.seed)).toBeNull()
  })

  it('C2 a revoked invite no longer works, and a rotation is due', () => {
    const { world, steward, organizer } = community()
    const made = must(makeInvite(organizer.state, organizer, { role: Role.member, uses: 1 }, world.random))
    world.control(organizer, made.op)
    expect(steward.state.rotationDue).toBe(false)
    expect(reason(world.control(organizer, { op: 'revoke', invite: made.invite }))).toBe('ok')
    expect(steward.state.rotationDue).toBe(true)
    const late = world.peer(must(openMailbox(made.seed, made.mailbox.blob)))
    expect(reason(world.append(late.control(makeJoin(world.room, late.me, made.seed))))).toBe('invite')
  })

  it('C2 an organizer cannot revoke what a steward opened to organizers', () => {
    const { world, steward, organizer, ann } = community()
    const made = must(makeInvite(steward.state, steward, { role: Role.organizer, uses: 1 }, world.random))
    world.control(steward, made.op)
    expect(reason(world.control(organizer, { op: 'revoke', invite: made.invite }))).toBe('role')
    const own = must(makeInvite(ann.state, ann, { own: true, uses: 1 }, world.random))
    world.control(ann, own.op)
    expect(reason(world.control(ann, { op: 'revoke', invite: own.invite }))).toBe('ok')
    expect(reason(world.control(ann, { op: 'revoke', invite: own.invite }))).toBe('who')
  })

  it('C3 an invite dies with its maker’s right to make it', () => {
    const { world, steward, organizer } = community()
    const make = () => {
      const made = must(makeInvite(organizer.state, organizer, { role: Role.member, uses: 9 }, world.random))
      world.control(organizer, made.op)
      return () => {
        const peer = world.peer(must(openMailbox(made.seed, made.mailbox.blob)))
        return reason(world.append(peer.control(makeJoin(world.room, peer.me, made.seed))))
      }
    }
    const join = make()
    expect(join()).toBe('ok')
    world.promote(steward, organizer, Role.member)
    expect(join()).toBe('invite')
  })

  it('C3 a removed member’s invites, for others and for its own devices, die at once', () => {
    const { world, steward, organizer, ann } = community()
    const own = must(makeInvite(ann.state, ann, { own: true, uses: 1 }, world.random))
    world.control(ann, own.op)
    const open = must(makeInvite(organizer.state, organizer, { role: Role.member, uses: 9 }, world.random))
    world.control(organizer, open.op)
    expect(steward.state.invites.size).toBe(2)
    world.control(steward, { op: 'remove', member: ann.member })
    world.rotate(steward, [organizer.member])
    expect(steward.state.invites.size).toBe(0)
  })

  it('C4 at most four pending links for further devices, and four uses each', () => {
    const { world, ann } = community()
    const make = (uses: number) =>
      reason(world.control(ann, must(makeInvite(ann.state, ann, { own: true, uses }, world.random)).op))
    expect([make(5), make(0), make(4), make(1), make(1), make(1), make(1)]).toEqual([
      'invite',
      'invite',
      'ok',
      'ok',
      'ok',
      'ok',
      'invite',
    ])
  })
})

describe('C5 joins', () => {
  it('the proof is for one device in one room', () => {
    const { world, steward } = community()
    const made = must(makeInvite(steward.state, steward, { role: Role.member, uses: 5 }, world.random))
    world.control(steward, made.op)
    const [eve, honest] = [world.identity(), world.identity()]
    const peer = world.peer(must(openMailbox(made.seed, made.mailbox.blob)), eve)
    const theirs = makeJoin(world.room, honest, made.seed)
    const stolen = { ...theirs, signPublic: eve.sign.publicKey, boxPublic: eve.box.publicKey }
    expect(reason(world.append(peer.control(stolen)))).toBe('proof')
    expect(
      reason(world.append(peer.control({ ...makeJoin(world.room, eve, made.seed), proof: new Uint8Array(64) }))),
    ).toBe('proof')
    expect(reason(world.append(peer.control(theirs)))).toBe('signature')
    expect(reason(world.append(peer.control(makeJoin(world.room, eve, made.seed))))).toBe('ok')
  })

  it('a device has the name that belongs to its key, not another’s', () => {
    const { world, steward, ann } = community()
    const made = must(makeInvite(steward.state, steward, { role: Role.member, uses: 5 }, world.random))
    world.control(steward, made.op)
    for (const id of ['f'.repeat(16) as DeviceId, ann.me.id]) {
      const masked = world.peer(steward.keyring, { ...world.identity(), id })
      expect(reason(world.append(masked.control(makeJoin(world.room, masked.me, made.seed))))).toBe('signature')
    }
  })

  it('a replayed join is void', () => {
    const { world, ann } = community()
    const join = must(world.entries.find((_, i) => ann.verdicts[i]?.ok && ann.verdicts[i]?.author === ann.me.id))
    expect(reason(world.append(join))).toBe('link')
    agree(world)
  })

  it('a device cannot come in twice', () => {
    const { world, steward, ann } = community()
    const made = must(makeInvite(steward.state, steward, { role: Role.organizer, uses: 5 }, world.random))
    world.control(steward, made.op)
    expect(reason(world.append(ann.control(makeJoin(world.room, ann.me, made.seed))))).toBe('invite')
    expect(ann.role).toBe(Role.member)
  })
})
