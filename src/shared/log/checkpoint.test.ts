import { beforeAll, describe, expect, it } from 'vitest'
import { toHex } from '../crypto/bytes.ts'
import { ready } from '../crypto/sodium.ts'
import type { SnapshotBody } from './body.ts'
import { carry, openCarried } from './carried.ts'
import { type CheckpointDraft, makeCheckpoint, type PartState } from './checkpoint.ts'
import { readHeader, sealEntry } from './entry.ts'
import { linkIn } from './folded.ts'
import { Audience, type DocAudience, type DocId, Lane, type PartId, Role } from './ids.ts'
import { Keyring } from './keyring.ts'
import { resume } from './resume.ts'
import { windowStart } from './snapshotRules.ts'
import { encodePublicState, encodeState } from './stateCodec.ts'
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
  type World,
} from './testWorld.ts'

beforeAll(ready)

/** Stands for the Yjs state of every part: the fold does not look into it. */
const partsOf = ({ state }: Peer, bytes: Uint8Array = Uint8Array.of(0, 0)): PartState[] =>
  [...state.docs].flatMap(([doc, { parts }]) =>
    [...parts.keys()].map((key) => ({ doc, part: key === '' ? null : key, bytes, deflated: false })),
  )

const draftOf = (steward: Peer): CheckpointDraft => must(makeCheckpoint(steward.state, partsOf(steward), []))

const write = (world: World, steward: Peer, draft: CheckpointDraft, between: () => void = () => {}) => {
  for (const { audience, body } of draft.snapshots) {
    world.content(steward, body, audience)
    between()
  }
  return world.control(steward, draft.op)
}

/** What a relay gives that has trimmed up to `floor`. */
const trimmed = (world: World, floor: number) => ({
  kept: world.entries.slice(0, floor).filter((bytes) => readHeader(bytes)?.keep),
  tail: world.entries.slice(floor),
})

/** A second device disk for a peer, with the keys it has now. */
const copyOfKeys = ({ keyring }: Peer) => must(Keyring.decode(keyring.encode()))

const lieInControl = (peer: Peer) =>
  sealEntry({
    room: peer.room,
    me: peer.me,
    ladder: must(peer.keyring.get(peer.state.epoch)),
    epoch: peer.state.epoch,
    n: peer.n(Lane.control),
    seen: { index: 1, head: new Uint8Array(16) },
    audience: Audience.everyone,
    body: {
      kind: 'control',
      prev: linkIn(peer.state),
      op: { op: 'doc', doc: NEWS, docKind: 3, write: 1, audience: 0 },
    },
  })

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

describe('P3 a checkpoint that contradicts the log is void, with an alarm', () => {
  const forged = (change: (draft: CheckpointDraft, parts: ReturnType<typeof community>) => CheckpointDraft) => {
    const parts = community()
    const { world, steward, ann, bob } = parts
    const hand = editor(7)
    world.content(ann, update(BOARD, hand.edit()))
    world.content(bob, update(BOARD, editor(8).edit(), docId(7) as string as PartId))
    const verdict = write(world, steward, change(draftOf(steward), parts))
    agree(world)
    return { verdict, alarms: parts.bob.alarms, state: steward.state }
  }
  const mapSnapshots = (draft: CheckpointDraft, change: (body: SnapshotBody) => SnapshotBody): CheckpointDraft => ({
    ...draft,
    snapshots: draft.snapshots.map(({ audience, body }) => ({ audience, body: change(body) })),
  })
  const onPart = (draft: CheckpointDraft, change: (snapshot: SnapshotBody['snapshot'] & { form: 'part' }) => object) =>
    mapSnapshots(draft, (body) =>
      body.snapshot.form === 'part' && body.snapshot.part === null
        ? { ...body, snapshot: { ...body.snapshot, ...change(body.snapshot) } }
        : body,
    )
  const onBase = (draft: CheckpointDraft, change: (snapshot: SnapshotBody['snapshot'] & { form: 'base' }) => object) =>
    mapSnapshots(draft, (body) =>
      body.snapshot.form === 'base' && body.snapshot.heads.length > 0
        ? { ...body, snapshot: { ...body.snapshot, ...change(body.snapshot) } }
        : body,
    )

  it('untouched, it counts', () => {
    const { verdict, alarms, state } = forged((draft) => draft)
    expect([reason(verdict), alarms, state.drafts.size]).toEqual(['ok', [], 0])
    expect(state.checkpoint).toEqual({ at: state.index, index: expect.any(Number) })
  })

  const lies: Record<string, Parameters<typeof forged>[0]> = {
    'a part left out': (draft) => ({
      snapshots: draft.snapshots.filter(({ body }) => body.snapshot.form !== 'part' || body.snapshot.part === null),
      op: draft.op,
    }),
    'a part left out, and counted so': (draft) => {
      const rest = draft.snapshots.filter(({ body }) => body.snapshot.form !== 'part' || body.snapshot.part === null)
      const snapshots = draft.op.snapshots - 1
      return onBase({ snapshots: rest, op: { ...draft.op, snapshots } }, () => ({ entries: snapshots }))
    },
    'a client id given to another device': (draft, { bob }) =>
      onPart(draft, ({ clients }) => ({ clients: clients.map((row) => ({ ...row, device: bob.me.id })) })),
    'a client id left out': (draft) => onPart(draft, () => ({ clients: [] })),
    'a client id added': (draft, { bob }) =>
      onPart(draft, ({ clients }) => ({ clients: [...clients, { client: 99, device: bob.me.id, clock: 1 }] })),
    'a clock turned back': (draft) =>
      onPart(draft, ({ clients }) => ({ clients: clients.map((row) => ({ ...row, clock: row.clock - 1 })) })),
    'a number turned back': (draft) =>
      onBase(draft, ({ counters }) => ({ counters: counters.map((row) => ({ ...row, n: row.n + 1 })) })),
    'a number left out': (draft) => onBase(draft, ({ counters }) => ({ counters: counters.slice(1) })),
    'a false head': (draft) => ({ ...draft, op: { ...draft.op, head: new Uint8Array(32) } }),
    'a false window of heads': (draft) =>
      onBase(draft, ({ heads }) => ({ heads: heads.map((b, i) => (i === 20 ? b ^ 1 : b)) })),
    'a false count of control entries': (draft) => ({ ...draft, op: { ...draft.op, controls: draft.op.controls - 1 } }),
    'an entry called void that was not': (draft) => onBase(draft, () => ({ blind: [2] })),
    'an index before its snapshots’': (draft) => ({ ...draft, op: { ...draft.op, index: draft.op.index - 1 } }),
    'a base that counts other snapshots than there are': (draft) =>
      onBase(draft, ({ entries }) => ({ entries: entries + 1 })),
    'no base': (draft) => ({
      ...draft,
      snapshots: draft.snapshots.filter(({ body }) => body.snapshot.form === 'part'),
    }),
  }
  for (const [name, lie] of Object.entries(lies)) {
    it(name, () => {
      const { verdict, alarms, state } = forged(lie)
      expect(reason(verdict)).toBe('checkpoint')
      expect(alarms).toContain('checkpoint')
      expect(state.checkpoint).toBeNull()
    })
  }

  it('only a steward’s counts', () => {
    const { world, steward, organizer, ann } = community()
    world.content(ann, update())
    const draft = draftOf(steward)
    expect(
      reason(write(world, organizer, { ...draft, snapshots: draft.snapshots.filter((s) => s.audience === 0) })),
    ).toBe('role')
    expect(reason(must(steward.verdicts.at(-2)))).toBe('role')
  })

  it('not while somebody’s false head lies in between: try again', () => {
    const { world, steward, organizer, ann } = community()
    world.content(ann, update())
    const draft = draftOf(steward)
    for (const { audience, body } of draft.snapshots) world.content(steward, body, audience)
    world.append(lieInControl(organizer))
    expect(reason(world.control(steward, draft.op))).toBe('checkpoint')
    expect(reason(write(world, steward, draftOf(steward)))).toBe('ok')
  })

  it('not from before the last one', () => {
    const { world, steward, ann } = community()
    world.content(ann, update())
    const early = draftOf(steward)
    expect(reason(write(world, steward, draftOf(steward)))).toBe('ok')
    expect(reason(write(world, steward, early))).toBe('checkpoint')
  })

  it('the state of a written part must be at hand', () => {
    const { world, steward, ann } = community()
    world.content(ann, update())
    expect(makeCheckpoint(steward.state, [], [])).toBeNull()
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
