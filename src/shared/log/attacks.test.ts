/** What a lying relay, a curious member or a removed one can do, and what honest peers notice (docs/threat-model.md). */
import { beforeAll, describe, expect, it } from 'vitest'
import { equal } from '../crypto/bytes.ts'
import { sha256 } from '../crypto/hash.ts'
import { ready } from '../crypto/sodium.ts'
import { openEntry, readHeader, sealEntry } from './entry.ts'
import { linkIn } from './folded.ts'
import { Audience, Lane, Role } from './ids.ts'
import { makeJoin } from './invites.ts'
import { Keyring } from './keyring.ts'
import { gatesOf, gateToken } from './ladder.ts'
import { makeRotation } from './rotation.ts'
import {
  agree,
  BOARD,
  community,
  editor,
  must,
  NEWS,
  numbersFrom,
  Peer,
  reason,
  update,
  type World,
} from './testWorld.ts'

beforeAll(ready)

/** A community in which three have edited in turn, and what a new device makes of the log that the relay gives it. */
const edited = () => {
  const parts = community()
  const { world, steward, organizer, ann, bob } = parts
  const from = world.entries.length
  const hands = [steward, organizer, ann, bob].map((peer, i) => ({ peer, hand: editor(60 + i) }))
  for (let round = 0; round < 2; round++)
    for (const { peer, hand } of hands) world.content(peer, update(BOARD, hand.edit()))
  const readAs = (entries: readonly Uint8Array[]) => {
    const fresh = new Peer(world.room, must(Keyring.decode(ann.keyring.encode())), world.identity())
    for (const bytes of entries) fresh.take(bytes)
    return fresh
  }
  return { ...parts, from, hands, readAs }
}
const alarmsOf = (peer: Peer) => [...new Set(peer.alarms)]

describe('A1 a relay that does not pass on what it was given', () => {
  it('an honest log raises no alarm', () => {
    const { world, readAs } = edited()
    expect(readAs(world.entries).alarms).toEqual([])
  })

  it('a flipped bit: void, and the next honest entry tells', () => {
    const { world, from, readAs } = edited()
    const bent = world.entries.map((bytes, i) => (i === from ? bytes.map((b, at) => (at === 60 ? b ^ 1 : b)) : bytes))
    const fresh = readAs(bent)
    expect(reason(must(fresh.verdicts[from]))).toBe('junk')
    expect(fresh.verdicts[from + 1]).toMatchObject({ void: 'fork', alarm: 'fork' })
  })

  it('an entry left out', () => {
    const { world, from, readAs } = edited()
    expect(alarmsOf(readAs(world.entries.filter((_, i) => i !== from)))).toEqual(['fork'])
  })

  it('two entries swapped', () => {
    const { world, from, readAs } = edited()
    const swapped = [...world.entries]
    swapped.splice(from, 2, must(world.entries[from + 1]), must(world.entries[from]))
    expect(alarmsOf(readAs(swapped))).toEqual(['fork'])
  })

  it('an entry again: void, nothing changes', () => {
    const { world, from, steward } = edited()
    const before = steward.state.docs.get(BOARD)?.parts.get('')?.size
    expect(reason(world.append(must(world.entries[from])))).toBe('replay')
    expect(steward.state.docs.get(BOARD)?.parts.get('')?.size).toBe(before)
    agree(world)
  })

  it('an old backup: who had seen more is ahead of the log', () => {
    const { world, ann, readAs } = edited()
    const fresh = readAs(world.entries.slice(0, -2))
    expect(fresh.take(ann.content(update(BOARD, editor(99).edit())))).toMatchObject({
      void: 'fork',
      alarm: 'fork',
      author: ann.me.id,
    })
  })

  it('a control entry held back: the next one does not follow', () => {
    const { world, steward, ann } = community()
    const readers = new Peer(world.room, must(Keyring.decode(ann.keyring.encode())), world.identity())
    const upTo = world.entries.length
    world.doc(steward, BOARD, Role.organizer)
    world.doc(steward, NEWS, Role.steward)
    for (const bytes of world.entries.slice(0, upTo)) readers.take(bytes)
    const last = must(world.entries.at(-1))
    // Seen heads tell first; a log without comparable heads still has the chain of control entries (P2).
    expect(readers.take(last)).toMatchObject({ ok: false, alarm: 'fork' })
  })

  it('a fork: whatever crosses is void by itself, with the name of its author', () => {
    const { world, ann, bob, steward, readAs } = edited()
    const here = readAs(world.entries)
    const there = readAs(world.entries)
    const onlyThere = bob.content(update(BOARD, editor(90).edit()))
    there.take(onlyThere)
    bob.take(onlyThere)
    here.take(steward.content(update(BOARD, editor(91).edit())))
    const crossing = bob.content(update(BOARD, editor(92).edit()))
    expect(reason(must(there.take(crossing)))).toBe('ok')
    expect(here.take(crossing)).toMatchObject({ void: 'fork', alarm: 'fork', author: bob.me.id })
    expect(reason(must(here.take(ann.content(update(BOARD, editor(93).edit())))))).toBe('ok')
  })
})

describe('A2 a member that wants more than its role, with the relay’s help', () => {
  it('writes above its role: void', () => {
    const { world, ann } = community()
    expect(reason(world.content(ann, update(NEWS)))).toBe('role')
  })

  it('promotes itself: void', () => {
    const { world, ann } = community()
    expect(reason(world.control(ann, { op: 'role', member: ann.member, role: Role.steward, boxes: [] }))).toBe('role')
    expect(ann.role).toBe(Role.member)
  })

  it('signs as another: void', () => {
    const { world, steward, ann } = community()
    const masked = new Peer(world.room, ann.keyring, { ...ann.me, id: steward.me.id })
    for (const bytes of world.entries) masked.take(bytes)
    expect(reason(world.append(masked.content(update(NEWS))))).toBe('signature')
    expect(reason(world.append(masked.control({ op: 'role', member: ann.member, role: 3, boxes: [] })))).toBe(
      'signature',
    )
    agree(world)
  })

  it('re-keys the community: void, and nobody takes its secret', () => {
    const { world, steward, ann, bob } = community()
    const made = must(makeRotation(steward.state, steward, {}, world.random))
    expect(reason(world.control(ann, made.op))).toBe('role')
    expect([steward.state.epoch, bob.keyring.newest]).toEqual([0, 0])
  })

  it('writes Yjs items under another’s client id: void', () => {
    const { world, ann, hands } = edited()
    const [victim] = hands
    const forged = editor(must(victim).hand.doc.clientID).edit((doc) => doc.getText('t').insert(0, 'forged'))
    expect(reason(world.content(ann, update(BOARD, forged)))).toBe('client')
  })

  it('wraps a private word of another for everyone: the signature does not hold', () => {
    const { world, steward, organizer } = community()
    const entry = organizer.content(
      { kind: 'register', name: 'note', subject: null, value: Uint8Array.of(1) },
      Audience.organizers,
    )
    const opened = openEntry(world.room, steward.keyring, entry)
    if (typeof opened === 'string') throw new Error(opened)
    const { body, n, seen } = opened.envelope
    const ladder = must(steward.keyring.get(0))
    const parts = { room: world.room, epoch: 0, ladder, n, seen, audience: Audience.everyone, body }
    // The same words and numbers; only the signature is what a thief has: one of its own under another's name.
    expect(reason(world.append(sealEntry({ ...parts, me: { ...steward.me, id: organizer.me.id } })))).toBe('signature')
  })

  it('lies about the head it saw: only its own entry is void, all others go on', () => {
    const { world, ann, bob } = community()
    const parts = { room: world.room, me: ann.me, ladder: must(ann.keyring.get(0)), epoch: 0, n: 1 }
    const seen = { index: 2, head: new Uint8Array(16) }
    const lie = sealEntry({ ...parts, seen, audience: Audience.everyone, body: update() })
    expect(world.append(lie)).toMatchObject({ void: 'fork', alarm: 'fork', author: ann.me.id })
    expect(reason(world.content(bob, update()))).toBe('ok')
    agree(world)
  })
})

describe('A3 joins', () => {
  it('forged: void', () => {
    const { world, steward } = community()
    const stranger = world.peer(steward.keyring)
    const seed = world.random(32)
    expect(reason(world.append(stranger.control(makeJoin(world.room, stranger.me, seed))))).toBe('invite')
    expect(reason(world.append(stranger.content(update())))).toBe('stranger')
  })

  it('replayed: void', () => {
    const { world, guest } = community()
    const join = must(
      world.entries.findLast((_, i) => guest.verdicts[i]?.ok && guest.verdicts[i]?.author === guest.me.id),
    )
    expect(reason(world.append(join))).toBe('link')
  })
})

describe('A4 a removed member and the relay together', () => {
  it('opens nothing that comes after, writes nothing, and no gate opens', () => {
    const { world, steward, ann, bob } = community()
    const made = must(makeRotation(steward.state, steward, { remove: [ann.member] }, world.random))
    world.control(steward, made.op)
    world.content(bob, update())
    world.content(steward, update(NEWS, editor(5).edit()))
    const later = world.entries.filter((bytes) => readHeader(bytes)?.epoch === 1)
    expect(later).toHaveLength(2)
    expect(later.filter((bytes) => typeof openEntry(world.room, ann.keyring, bytes) !== 'string')).toEqual([])
    const old = must(ann.keyring.get(0))
    const parts = { room: world.room, me: ann.me, ladder: old, n: 9, seen: { index: 0, head: new Uint8Array(16) } }
    const body = update(BOARD, editor(6).edit())
    for (const epoch of [0, 1]) {
      const entry = sealEntry({ ...parts, epoch, audience: Audience.everyone, body })
      expect(reason(world.append(entry))).toBe(epoch === 0 ? 'epoch' : 'junk')
    }
    const token = sha256(must(gateToken(old)))
    expect(made.gates.some(({ hash }) => equal(hash, token))).toBe(false)
  })

  it('K5 over random lives: what was removed opens nothing later, no ladder is longer than its role', () => {
    for (let seed = 1; seed <= 25; seed++) {
      const { world, steward, organizer, ann, bob, guest } = community()
      const next = numbersFrom(seed)
      const others = [organizer, ann, bob, guest]
      for (let i = 0; i < 14; i++) {
        const peer = others[Math.floor(next() * others.length)] as Peer
        const x = next()
        if (peer.role === null) continue
        if (x < 0.3) world.promote(steward, peer, Math.floor(next() * 4) as Role)
        else if (x < 0.45) world.rotate(steward, [peer.member])
        else if (x < 0.6) world.rotate(steward)
        else if (x < 0.7) world.control(steward, { op: 'remove', member: peer.member })
        else world.content(steward, update(NEWS, editor(seed * 100 + i).edit()))
      }
      if (steward.state.rotationDue) world.rotate(steward)
      agree(world)
      for (const peer of [steward, ...others]) {
        expect(peer.alarms, `seed ${seed}`).toEqual([])
        if (peer.role === null) expectShut(world, peer, seed)
        else expect(peer.keyring.get(peer.state.epoch)?.role, `seed ${seed}`).toBe(peer.role)
      }
    }
  })

  const expectShut = (world: World, peer: Peer, seed: number) => {
    expect(peer.keyring.newest, `seed ${seed}`).toBeLessThan(world.founder.state.epoch)
    for (const bytes of world.entries) {
      const epoch = must(readHeader(bytes)).epoch
      if (epoch <= peer.keyring.newest) continue
      for (const held of peer.keyring.epochs()) {
        const guess = new Keyring()
        guess.add(epoch, must(peer.keyring.get(held)))
        expect(openEntry(world.room, guess, bytes), `seed ${seed}`).toBe('junk')
      }
    }
  }
})

describe('A5 stewards against each other and against all', () => {
  it('different keys for different members: refused by those who would be apart', () => {
    const { world, steward, ann, bob } = community()
    const [made, evil] = [0, 1].map(() => must(makeRotation(steward.state, steward, {}, world.random)))
    const boxes = must(made).op.boxes.map((box, i) => (box.device === bob.me.id ? must(must(evil).op.boxes[i]) : box))
    world.control(steward, { ...must(made).op, boxes })
    expect([ann.keyring.newest, bob.keyring.newest, bob.alarms]).toEqual([1, 0, ['keys']])
  })

  it('two remove each other at once: exactly one wins, all agree, the gates are the epoch’s', () => {
    const { world, steward, bob, ann } = community()
    world.promote(steward, bob, Role.steward)
    const mine = must(makeRotation(steward.state, steward, { remove: [bob.member] }, world.random))
    const his = must(makeRotation(bob.state, bob, { remove: [steward.member] }, world.random))
    const late = bob.control(his.op)
    expect(reason(world.control(steward, mine.op))).toBe('ok')
    expect(reason(world.append(late))).toBe('epoch')
    expect([steward.role, bob.role]).toEqual([Role.steward, null])
    const ladder = must(ann.keyring.get(1))
    expect(gatesOf(ladder).map(({ hash }) => hash)).toEqual(mine.gates.slice(0, 2).map(({ hash }) => hash))
    agree(world)
  })

  it('the last steward removes itself: void', () => {
    const { world, steward } = community()
    expect(reason(world.control(steward, { op: 'remove', member: steward.member }))).toBe('last')
  })

  it('an unknown control kind halts, a moderators’ key of its own raises an alarm', () => {
    const { world, steward, organizer } = community()
    const later = steward.control({ op: 'later', code: 99, bytes: new Uint8Array(0) })
    expect(reason(must(organizer.take(later)))).toBe('halt')
    const made = must(makeRotation(steward.state, steward, {}, world.random))
    world.control(steward, { ...made.op, moderators: steward.me.box.publicKey })
    expect(organizer.alarms).toEqual(['keys'])
  })

  it('a control entry that does not follow the last one is void with an alarm', () => {
    const { world, steward, ann } = community()
    const parts = { room: world.room, me: steward.me, ladder: must(steward.keyring.get(0)), epoch: 0 }
    const entry = sealEntry({
      ...parts,
      n: steward.n(Lane.control),
      seen: { index: 0, head: new Uint8Array(16) },
      audience: Audience.everyone,
      body: { kind: 'control', prev: new Uint8Array(16), op: { op: 'remove', member: ann.member } },
    })
    expect(linkIn(steward.state)).not.toEqual(new Uint8Array(16))
    expect(world.append(entry)).toMatchObject({ void: 'link', alarm: 'link', author: steward.me.id })
  })
})
