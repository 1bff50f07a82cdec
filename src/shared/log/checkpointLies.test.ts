import { beforeAll, describe, expect, it } from 'vitest'
import { ready } from '../crypto/sodium.ts'
import type { SnapshotBody } from './body.ts'
import { type CheckpointDraft, makeCheckpoint } from './checkpoint.ts'
import type { PartId } from './ids.ts'
import { draftOf, lieInControl, write } from './testCheckpoint.ts'
import { agree, BOARD, community, docId, editor, must, reason, update } from './testWorld.ts'

beforeAll(ready)

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
