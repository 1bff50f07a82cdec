import { beforeAll, describe, expect, it } from 'vitest'
import { ready } from '../crypto/sodium.ts'
import type { ControlOp } from './controlOp.ts'
import { encodeEnvelope, sealEntry } from './entry.ts'
import { fold } from './fold.ts'
import { emptyState, linkIn } from './folded.ts'
import { Audience, Lane, type MemberId, Role } from './ids.ts'
import { encodePublicState } from './stateCodec.ts'
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

beforeAll(ready)

describe('F1 every entry moves the head, and nothing makes the fold throw', () => {
  it('junk counts as an entry', () => {
    const { world, steward } = community()
    const { index } = steward.state
    expect(reason(world.append(new Uint8Array(0)))).toBe('junk')
    expect(reason(world.append(new Uint8Array(100)))).toBe('version')
    expect(reason(world.append(Uint8Array.of(2, 0, 0, ...world.random(200))))).toBe('junk')
    expect(steward.state.index).toBe(index + 3)
    expect(steward.state.heads.end).toBe(index + 4)
    agree(world)
  })

  it('junk that is marked as control moves the link, and the next control entry must name it', () => {
    const { world, steward, ann } = community()
    const stale = steward.control({ op: 'remove', member: ann.member })
    world.append(Uint8Array.of(3, 0, 0, ...world.random(200)))
    expect(reason(world.append(stale))).toBe('link')
    expect(reason(world.control(steward, { op: 'remove', member: ann.member }))).toBe('ok')
  })
})

describe('F2 only the genesis that names the room founds it', () => {
  it('another founder of the same room is void', () => {
    const world = new World(1)
    const other = new World(2)
    const state = emptyState()
    const context = { room: world.room, keyring: other.founder.keyring }
    const verdict = fold(state, context, must(other.entries[0]))
    expect(reason(verdict)).toBe('junk')
  })

  it('a second genesis is void', () => {
    const world = new World()
    expect(reason(world.append(must(world.entries[0])))).toBe('genesis')
  })

  it('an envelope with other bytes is not the one that names the room', () => {
    const world = new World()
    const { founder } = world
    const { room, me } = founder
    const ladder = must(founder.keyring.get(0))
    const op = must(founder.verdicts[0]?.ok ? founder.verdicts[0].body : null)
    const seen = { index: 0, head: new Uint8Array(16) }
    const forged = sealEntry({ room, me, ladder, epoch: 0, n: 1, seen, audience: Audience.everyone, body: op })
    expect(encodeEnvelope({ author: me.id, n: 1, seen, body: op })).toBeInstanceOf(Uint8Array)
    expect(reason(fold(emptyState(), { room, keyring: founder.keyring }, forged))).toBe('genesis')
  })
})

describe('F3 who may write content', () => {
  it('each role writes the documents of its role and below', () => {
    const { world, steward, organizer, ann, guest } = community()
    const may = (peer: Peer, client: number) =>
      [BOARD, NEWS, LAW].map((doc) => reason(world.content(peer, update(doc, editor(client).edit()))))
    expect(may(guest, 1)).toEqual(['role', 'role', 'role'])
    expect(may(ann, 2)).toEqual(['ok', 'role', 'role'])
    expect(may(organizer, 3)).toEqual(['ok', 'ok', 'role'])
    expect(may(steward, 4)).toEqual(['ok', 'ok', 'ok'])
    agree(world)
  })

  it('a document that no control entry made is void', () => {
    const { world, ann } = community()
    expect(reason(world.content(ann, update(docId(99))))).toBe('doc')
  })

  it('a demotion counts from its place in the log on', () => {
    const { world, steward, organizer } = community()
    expect(reason(world.content(organizer, update(NEWS)))).toBe('ok')
    world.promote(steward, organizer, Role.member)
    expect(reason(world.content(organizer, update(NEWS, editor(8).edit())))).toBe('role')
    expect(reason(world.content(organizer, update(BOARD, editor(9).edit())))).toBe('ok')
    agree(world)
  })
})

describe('F4 numbers rise in each lane', () => {
  it('a replayed entry is void, and changes nothing', () => {
    const { world, ann } = community()
    const entry = ann.content(update())
    expect(reason(world.append(entry))).toBe('ok')
    expect(reason(world.append(entry))).toBe('replay')
    agree(world)
  })

  it('gaps are allowed, going back is not', () => {
    const { world, ann } = community()
    expect(reason(world.append(ann.content(update(), Audience.everyone, 5)))).toBe('ok')
    expect(reason(world.append(ann.content(update(BOARD, editor(8).edit()), Audience.everyone, 4)))).toBe('replay')
  })

  it('lanes do not touch each other', () => {
    const { world, organizer } = community()
    expect(reason(world.append(organizer.content(update(NEWS), Audience.everyone, 9)))).toBe('ok')
    expect(reason(world.append(organizer.content(update(SECRET), Audience.organizers, 1)))).toBe('ok')
    expect(organizer.n(Lane.control)).toBe(1)
    expect(organizer.n(Lane.everyone)).toBe(10)
    expect(organizer.n(Lane.organizers)).toBe(2)
  })

  it('a void entry of a living author uses its number up', () => {
    const { world, ann } = community()
    expect(reason(world.content(ann, update(NEWS)))).toBe('role')
    expect(ann.n(Lane.everyone)).toBe(2)
  })
})

describe('F5 audiences', () => {
  it('a private document is hidden from those below, and the public state is the same for all', () => {
    const { world, steward, organizer, ann, guest } = community()
    world.content(organizer, update(SECRET), Audience.organizers)
    expect(reason(must(steward.verdicts.at(-1)))).toBe('ok')
    expect(reason(must(ann.verdicts.at(-1)))).toBe('hidden')
    expect(reason(must(guest.verdicts.at(-1)))).toBe('hidden')
    agree(world)
  })

  it('a document is only written in its own audience', () => {
    const { world, organizer } = community()
    expect(reason(world.content(organizer, update(SECRET)))).toBe('audience')
    expect(reason(world.content(organizer, update(NEWS), Audience.organizers))).toBe('audience')
  })

  it('a report reaches moderators only, with its author inside', () => {
    const { world, steward, organizer, ann, bob } = community()
    const body = { kind: 'report', report: Uint8Array.of(1, 2, 3) } as const
    world.content(ann, body, Audience.report)
    for (const reader of [steward, organizer]) {
      const verdict = must(reader.verdicts.at(-1))
      expect(verdict).toMatchObject({ ok: true, author: ann.me.id, member: ann.member, body })
    }
    for (const other of [ann, bob]) expect(reason(must(other.verdicts.at(-1)))).toBe('hidden')
    agree(world)
  })

  it('a report for everyone, or an update in a report, is void', () => {
    const { world, ann } = community()
    expect(reason(world.content(ann, { kind: 'report', report: new Uint8Array(1) }))).toBe('audience')
    expect(reason(world.content(ann, update(), Audience.report))).toBe('audience')
  })

  it('a guest does not report', () => {
    const { world, guest } = community()
    expect(reason(world.content(guest, { kind: 'report', report: new Uint8Array(1) }, Audience.report))).toBe('role')
  })

  it('a control entry without its mark, or content with it, is void', () => {
    const { world, steward, ann } = community()
    const op: ControlOp = { op: 'remove', member: ann.member }
    const parts = { room: world.room, me: steward.me, ladder: must(steward.keyring.get(0)), epoch: 0 }
    const seen = { index: 0, head: new Uint8Array(16) }
    const hidden = sealEntry({
      ...parts,
      n: 99,
      seen,
      audience: Audience.organizers,
      body: { kind: 'control', prev: linkIn(steward.state), op },
    })
    expect(reason(world.append(hidden))).toBe('audience')
    expect(ann.role).toBe(Role.member)
  })
})

describe('F6 registers', () => {
  const profile = (value: Uint8Array, subject: MemberId | null = null) =>
    ({ kind: 'register', name: 'profile', subject, value }) as const
  it('a member writes its own', () => {
    const { world, ann, guest } = community()
    expect(reason(world.content(ann, profile(Uint8Array.of(1))))).toBe('ok')
    expect(reason(world.content(ann, profile(Uint8Array.of(1), ann.member)))).toBe('ok')
    expect(reason(world.content(guest, profile(Uint8Array.of(1))))).toBe('role')
  })

  it('a private one is written by those who belong to its audience, whatever keys were leaked', () => {
    const { world, steward, organizer, ann } = community()
    expect(reason(world.content(organizer, profile(Uint8Array.of(1)), Audience.organizers))).toBe('ok')
    const ladder = must(steward.keyring.get(0))
    const parts = { room: world.room, me: ann.me, ladder, epoch: 0, n: 1, seen: { index: 0, head: new Uint8Array(16) } }
    const leaked = sealEntry({ ...parts, audience: Audience.organizers, body: profile(Uint8Array.of(1)) })
    expect(reason(world.append(leaked))).toBe('role')
  })

  it('whoever stands above may blank another’s, never fill it', () => {
    const { world, steward, organizer, ann, bob } = community()
    expect(reason(world.content(ann, profile(new Uint8Array(0), bob.member)))).toBe('role')
    expect(reason(world.content(organizer, profile(Uint8Array.of(1), bob.member)))).toBe('role')
    expect(reason(world.content(organizer, profile(new Uint8Array(0), bob.member)))).toBe('ok')
    expect(reason(world.content(organizer, profile(new Uint8Array(0), steward.member)))).toBe('role')
    expect(reason(world.content(organizer, profile(new Uint8Array(0), 'f'.repeat(16) as MemberId)))).toBe('who')
  })
})

describe('F7 later versions', () => {
  it('an unknown content kind is void for now and keeps its bytes', () => {
    const { world, ann } = community()
    const verdict = world.content(ann, { kind: 'later', code: 77, bytes: Uint8Array.of(1, 2) })
    expect(verdict).toMatchObject({ ok: false, void: 'later', author: ann.me.id, body: { code: 77 } })
  })

  it('an unknown control kind of a steward halts and changes nothing, so that it can be folded again', () => {
    const { world, steward, ann } = community()
    const before = encodePublicState(ann.state)
    const entry = steward.control({ op: 'later', code: 60, bytes: Uint8Array.of(1) })
    expect(reason(world.append(entry))).toBe('halt')
    expect(encodePublicState(ann.state)).toEqual(before)
    expect(reason(must(ann.take(entry)))).toBe('halt')
  })

  it('an unknown control kind of anybody else is void: members cannot stop the community', () => {
    const { world, organizer, ann } = community()
    for (const peer of [organizer, ann])
      expect(reason(world.control(peer, { op: 'later', code: 60, bytes: Uint8Array.of(1) }))).toBe('role')
    agree(world)
  })

  it('audiences of circles without a key here, and of later versions, are hidden', () => {
    const { world, ann } = community()
    const ladder = must(ann.keyring.get(0))
    const parts = { room: world.room, me: ann.me, epoch: 0, n: 9, seen: { index: 0, head: new Uint8Array(16) } }
    // Any key will do for an audience that the reader does not know.
    const all: Uint8Array[] = Array.from({ length: 255 }, () => new Uint8Array(32))
    all.splice(0, ladder.content.length, ...ladder.content)
    const sealed = (audience: number) =>
      sealEntry({
        ...parts,
        audience: audience as Audience,
        body: update(),
        ladder: { ...ladder, content: all },
        circleKey: new Uint8Array(32),
      })
    for (const audience of [1, 4, 16, 128, 254]) world.append(sealed(audience))
    expect(ann.verdicts.slice(-5).map(reason)).toEqual(['junk', 'hidden', 'hidden', 'hidden', 'hidden'])
  })
})

describe('F8 seen heads', () => {
  const lie = (peer: Peer, index: number, head: Uint8Array) =>
    sealEntry({
      room: peer.room,
      me: peer.me,
      ladder: must(peer.keyring.get(0)),
      epoch: 0,
      n: peer.n(Lane.everyone),
      seen: { index, head },
      audience: Audience.everyone,
      body: update(),
    })

  it('a head that is not ours is void with an alarm that names the author, and others go on', () => {
    const { world, ann, bob } = community()
    expect(world.append(lie(ann, 3, new Uint8Array(16)))).toMatchObject({
      void: 'fork',
      alarm: 'fork',
      author: ann.me.id,
    })
    expect(reason(world.content(bob, update()))).toBe('ok')
  })

  it('an index ahead of the log is void with an alarm', () => {
    const { world, ann } = community()
    expect(world.append(lie(ann, 99, new Uint8Array(16)))).toMatchObject({ void: 'fork', alarm: 'fork' })
  })

  it('a head of one’s own past is fine', () => {
    const { world, ann } = community()
    expect(reason(world.append(lie(ann, 2, must(ann.state.heads.at(2)))))).toBe('ok')
  })

  it('F9 the removed cannot even raise an alarm', () => {
    const { world, steward, ann } = community()
    world.control(steward, { op: 'remove', member: ann.member })
    const verdict = world.append(lie(ann, 99, new Uint8Array(16)))
    expect(verdict).toMatchObject({ void: 'removed' })
    expect(verdict.alarm).toBeUndefined()
  })
})
