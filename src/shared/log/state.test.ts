import { beforeAll, describe, expect, it } from 'vitest'
import { toHex } from '../crypto/bytes.ts'
import { ready } from '../crypto/sodium.ts'
import { containsHead } from './folded.ts'
import { HeadLog } from './heads.ts'
import { Audience, Lane, type PartId, Role } from './ids.ts'
import { makeInvite } from './invites.ts'
import { decodeState, encodePublicState, encodeState } from './stateCodec.ts'
import { BOARD, community, docId, editor, must, Peer, reason, SECRET, update, type World } from './testWorld.ts'

beforeAll(ready)

/** A log with something of everything. */
const busy = (): World => {
  const { world, steward, organizer, ann, bob } = community()
  world.content(ann, update(BOARD, editor(7).edit()))
  world.content(bob, update(BOARD, editor(8).edit(), docId(5) as string as PartId))
  world.content(organizer, update(SECRET, editor(9).edit()), Audience.organizers)
  world.content(ann, { kind: 'report', report: Uint8Array.of(1) }, Audience.report)
  world.control(ann, must(makeInvite(ann.state, ann, { own: true, uses: 2 }, world.random)).op)
  world.control(organizer, must(makeInvite(organizer.state, organizer, { role: Role.guest, uses: 9 }, world.random)).op)
  world.promote(steward, bob, Role.organizer)
  world.append(new Uint8Array(60))
  world.rotate(steward, [organizer.member])
  world.control(steward, { op: 'unlink', device: bob.me.id, endInvites: false })
  world.content(ann, update(BOARD, editor(10).edit()))
  return world
}

const copyOf = (heads: HeadLog) => must(HeadLog.load(heads.base, [heads.slice(heads.base, heads.end)]))

describe('L8 the state at rest', () => {
  it('comes back at every place of a log, and folds on as if nothing had happened', () => {
    const world = busy()
    const straight = new Peer(world.room, world.founder.keyring, world.founder.me)
    const resumed = new Peer(world.room, world.founder.keyring, world.founder.me)
    for (const bytes of world.entries) {
      expect(reason(resumed.take(bytes))).toBe(reason(straight.take(bytes)))
      const stored = encodeState(resumed.state)
      expect(toHex(stored)).toBe(toHex(encodeState(straight.state)))
      Object.assign(resumed, { state: must(decodeState(stored, copyOf(resumed.state.heads))) })
    }
    expect(resumed.state.devices.size).toBe(straight.state.devices.size)
  })

  it('does not come back from other bytes, nor with other heads', () => {
    const world = busy()
    const { state } = world.founder
    const stored = encodeState(state)
    for (let cut = 1; cut < stored.length; cut += 3)
      expect(decodeState(stored.subarray(0, stored.length - cut), state.heads)).toBeNull()
    expect(decodeState(stored, new HeadLog())).toBeNull()
    expect(decodeState(new Uint8Array(0), state.heads)).toBeNull()
    expect(decodeState(Uint8Array.of(9, ...stored.subarray(1)), state.heads)).toBeNull()
    for (let i = 0; i < stored.length; i++)
      decodeState(
        stored.map((byte, at) => (at === i ? byte ^ 0x81 : byte)),
        state.heads,
      )
  })

  it('F5 the public part is the same for a steward and a guest, the whole is not', () => {
    const { world, steward, organizer, guest } = community()
    world.content(organizer, update(SECRET, editor(9).edit()), Audience.organizers)
    expect(toHex(encodePublicState(guest.state))).toBe(toHex(encodePublicState(steward.state)))
    expect(toHex(encodeState(guest.state))).not.toBe(toHex(encodeState(steward.state)))
    expect(steward.state.devices.get(organizer.me.id)?.counters[Lane.organizers]?.n).toBe(1)
  })
})

describe('K8 the head that an invite link names', () => {
  it('is in the log, is not, is still to come, or is older than what is held', () => {
    const { world, steward } = community()
    const head = (index: number) => must(steward.state.heads.at(index)).slice()
    expect(containsHead(steward.state, 3, head(3))).toBe('yes')
    expect(containsHead(steward.state, 3, head(4))).toBe('no')
    expect(containsHead(steward.state, 99, head(4))).toBe('ahead')
    steward.state.heads = new HeadLog(5)
    expect(containsHead(steward.state, 3, new Uint8Array(16))).toBe('unknown')
    expect(world.entries.length).toBeGreaterThan(5)
  })
})
