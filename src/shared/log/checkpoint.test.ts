import { beforeAll, describe, expect, it } from 'vitest'
import { toHex } from '../crypto/bytes.ts'
import { ready } from '../crypto/sodium.ts'
import { carry, openCarried } from './carried.ts'
import { makeCheckpoint } from './checkpoint.ts'
import { Audience, type DocAudience, type DocId, type PartId, Role } from './ids.ts'
import { resume } from './resume.ts'
import { windowStart } from './snapshotRules.ts'
import { encodePublicState, encodeState } from './stateCodec.ts'
import { copyOfKeys, draftOf, lieInControl, partsOf, trimmed, write } from './testCheckpoint.ts'
import {
  agree,
  BOARD,
  community,
  docId,
  editor,
  must,
  NEWS,
  numbersFrom,
  Peer,
  reason,
  SECRET,
  update,
} from './testWorld.ts'

beforeAll(ready)

/** Random life of a community: edits in several parts and audiences, roles, removals, rotations, lies. */
const live = (seed: number) => {
  const { world, steward, organizer, ann, bob } = community()
  const next = numbersFrom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const peers = [steward, organizer, ann, bob]
  const editors = new Map<string, ReturnType<typeof editor>>()
  const edit = (peer: Peer, doc: DocId, part: PartId | null, audience: DocAudience) => {
    const key = `${peer.me.id}${doc}${part}`
    const hand = editors.get(key) ?? editor(100 + editors.size)
    editors.set(key, hand)
    world.content(peer, update(doc, hand.edit(), part), audience)
  }
  const step = () => {
    const peer = pick(peers)
    const x = next()
    if (x < 0.5) edit(peer, pick([BOARD, BOARD, NEWS]), pick([null, docId(7) as string as PartId]), 0)
    else if (x < 0.65 && (peer.keyring.get(peer.state.epoch)?.role ?? 0) >= 2) edit(peer, SECRET, null, 2)
    else if (x < 0.7) world.content(peer, { kind: 'report', report: Uint8Array.of(1) }, Audience.report)
    else if (x < 0.75) world.append(Uint8Array.of(pick([2, 3]), 0, 0, ...world.random(100)))
    else if (x < 0.8 && organizer.role === Role.organizer) world.append(lieInControl(organizer))
    else if (x < 0.85) world.rotate(steward)
    else if (x < 0.9) world.promote(steward, pick([ann, bob]), pick([Role.member, Role.organizer]))
    else world.doc(steward, docId(40 + Math.floor(next() * 5)), Role.member)
  }
  return { world, steward, organizer, ann, bob, step }
}

describe('P1 a state from a checkpoint and the tail is the state from the whole history', () => {
  for (let seed = 1; seed <= 3; seed++) {
    it(`for every cut, seed ${seed}`, { timeout: 30_000 }, () => {
      for (let cut = 0; cut <= 24; cut += 2) {
        const { world, steward, ann, step } = live(seed)
        for (let i = 0; i < cut; i++) step()
        const floor = steward.state.index
        const draft = draftOf(steward)
        let beside = 0
        const done = write(world, steward, draft, () => {
          if (++beside % 2 === 0)
            world.content(ann, { kind: 'register', name: 'p', subject: null, value: world.random(2) })
        })
        expect(reason(done), `seed ${seed}, cut ${cut}`).toBe('ok')
        const at = steward.state.index
        for (let i = 0; i < 8; i++) step()
        const { kept, tail } = trimmed(world, floor)
        for (const reader of [steward, ann]) {
          const fresh = new Peer(world.room, copyOfKeys(reader), reader.me)
          const resumed = resume(fresh, kept, tail)
          if (!resumed.ok) throw new Error(`seed ${seed}, cut ${cut}: ${resumed.why}`)
          expect([resumed.author, resumed.asOf, floor + resumed.at + 1]).toEqual([steward.me.id, floor, at])
          const again = Object.assign(new Peer(world.room, fresh.keyring, reader.me), { state: resumed.state })
          for (const [i, bytes] of tail.entries()) {
            const [now, then] = [again.take(bytes), must(reader.verdicts[floor + i])]
            // The keys are those of today: what was hidden from a member then may open now.
            if (reader === steward || now.audience === Audience.everyone)
              expect(reason(now), `seed ${seed}, cut ${cut}, entry ${floor + i}`).toBe(reason(then))
          }
          expect(toHex(encodePublicState(again.state))).toBe(toHex(encodePublicState(reader.state)))
          if (reader === steward) expect(toHex(encodeState(again.state))).toBe(toHex(encodeState(reader.state)))
        }
      }
    })
  }

  it('a device that was away over rotations learns the keys from the kept entries', () => {
    const { world, steward, ann, bob } = community()
    world.content(ann, update())
    const asleep = new Peer(world.room, copyOfKeys(bob), bob.me)
    world.rotate(steward)
    world.rotate(steward)
    const floor = steward.state.index
    write(world, steward, draftOf(steward))
    const { kept, tail } = trimmed(world, floor)
    const resumed = resume(asleep, kept, tail)
    expect(resumed.ok).toBe(true)
    expect(asleep.keyring.newest).toBe(2)
  })

  it('a second checkpoint stands on the first', () => {
    const { world, steward, ann } = community()
    const hand = editor(7)
    for (let round = 0; round < 3; round++) {
      world.content(ann, update(BOARD, hand.edit()))
      const floor = steward.state.index
      expect(reason(write(world, steward, draftOf(steward)))).toBe('ok')
      const { kept, tail } = trimmed(world, floor)
      const resumed = resume(new Peer(world.room, copyOfKeys(ann), ann.me), kept, tail)
      expect(resumed.ok).toBe(true)
    }
    agree(world)
  })

  it('a state in several pieces is put together', () => {
    const { world, steward, ann } = community()
    world.content(ann, update())
    const draft = must(makeCheckpoint(steward.state, partsOf(steward, world.random(2_000_000)), []))
    const pieces = draft.snapshots.filter(({ body }) => body.snapshot.form === 'part')
    expect(pieces).toHaveLength(3)
    expect(reason(write(world, steward, draft))).toBe('ok')
  })
})

describe('P2 what a trimming relay hides is noticed', () => {
  const setup = () => {
    const parts = community()
    const { world, steward, ann } = parts
    world.content(ann, update())
    world.append(lieInControl(parts.organizer))
    const floor = steward.state.index
    write(world, steward, draftOf(steward))
    const try_ = (change: (kept: Uint8Array[], tail: Uint8Array[]) => void) => {
      const { kept, tail } = trimmed(world, floor)
      change(kept, tail)
      const resumed = resume(new Peer(world.room, copyOfKeys(ann), ann.me), kept, tail)
      return resumed.ok ? 'ok' : resumed.why
    }
    return { ...parts, try_ }
  }

  it('nothing hidden: it starts', () => {
    expect(setup().try_(() => {})).toBe('ok')
  })

  it('a control entry left out', () => {
    const { try_, steward } = setup()
    for (let i = 0; i < steward.state.controls - 1; i++)
      expect(
        try_((kept) => kept.splice(i, 1)),
        `left out ${i}`,
      ).not.toBe('ok')
  })

  it('two control entries swapped', () => {
    expect(setup().try_((kept) => kept.splice(3, 2, must(kept[4]), must(kept[3])))).not.toBe('ok')
  })

  it('an entry of the tail left out, or swapped', () => {
    const { try_ } = setup()
    expect(try_((_, tail) => tail.shift())).toBe('contradiction')
    expect(try_((_, tail) => tail.splice(0, 2, must(tail[1]), must(tail[0])))).toBe('contradiction')
  })

  it('the checkpoint held back: more is asked for', () => {
    expect(setup().try_((_, tail) => tail.pop())).toBe('more')
  })

  it('a floor that is not the checkpoint’s', () => {
    const { try_ } = setup()
    expect(try_((kept, tail) => tail.unshift(must(kept.pop())))).toBe('contradiction')
  })
})

describe('P4 after a checkpoint', () => {
  it('what names a head older than the window is void; its author sends it again', () => {
    const { world, steward, ann } = community()
    const old = ann.content(update())
    for (let i = 0; i < 300; i++) world.append(new Uint8Array(50))
    expect(reason(write(world, steward, draftOf(steward)))).toBe('ok')
    expect(windowStart(must(steward.state.checkpoint).index)).toBeGreaterThan(20)
    expect(reason(world.append(old))).toBe('old')
    expect(reason(world.content(ann, update()))).toBe('ok')
  })

  it('replays and foreign client ids from before stay void for those who start there', () => {
    const { world, steward, ann, bob } = community()
    const replayed = ann.content(update())
    world.append(replayed)
    const floor = steward.state.index
    write(world, steward, draftOf(steward))
    const { kept, tail } = trimmed(world, floor)
    const fresh = new Peer(world.room, copyOfKeys(bob), bob.me)
    const resumed = resume(fresh, kept, tail)
    if (!resumed.ok) throw new Error(resumed.why)
    const again = Object.assign(new Peer(world.room, fresh.keyring, bob.me), { state: resumed.state })
    for (const bytes of tail) again.take(bytes)
    expect(reason(again.take(replayed))).toBe('replay')
    expect(reason(again.take(again.content(update(BOARD, editor(7).edit()))))).toBe('client')
  })

  it('P5 registers and reports are handed on under their authors’ signatures', () => {
    const { world, steward, ann } = community()
    world.content(ann, { kind: 'register', name: 'profile', subject: null, value: Uint8Array.of(7) })
    const register = must(carry(world.room, steward.keyring, must(world.entries.at(-1))))
    world.content(ann, { kind: 'report', report: Uint8Array.of(8) }, Audience.report)
    const report = must(carry(world.room, steward.keyring, must(world.entries.at(-1))))
    world.content(ann, update())
    expect(carry(world.room, steward.keyring, must(world.entries.at(-1)))).toBeNull()
    const carried = [
      { audience: Audience.everyone, items: [register] },
      { audience: Audience.organizers, items: [report] },
    ]
    const draft = must(makeCheckpoint(steward.state, partsOf(steward), carried))
    expect(reason(write(world, steward, draft))).toBe('ok')
    expect(openCarried(steward.state, world.room, register)).toMatchObject({
      member: ann.member,
      body: { name: 'profile' },
    })
    expect(openCarried(steward.state, world.room, report)).toMatchObject({
      author: ann.me.id,
      audience: Audience.report,
    })
    const bent = { ...register, signed: register.signed.map((b, i) => (i === register.signed.length - 1 ? b ^ 1 : b)) }
    expect(openCarried(steward.state, world.room, bent)).toBeNull()
    expect(openCarried(steward.state, world.room, { ...register, audience: Audience.organizers })).toBeNull()
    expect(openCarried(steward.state, world.room, { ...register, epoch: 1 })).toBeNull()
  })
})
