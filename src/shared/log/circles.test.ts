import { beforeAll, describe, expect, it } from 'vitest'
import { toHex } from '../crypto/bytes.ts'
import { hash } from '../crypto/hash.ts'
import { openBox } from '../crypto/keys.ts'
import { ready } from '../crypto/sodium.ts'
import { makeCheckpoint } from './checkpoint.ts'
import { circlesDue, circlesToHand, makeCircleOp, readsFor, rosterOf, slotOf } from './circles.ts'
import type { CircleOp } from './controlOp.ts'
import { type CircleSlot, type DocAudience, Role } from './ids.ts'
import { Keyring } from './keyring.ts'
import { circleSecret } from './ladder.ts'
import { resume } from './resume.ts'
import { encodePublicState } from './stateCodec.ts'
import { copyOfKeys, partsOf, trimmed, write } from './testCheckpoint.ts'
import { agree, community, docId, editor, must, type Peer, reason, update, type World } from './testWorld.ts'

beforeAll(ready)

const KITCHEN = 16 as CircleSlot
const PANTRY = docId(20)
const CIRCLE = 'c1c1c1c1c1c1c1c1'

const opBy = (world: World, author: Peer, members: readonly Peer[], slot = KITCHEN): CircleOp | null =>
  makeCircleOp(author.state, author, { slot, circle: CIRCLE, members: members.map((p) => p.member) }, world.random)

const hand = (world: World, author: Peer, members: readonly Peer[]) =>
  world.control(author, must(opBy(world, author, members)))

/** After a rotation: what an organizer's device does by itself. */
const handAgain = (world: World, author: Peer) => {
  for (const due of circlesDue(author.state, author.room, author.keyring))
    world.control(author, must(makeCircleOp(author.state, author, due, world.random)))
}

const last = (peer: Peer) => reason(must(peer.verdicts.at(-1)))

/** The community with a circle of Ann's and a board of its own. */
const withCircle = () => {
  const all = community()
  const { world, organizer, ann } = all
  expect(reason(hand(world, organizer, [ann]))).toBe('ok')
  expect(reason(world.doc(organizer, PANTRY, Role.member, KITCHEN))).toBe('ok')
  const desk = editor(70)
  return { ...all, desk }
}

describe('C12 keys of circles', () => {
  it('what is written for a circle is read by its members and by organizers, and by nobody else', () => {
    const { world, steward, organizer, ann, bob, guest, desk } = withCircle()
    world.content(ann, update(PANTRY, desk.edit()), KITCHEN)
    expect([steward, organizer, ann, bob, guest].map(last)).toEqual(['ok', 'ok', 'ok', 'hidden', 'hidden'])
    expect(bob.keyring.circle(KITCHEN, 0)).toBeUndefined()
    const reads = (peer: Peer) => readsFor(peer.state, peer.keyring, peer.role, KITCHEN)
    expect([steward, organizer, ann, bob, guest].map(reads)).toEqual([true, true, true, false, false])
    agree(world)
  })

  it('its members write, and number what they write apart', () => {
    const { world, organizer, ann, desk } = withCircle()
    expect(reason(world.content(ann, update(PANTRY, desk.edit()), KITCHEN))).toBe('ok')
    expect(reason(world.content(ann, update(docId(1), editor(71).edit())))).toBe('ok')
    expect(ann.n(KITCHEN)).toBe(2)
    expect(organizer.state.devices.get(ann.me.id)?.circles.get(KITCHEN)?.n).toBe(1)
    expect(reason(world.append(ann.content(update(PANTRY, desk.edit()), KITCHEN, 1)))).toBe('replay')
  })

  it('only organizers hand them out, and documents are only for circles that have keys', () => {
    const { world, organizer, ann } = withCircle()
    const op = must(opBy(world, organizer, [ann], 17 as CircleSlot))
    expect(opBy(world, ann, [ann])).toBeNull()
    expect(reason(world.control(ann, op))).toBe('role')
    expect(reason(world.doc(organizer, docId(21), Role.member, 18 as CircleSlot))).toBe('doc')
    expect(reason(world.doc(organizer, docId(21), Role.guest, KITCHEN))).toBe('doc')
    expect(reason(world.content(organizer, update(docId(1)), 18 as CircleSlot))).toBe('audience')
    agree(world)
  })

  it('a circle has no registers', () => {
    const { world, ann } = withCircle()
    const register = { kind: 'register', name: 'profile', subject: null, value: new Uint8Array(2) } as const
    expect(reason(world.content(ann, register, KITCHEN))).toBe('role')
  })

  it('the entry tells nobody below organizer who belongs to it, nor how many but in steps of four', () => {
    const { world, organizer, ann, bob } = community()
    const op = must(opBy(world, organizer, [ann, bob]))
    const bytes = toHex(must(op.boxes[0])) + op.boxes.map(toHex).join('') + toHex(op.roster)
    for (const { me, member } of [ann, bob]) expect(bytes.includes(me.id) || bytes.includes(member)).toBe(false)
    expect(op.boxes).toHaveLength(4)
    expect(new Set(op.boxes.map(({ length }) => length)).size).toBe(1)
    expect(op.roster).toHaveLength(must(opBy(world, organizer, [ann])).roster.length)
    expect(op.boxes.filter((box) => openBox(box, ann.me.box) !== null)).toHaveLength(1)
    world.control(organizer, op)
    expect(rosterOf(ann.state, ann.room, ann.keyring, KITCHEN)).toBeNull()
    expect(rosterOf(organizer.state, organizer.room, organizer.keyring, KITCHEN)).toMatchObject({
      circle: CIRCLE,
      members: [ann.member, bob.member],
      handed: [ann.me.id, bob.me.id],
    })
    expect(slotOf(organizer.state, organizer.room, organizer.keyring, CIRCLE)).toEqual({ slot: KITCHEN, known: true })
    expect(slotOf(organizer.state, organizer.room, organizer.keyring, '00'.repeat(8))).toEqual({
      slot: 17,
      known: false,
    })
  })

  it('somebody who comes later is handed what was written before', () => {
    const { world, organizer, ann, bob, desk } = withCircle()
    world.content(ann, update(PANTRY, desk.edit()), KITCHEN)
    world.rotate(world.founder)
    handAgain(world, organizer)
    world.content(ann, update(PANTRY, desk.edit()), KITCHEN)
    hand(world, organizer, [ann, bob])
    expect([0, 1].map((epoch) => bob.keyring.circle(KITCHEN, epoch) !== undefined)).toEqual([true, true])
    const again = world.peer(copyOfKeys(bob), bob.me)
    expect(again.verdicts.filter((v) => reason(v) === 'hidden')).toHaveLength(0)
    expect(again.state.devices.get(ann.me.id)?.circles.get(KITCHEN)?.n).toBe(2)
  })

  it('who is taken out makes a rotation due, and reads nothing that is written after it', () => {
    const { world, steward, organizer, ann, bob, desk } = withCircle()
    hand(world, organizer, [ann, bob])
    expect(bob.state.rotationDue).toBe(false)
    hand(world, organizer, [ann])
    expect(bob.state.rotationDue).toBe(true)
    world.rotate(steward)
    expect(circlesToHand(bob.state)).toBe(true)
    handAgain(world, organizer)
    world.content(ann, update(PANTRY, desk.edit()), KITCHEN)
    expect([ann, bob].map(last)).toEqual(['ok', 'hidden'])
    expect(bob.keyring.circle(KITCHEN, 1)).toBeUndefined()
    expect(readsFor(bob.state, bob.keyring, bob.role, KITCHEN)).toBe(false)
  })

  it('who is taken out before the key of an epoch was handed out makes no further rotation due', () => {
    const { world, steward, organizer, ann, bob } = withCircle()
    hand(world, organizer, [ann, bob])
    world.rotate(steward)
    hand(world, organizer, [ann])
    expect(bob.state.rotationDue).toBe(false)
    expect(bob.keyring.circle(KITCHEN, 1)).toBeUndefined()
  })

  it('an organizer who is taken out still reads, so nothing is due', () => {
    const { world, organizer, ann } = withCircle()
    hand(world, organizer, [ann, organizer])
    hand(world, organizer, [ann])
    expect(ann.state.rotationDue).toBe(false)
  })

  it('after a rotation nothing counts for it until its key of that epoch is handed out', () => {
    const { world, steward, organizer, ann, desk } = withCircle()
    world.rotate(steward)
    const early = organizer.content(update(PANTRY, desk.edit()), KITCHEN)
    expect(reason(world.append(early))).toBe('epoch')
    expect(circlesDue(steward.state, steward.room, steward.keyring)).toHaveLength(1)
    handAgain(world, steward)
    expect(circlesDue(steward.state, steward.room, steward.keyring)).toHaveLength(0)
    expect(reason(world.content(ann, update(PANTRY, editor(72).edit()), KITCHEN))).toBe('ok')
    agree(world)
  })

  it('a further device of somebody who belongs to it is due, and is handed all', () => {
    const { world, organizer, ann } = withCircle()
    const second = world.join(ann, { own: true, uses: 1 })
    expect(second.keyring.circle(KITCHEN, 0)).toBeUndefined()
    handAgain(world, organizer)
    expect(second.keyring.circle(KITCHEN, 0)).toBeDefined()
    expect(opBy(world, organizer, [ann])).toBeNull()
  })

  it('an organizer who becomes a member stays in their circles only', () => {
    const { world, steward, organizer, ann } = withCircle()
    const other = 17 as CircleSlot
    hand(world, steward, [ann, organizer])
    world.control(steward, must(opBy(world, steward, [ann], other)))
    world.promote(steward, organizer, Role.member)
    expect(readsFor(organizer.state, organizer.keyring, organizer.role, other)).toBe(false)
    world.rotate(steward)
    handAgain(world, steward)
    const held = [KITCHEN, other].map((slot) => organizer.keyring.circle(slot, 1) !== undefined)
    expect(held).toEqual([true, false])
    const reads = [KITCHEN, other].map((s) => readsFor(organizer.state, organizer.keyring, organizer.role, s))
    expect(reads).toEqual([true, false])
  })
})

describe('a roster that an organizer has spoilt', () => {
  it('stops the circle, and neither checkpoints nor other circles', () => {
    const { world, steward, organizer, ann, desk } = withCircle()
    world.content(ann, update(PANTRY, desk.edit()), KITCHEN)
    const op = must(opBy(world, organizer, [ann, organizer]))
    expect(reason(world.control(organizer, { ...op, roster: new Uint8Array(200) }))).toBe('ok')
    expect(circlesDue(steward.state, steward.room, steward.keyring)).toEqual([])
    world.rotate(steward)
    handAgain(world, steward)
    expect(circlesDue(steward.state, steward.room, steward.keyring)).toEqual([])
    expect(makeCheckpoint(steward.state, partsOf(steward), [])).not.toBeNull()
    expect(slotOf(steward.state, steward.room, steward.keyring, CIRCLE)).toEqual({ slot: 17, known: false })
  })
})

describe('K9 what was signed for a circle', () => {
  it('another secret in the same epoch is void, for everybody', () => {
    const { world, organizer, ann } = withCircle()
    const op = { ...must(opBy(world, organizer, [ann, organizer])), commitment: new Uint8Array(32) }
    expect(reason(world.control(organizer, op))).toBe('boxes')
    agree(world)
  })

  it("a secret that is not the organizers' raises an alarm with each of them, and counts: members cannot tell", () => {
    const { world, steward, organizer, ann } = community()
    const op = { ...must(opBy(world, organizer, [ann])), commitment: hash(new Uint8Array(32)) }
    expect(reason(world.control(organizer, op))).toBe('ok')
    expect([steward, organizer].map((peer) => peer.alarms)).toEqual([['keys'], ['keys']])
    agree(world)
  })

  it('a box with another secret than was signed is not taken, and raises an alarm', () => {
    const { world, organizer, ann, bob } = community()
    const right = must(opBy(world, organizer, [ann, bob]))
    // What Ann is handed belongs to another number.
    const wrong = must(opBy(world, organizer, [ann], 17 as CircleSlot))
    const boxes = [...right.boxes.filter((box) => !openBox(box, ann.me.box)), ...wrong.boxes]
    world.control(organizer, { ...right, boxes })
    expect([ann, bob].map((peer) => peer.alarms)).toEqual([['keys'], []])
    expect([ann, bob].map((peer) => peer.keyring.circle(KITCHEN, 0) !== undefined)).toEqual([false, true])
  })

  it('a keyring comes back with them', () => {
    const { ann } = withCircle()
    const again = must(Keyring.decode(ann.keyring.encode()))
    expect(again.circle(KITCHEN, 0)).toEqual(ann.keyring.circle(KITCHEN, 0))
    const other = new Keyring()
    other.become(ann.keyring)
    expect(other.encode()).toEqual(ann.keyring.encode())
  })

  it('follows from the secret of organizers alone', () => {
    const { organizer, ann } = withCircle()
    const secret = must(organizer.keyring.get(0)?.secrets[Role.organizer])
    expect(ann.keyring.circle(KITCHEN, 0)).toEqual(circleSecret(secret, KITCHEN))
    expect(circleSecret(secret, KITCHEN)).not.toEqual(circleSecret(secret, 17 as CircleSlot))
  })
})

describe('P1 a checkpoint with circles', () => {
  const folded = (world: World, peer: Peer, floor: number) => {
    const { kept, tail } = trimmed(world, floor)
    return resume({ room: world.room, keyring: copyOfKeys(peer), me: peer.me }, kept, tail)
  }

  it('gives a state that judges every later entry alike', () => {
    const { world, steward, ann, bob, desk } = withCircle()
    world.content(ann, update(PANTRY, desk.edit()), KITCHEN)
    const floor = steward.state.index
    const draft = must(makeCheckpoint(steward.state, partsOf(steward), []))
    expect(draft.snapshots.map(({ audience }) => audience)).toContain<DocAudience>(KITCHEN)
    expect(reason(write(world, steward, draft))).toBe('ok')
    for (const peer of [ann, bob, steward]) {
      const resumed = folded(world, peer, floor)
      if (!resumed.ok) throw new Error(resumed.why)
      expect(encodePublicState(resumed.after)).toEqual(encodePublicState(peer.state))
      const mine = peer.state.devices.get(ann.me.id)?.circles.get(KITCHEN)?.n
      expect(resumed.after.devices.get(ann.me.id)?.circles.get(KITCHEN)?.n).toBe(mine)
      expect(resumed.after.docs.get(PANTRY)?.parts.size).toBe(peer === bob ? 0 : 1)
    }
  })

  it('is not written while a circle has no key of this epoch', () => {
    const { world, steward, ann, desk } = withCircle()
    world.content(ann, update(PANTRY, desk.edit()), KITCHEN)
    world.rotate(steward)
    expect(makeCheckpoint(steward.state, partsOf(steward), [])).toBeNull()
    handAgain(world, steward)
    expect(makeCheckpoint(steward.state, partsOf(steward), [])).not.toBeNull()
  })
})
