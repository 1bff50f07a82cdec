import { beforeAll, describe, expect, it } from 'vitest'
import { ready } from '../crypto/sodium.ts'
import { sealEntry } from './entry.ts'
import { Audience, type DeviceId, type MemberId, Role } from './ids.ts'
import { makeInvite, makeJoin, openMailbox } from './invites.ts'
import { Keyring } from './keyring.ts'
import { makeRotation } from './rotation.ts'
import {
  agree,
  BOARD,
  community,
  docId,
  editor,
  LAW,
  must,
  NEWS,
  type Peer,
  reason,
  SECRET,
  update,
  World,
} from './testWorld.ts'
import { makeRoleChange } from './writing.ts'

beforeAll(ready)

describe('C6 roles', () => {
  it('organizers move members and guests below themselves only', () => {
    const { world, steward, organizer, ann, guest } = community()
    const change = (peer: Peer, target: Peer, role: Role) =>
      reason(world.control(peer, { op: 'role', member: target.member, role, boxes: [] }))
    expect(change(organizer, guest, Role.member)).toBe('ok')
    expect(change(organizer, ann, Role.guest)).toBe('ok')
    expect(change(organizer, ann, Role.organizer)).toBe('role')
    expect(change(organizer, organizer, Role.steward)).toBe('role')
    expect(change(organizer, steward, Role.member)).toBe('role')
    expect(change(ann, ann, Role.steward)).toBe('role')
    expect(change(steward, guest, Role.steward)).toBe('ok')
  })

  it('a promotion hands over the secrets of all epochs; nobody’s ladder is longer than the role', () => {
    const { world, steward, ann } = community()
    world.content(steward, update(SECRET, editor(50).edit()), Audience.organizers)
    world.rotate(steward)
    expect(ann.keyring.epochs().map((e) => ann.keyring.get(e)?.role)).toEqual([1, 1])
    world.promote(steward, ann, Role.organizer)
    expect(ann.keyring.epochs().map((e) => ann.keyring.get(e)?.role)).toEqual([2, 2])
    expect(ann.alarms).toEqual([])
    const again = world.peer(ann.keyring, ann.me)
    expect(again.verdicts.filter((v) => !v.ok && v.void === 'hidden')).toEqual([])
  })

  it('a secret above the role is refused with an alarm', () => {
    const { world, steward, ann } = community()
    const op = must(makeRoleChange(steward.state, steward, ann.member, Role.steward))
    if (op.op !== 'role') throw new Error('role expected')
    world.control(steward, { ...op, role: Role.organizer })
    expect(ann.role).toBe(Role.organizer)
    expect(ann.keyring.get(0)?.role).toBe(Role.member)
    expect(ann.alarms).toEqual(['keys'])
  })

  it('a demotion makes a rotation due', () => {
    const { world, steward, organizer } = community()
    world.promote(steward, organizer, Role.member)
    expect(steward.state.rotationDue).toBe(true)
    world.rotate(steward)
    expect(steward.state.rotationDue).toBe(false)
    expect(organizer.keyring.get(1)?.role).toBe(Role.member)
  })
})

describe('C7 removals', () => {
  it('organizers remove members and guests; anybody leaves', () => {
    const { world, steward, organizer, ann, bob, guest } = community()
    const remove = (peer: Peer, target: Peer) => reason(world.control(peer, { op: 'remove', member: target.member }))
    expect(remove(ann, bob)).toBe('role')
    expect(remove(organizer, steward)).toBe('role')
    expect(remove(organizer, guest)).toBe('ok')
    expect(remove(organizer, guest)).toBe('who')
    expect(remove(ann, ann)).toBe('ok')
    expect(remove(organizer, organizer)).toBe('ok')
    expect(reason(world.content(ann, update()))).toBe('removed')
    agree(world)
  })

  it('C8 the last steward’s device stays', () => {
    const { world, steward } = community()
    expect(reason(world.control(steward, { op: 'remove', member: steward.member }))).toBe('last')
    expect(reason(world.control(steward, { op: 'role', member: steward.member, role: Role.member, boxes: [] }))).toBe(
      'last',
    )
    expect(reason(world.control(steward, { op: 'unlink', device: steward.me.id, endInvites: false }))).toBe('last')
    const second = world.join(steward, { own: true, uses: 1 })
    expect(reason(world.control(steward, { op: 'unlink', device: steward.me.id, endInvites: false }))).toBe('ok')
    expect(reason(world.control(second, { op: 'unlink', device: second.me.id, endInvites: false }))).toBe('last')
  })

  it('C9 an unlinked device is refused, its member goes on, and its recovery kit too', () => {
    const { world, steward, ann, bob } = community()
    const second = world.join(ann, { own: true, uses: 1 })
    const kit = must(makeInvite(ann.state, ann, { own: true, uses: 1 }, world.random))
    world.control(ann, kit.op)
    expect(reason(world.control(bob, { op: 'unlink', device: second.me.id, endInvites: false }))).toBe('role')
    expect(reason(world.control(ann, { op: 'unlink', device: second.me.id, endInvites: false }))).toBe('ok')
    expect(steward.state.invites.size).toBe(1)
    expect(steward.state.rotationDue).toBe(true)
    expect(reason(world.content(second, update()))).toBe('removed')
    world.control(steward, { op: 'unlink', device: ann.me.id, endInvites: false })
    const restored = world.peer(must(openMailbox(kit.seed, kit.mailbox.blob)))
    expect(reason(world.append(restored.control(makeJoin(world.room, restored.me, kit.seed))))).toBe('ok')
    expect(restored.member).toBe(ann.member)
  })

  it('C9 the links of an unlinked device end if so wished', () => {
    const { world, steward, ann, bob } = community()
    const second = world.join(ann, { own: true, uses: 1 })
    world.control(ann, must(makeInvite(ann.state, ann, { own: true, uses: 1 }, world.random)).op)
    world.control(second, must(makeInvite(second.state, second, { own: true, uses: 1 }, world.random)).op)
    world.control(bob, must(makeInvite(bob.state, bob, { own: true, uses: 1 }, world.random)).op)
    expect(reason(world.control(steward, { op: 'unlink', device: ann.me.id, endInvites: true }))).toBe('ok')
    expect([...steward.state.invites.values()].map(({ member }) => member)).toEqual([bob.member])
    const unknown = 'f'.repeat(16) as DeviceId
    expect(reason(world.control(steward, { op: 'unlink', device: unknown, endInvites: true }))).toBe('who')
  })
})

describe('C10 rotations', () => {
  it('only stewards rotate', () => {
    const { world, steward, organizer, ann } = community()
    const made = must(makeRotation(steward.state, steward, {}, world.random))
    expect(reason(world.control(organizer, made.op))).toBe('role')
    expect(reason(world.control(ann, made.op))).toBe('role')
    expect(makeRotation(organizer.state, organizer, {}, world.random)).toBeNull()
    expect(steward.state.epoch).toBe(0)
  })

  it('the removed get no key, cannot read or write what follows; all others go on', () => {
    const { world, steward, ann, bob } = community()
    expect(reason(world.rotate(steward, [ann.member]))).toBe('ok')
    expect(ann.keyring.newest).toBe(0)
    expect(bob.keyring.newest).toBe(1)
    expect(reason(world.content(bob, update()))).toBe('ok')
    expect(reason(must(ann.verdicts.at(-1)))).toBe('nokey')
    const old = sealEntry({
      room: world.room,
      me: ann.me,
      ladder: must(ann.keyring.get(0)),
      epoch: 0,
      n: 9,
      seen: { index: 0, head: new Uint8Array(16) },
      audience: Audience.everyone,
      body: update(),
    })
    expect(reason(world.append(old))).toBe('epoch')
    const leaked = sealEntry({
      room: world.room,
      me: ann.me,
      ladder: must(bob.keyring.get(1)),
      epoch: 1,
      n: 9,
      seen: { index: 0, head: new Uint8Array(16) },
      audience: Audience.everyone,
      body: update(),
    })
    expect(reason(world.append(leaked))).toBe('removed')
  })

  it('a device that was left out, or one too many, makes it void', () => {
    const { world, steward, ann } = community()
    const made = must(makeRotation(steward.state, steward, {}, world.random))
    const without = { ...made.op, boxes: made.op.boxes.slice(1) }
    expect(reason(world.control(steward, without))).toBe('boxes')
    expect(reason(world.control(steward, { ...made.op, remove: [ann.member] }))).toBe('boxes')
    expect(reason(world.control(steward, { ...made.op, boxes: [...made.op.boxes, ...made.op.boxes] }))).toBe('boxes')
  })

  it('nobody removes itself by rotating, nor somebody unknown, nor twice', () => {
    const { world, steward, ann } = community()
    const made = must(makeRotation(steward.state, steward, {}, world.random))
    const out = (remove: MemberId[]) => reason(world.control(steward, { ...made.op, remove }))
    expect(out([steward.member])).toBe('who')
    expect(out(['f'.repeat(16) as MemberId])).toBe('who')
    expect(out([ann.member, ann.member])).toBe('who')
  })

  it('invites of those who stay live on in renewed mailboxes', () => {
    const { world, steward, organizer, ann } = community()
    const hers = must(makeInvite(organizer.state, organizer, { role: Role.member, uses: 3 }, world.random))
    world.control(organizer, hers.op)
    const kit = must(makeInvite(ann.state, ann, { own: true, uses: 1 }, world.random))
    world.control(ann, kit.op)
    const made = must(makeRotation(steward.state, steward, { remove: [ann.member] }, world.random))
    expect(made.mailboxes).toHaveLength(1)
    world.control(steward, made.op)
    const keyring = must(openMailbox(hers.seed, must(made.mailboxes[0]).blob))
    expect(keyring.epochs()).toEqual([0, 1])
    const peer = world.peer(keyring)
    expect(peer.alarms).toEqual([])
    expect(reason(world.append(peer.control(makeJoin(world.room, peer.me, hers.seed))))).toBe('ok')
  })

  it('of two stewards who remove each other exactly one wins, and all agree', () => {
    const { world, steward, bob } = community()
    world.promote(steward, bob, Role.steward)
    const first = steward.control(must(makeRotation(steward.state, steward, { remove: [bob.member] }, world.random)).op)
    const second = bob.control(must(makeRotation(bob.state, bob, { remove: [steward.member] }, world.random)).op)
    expect([reason(world.append(first)), reason(world.append(second))]).toEqual(['ok', 'epoch'])
    expect(steward.state.members.get(bob.member)?.gone).toBe(true)
    expect(steward.role).toBe(Role.steward)
    agree(world)
  })
})

describe('C11 documents', () => {
  it('organizers make documents up to their role and never loosen a steward’s', () => {
    const { world, organizer, ann, steward } = community()
    expect(reason(world.doc(ann, docId(20), Role.member))).toBe('role')
    expect(reason(world.doc(organizer, docId(20), Role.organizer))).toBe('ok')
    expect(reason(world.doc(organizer, docId(21), Role.steward))).toBe('role')
    expect(reason(world.doc(organizer, docId(21), Role.steward, Audience.stewards))).toBe('role')
    expect(reason(world.doc(organizer, LAW, Role.organizer))).toBe('role')
    expect(reason(world.doc(organizer, NEWS, Role.member))).toBe('ok')
    expect(steward.state.docs.get(NEWS)?.write).toBe(Role.member)
  })

  it('kind and audience never change, and who writes must be able to read', () => {
    const { world, steward } = community()
    expect(reason(world.doc(steward, BOARD, Role.organizer, Audience.organizers))).toBe('doc')
    expect(reason(world.control(steward, { op: 'doc', doc: BOARD, docKind: 9, write: Role.member, audience: 0 }))).toBe(
      'doc',
    )
    expect(reason(world.doc(steward, docId(30), Role.member, Audience.organizers))).toBe('doc')
    expect(reason(world.doc(steward, docId(30), Role.guest))).toBe('doc')
  })
})

describe('K3 secrets that do not match what was signed', () => {
  it('different keys for different members are refused by those who get the wrong one', () => {
    const { world, steward, ann, bob } = community()
    const made = must(makeRotation(steward.state, steward, {}, world.random))
    const evil = must(makeRotation(steward.state, steward, {}, world.random))
    const boxes = made.op.boxes.map((box, i) => (box.device === bob.me.id ? must(evil.op.boxes[i]) : box))
    world.control(steward, { ...made.op, boxes })
    expect(ann.keyring.newest).toBe(1)
    expect(bob.keyring.newest).toBe(0)
    expect(bob.alarms).toEqual(['keys'])
    expect(ann.alarms).toEqual([])
  })

  it('a moderators’ key that is not the organizers’ raises an alarm where it can be told', () => {
    const { world, steward, organizer, ann } = community()
    const made = must(makeRotation(steward.state, steward, {}, world.random))
    world.control(steward, { ...made.op, moderators: world.identity().box.publicKey })
    expect(organizer.alarms).toEqual(['keys'])
    expect(organizer.keyring.newest).toBe(1)
    expect(ann.alarms).toEqual([])
  })

  it('a mailbox with a foreign secret is dropped when the signed keys are folded', () => {
    const { world, steward } = community()
    const made = must(makeInvite(steward.state, steward, { role: Role.member, uses: 1 }, world.random))
    world.control(steward, made.op)
    const keyring = must(openMailbox(made.seed, made.mailbox.blob))
    const other = must(new World(9).founder.keyring.get(0))
    keyring.add(1, other)
    world.rotate(steward)
    const peer = world.peer(keyring)
    expect(peer.alarms).toEqual(['keys'])
    expect(peer.keyring.get(1)).toBeUndefined()
  })

  it('without keys nothing opens, and nothing breaks', () => {
    const { world } = community()
    const peer = world.peer(new Keyring())
    expect(new Set(peer.verdicts.map(reason))).toEqual(new Set(['nokey']))
    expect(peer.state.index).toBe(world.entries.length)
  })
})
