/** The fold against a second opinion: both judge the same seeded random logs, entry by entry. */
import * as encoding from 'lib0/encoding'
import { beforeAll, describe, expect, it } from 'vitest'
import { hash } from '../crypto/hash.ts'
import { ready } from '../crypto/sodium.ts'
import { joinProof } from './arrival.ts'
import type { Body } from './body.ts'
import type { ControlOp } from './controlOp.ts'
import { sealEntry } from './entry.ts'
import { fold } from './fold.ts'
import { emptyState, livingDevices, nextN, roleOf } from './folded.ts'
import { type Identity, identityFromSeed } from './identity.ts'
import {
  Audience,
  type CircleSlot,
  type DocAudience,
  type InviteId,
  idFromBytes,
  isSlot,
  Lane,
  laneOf,
  type MemberId,
} from './ids.ts'
import { Keyring } from './keyring.ts'
import { epochKeysOf, type Ladder, ladderFrom } from './ladder.ts'
import { type Clocks, Naive, type Said } from './testNaive.ts'
import { bytesFrom, docId, must, numbersFrom } from './testWorld.ts'
import { found } from './writing.ts'

beforeAll(ready)

/** An update of one client: deleted items at a root type, so that only its clocks matter. */
const updateOf = ({ client, from, to }: Clocks): Uint8Array =>
  encoding.encode((e) => {
    for (const n of [1, 1, client, from, 1, 1]) encoding.writeVarUint(e, n)
    encoding.writeVarString(e, 'm')
    encoding.writeVarUint(e, to - from)
    encoding.writeVarUint(e, 0)
  })

/** One random log; every entry is judged by both as it comes. */
const play = (seed: number, steps: number) => {
  const next = numbersFrom(seed)
  const random = bytesFrom(seed + 1)
  const pick = <T>(list: readonly T[]): T => must(list[Math.floor(next() * list.length)])
  const chance = (p: number) => next() < p

  const identities = Array.from({ length: 12 }, () => identityFromSeed(random(32)))
  const invites = Array.from({ length: 8 }, () => identityFromSeed(random(32)))
  const docs = [docId(1), docId(2), docId(3), docId(4)]
  const slots = [16, 17] as CircleSlot[]
  const founder = must(identities[0])
  const { room, genesis, keyring: foundersKeys } = found(founder, random)
  const ladders: Ladder[] = [must(foundersKeys.get(0))]
  const keyring = new Keyring()
  keyring.add(0, must(ladders[0]))
  const state = emptyState()
  const naive = new Naive()
  const heads: Uint8Array[] = [new Uint8Array(32)]
  let link: Uint8Array = new Uint8Array(32)
  const stat = { valid: 0, void: 0 }

  const append = (bytes: Uint8Array, said: Said) => {
    const verdict = fold(state, { room, keyring }, bytes)
    const counted = naive.judge(said)
    const what = said.body.kind === 'control' ? said.body.op.op : said.body.kind
    expect(verdict.ok, `seed ${seed}, entry ${state.index}, ${what}: fold says ${verdict.ok || verdict.void}`).toBe(
      counted,
    )
    heads.push(hash(must(heads.at(-1)), hash(bytes)))
    if (said.body.kind === 'control') link = hash(link, hash(bytes))
    stat[counted ? 'valid' : 'void'] += 1
  }

  const opening = { n: 0, epoch: 0, signedByAuthor: true, seenIsTrue: true, followsLastControl: true }
  const keys = { signPublic: founder.sign.publicKey, boxPublic: founder.box.publicKey }
  const first: Body = {
    kind: 'control',
    prev: link.slice(0, 16),
    op: { op: 'genesis', ...keys, ...epochKeysOf(must(ladders[0])) },
  }
  append(genesis, { ...opening, author: founder.id, lane: 'control', body: first })

  const memberIds = () => identities.map(({ id }) => id as string as MemberId)
  interface Wish {
    readonly author: Identity
    readonly op?: ControlOp
    readonly proofIsGood?: boolean
    readonly body?: Body
    readonly clocks?: Clocks
  }
  const someOp = (author: Identity): Wish => {
    const member = state.devices.get(author.id)?.member ?? (author.id as string as MemberId)
    const x = next()
    const role = pick([0, 1, 1, 2, 2, 3] as const)
    const pending = invites.filter(({ sign }) => state.invites.has(idFromBytes(sign.publicKey)))
    const invite = pending.length > 0 && chance(0.6) ? pick(pending) : pick(invites)
    const inviteId = idFromBytes<InviteId>(invite.sign.publicKey)
    if (x < 0.18) {
      const own = chance(0.3)
      const uses = own ? pick([1, 2, 5]) : pick([0, 1, 3])
      const box = { boxPublic: invite.box.publicKey, mailbox: random(32) }
      const of = own ? (chance(0.9) ? member : pick(memberIds())) : null
      return { author, op: { op: 'invite', invite: inviteId, ...box, role, member: of, uses } }
    }
    if (x < 0.22) return { author, op: { op: 'revoke', invite: inviteId } }
    if (x < 0.48) {
      return joins(pick(identities), invite, chance(0.9))
    }
    if (x < 0.64) return { author, op: { op: 'role', member: pick(memberIds()), role, boxes: [] } }
    if (x < 0.7) return { author, op: { op: 'remove', member: pick(memberIds()) } }
    if (x < 0.76) return { author, op: { op: 'unlink', device: pick(identities).id, endInvites: chance(0.5) } }
    if (x < 0.86) {
      const remove = chance(0.4) ? [pick(memberIds())] : []
      const unlink = chance(0.2) ? [pick(identities).id] : []
      const stay = livingDevices(state).filter(
        ({ id, device }) => !remove.includes(device.member) && !unlink.includes(id),
      )
      const boxes = stay.map(({ id }) => ({ device: id, box: new Uint8Array(48) }))
      if (chance(0.1)) boxes.pop()
      const ladder = ladderFrom(random(32), 3)
      ladders[state.epoch + 1] = ladder
      return { author, op: { op: 'rotate', ...epochKeysOf(ladder), remove, unlink, boxes } }
    }
    if (x < 0.92) {
      const slot = pick(slots)
      const secret = must(keyring.circle(slot, state.epoch))
      const commitment = chance(0.8) ? hash(secret) : random(32)
      return { author, op: { op: 'circle', slot, commitment, due: chance(0.1), roster: random(3), boxes: [] } }
    }
    const audience = pick<DocAudience>([0, 0, 0, 2, 3, ...slots])
    return { author, op: { op: 'doc', doc: pick(docs), docKind: chance(0.9) ? 3 : 4, write: role, audience } }
  }

  const someContent = (author: Identity): Wish => {
    const x = next()
    if (x < 0.1) return { author, body: { kind: 'report', report: random(3) } }
    if (x < 0.25) {
      const subject = chance(0.5) ? null : pick(memberIds())
      return { author, body: { kind: 'register', name: 'profile', subject, value: random(pick([0, 0, 2])) } }
    }
    const made = docs.filter((id) => state.docs.has(id))
    const doc = made.length > 0 && chance(0.8) ? pick(made) : pick(docs)
    const client = chance(0.85) ? identities.indexOf(author) : pick([0, 1, 2, 3])
    const held = state.docs.get(doc)?.parts.get('')?.get(client)?.clock ?? 0
    const from = Math.max(0, held + pick([0, 0, 0, 0, -1, 1]))
    const clocks = { client, from, to: from + 1 + Math.floor(next() * 3) }
    return { author, body: { kind: 'update', doc, part: null, update: updateOf(clocks) }, clocks }
  }

  const someLane = (body: Body, care: number): Said['lane'] => {
    if (body.kind === 'control') return 'control'
    if (body.kind === 'report') return chance(care) ? 255 : 0
    if (body.kind === 'update') return chance(care) ? (state.docs.get(body.doc)?.audience ?? 0) : 2
    return pick([0, 0, 0, 2, 3, ...slots] as const)
  }

  /** Appends it; `care` is how likely each part of it is as it should be. */
  const say = ({ author, op, clocks, proofIsGood, body: content }: Wish, care: number) => {
    const signedByAuthor = chance(care)
    const seenIsTrue = chance(care)
    const followsLastControl = chance(care)
    const epoch = chance(care) ? state.epoch : Math.max(0, state.epoch - 1)
    const prev = followsLastControl ? link.slice(0, 16) : random(16)
    const body: Body = op ? { kind: 'control', prev, op } : must(content)
    const lane = someLane(body, care)
    const last = nextN(state, author.id, lane === 'control' ? Lane.control : laneOf(lane)) - 1
    const n = Math.max(0, last + (chance(care) ? pick([1, 1, 3]) : pick([0, -1])))
    const seenIndex = seenIsTrue || chance(0.5) ? Math.floor(next() * heads.length) : heads.length
    const head = seenIsTrue ? must(heads[seenIndex]).subarray(0, 16) : random(16)
    if (op?.op === 'rotate') {
      keyring.remove(state.epoch + 1)
      keyring.add(state.epoch + 1, must(ladders[state.epoch + 1]))
    }
    const ladder = must(ladders[epoch])
    const bytes = sealEntry({
      room,
      epoch,
      ladder,
      me: signedByAuthor ? author : { ...author, sign: pick(invites).sign },
      n,
      seen: { index: seenIndex, head },
      audience: lane === 'control' ? Audience.everyone : lane,
      body,
      circleKey:
        keyring.circleKey(typeof lane === 'number' && isSlot(lane) ? lane : must(slots[0]), epoch) ?? random(32),
      moderators: epochKeysOf(ladder).moderators,
    })
    const honesty = {
      signedByAuthor,
      seenIsTrue,
      followsLastControl,
      ...(proofIsGood !== undefined && { proofIsGood }),
    }
    append(bytes, { author: author.id, lane, n, epoch, ...honesty, body, ...(clocks && { clocks }) })
  }

  const joins = (joiner: Identity, invite: Identity, proofIsGood: boolean): Wish => {
    const proof = proofIsGood ? joinProof(room, joiner, invite.sign.privateKey) : random(64)
    const joining = { signPublic: joiner.sign.publicKey, boxPublic: joiner.box.publicKey, proof }
    return { author: joiner, op: { op: 'join', invite: idFromBytes(invite.sign.publicKey), ...joining }, proofIsGood }
  }

  // A small community to begin with, so that the random part has something to work on.
  const opened = must(slots[0])
  const commitment = hash(must(keyring.circle(opened, 0)))
  say({ author: founder, op: { op: 'circle', slot: opened, commitment, due: false, roster: random(3), boxes: [] } }, 1)
  for (const [i, doc] of docs.slice(0, 3).entries()) {
    const audience = ([0, opened, 2] as const)[i] ?? 0
    say({ author: founder, op: { op: 'doc', doc, docKind: 3, write: pick([1, 1, 2]), audience } }, 1)
  }
  for (let i = 0; i < 5; i++) {
    const invite = must(invites[i])
    const keys = { invite: idFromBytes<InviteId>(invite.sign.publicKey), boxPublic: random(32), mailbox: random(32) }
    say({ author: founder, op: { op: 'invite', ...keys, role: pick([0, 1, 1, 2, 2, 3]), member: null, uses: 3 } }, 1)
    say(joins(must(identities[i + 1]), invite, true), 1)
  }

  for (let step = 0; step < steps; step++) {
    const known = identities.filter(({ id }) => roleOf(state, id) !== null)
    const somebody = chance(0.9) ? pick(known) : pick(identities)
    say(chance(0.55) ? someOp(somebody) : someContent(somebody), 0.96)
  }

  for (const { id } of identities) expect(roleOf(state, id), `seed ${seed}`).toBe(naive.deviceRole(id))
  for (const id of docs) expect(state.docs.get(id)?.write, `seed ${seed}`).toBe(naive.doc(id)?.write)
  expect([...state.invites.keys()].sort(), `seed ${seed}`).toEqual([...new Set(naive.pending())].sort())
  expect([state.epoch, state.rotationDue], `seed ${seed}`).toEqual([naive.epoch(), naive.rotationDue()])
  return stat
}

describe('F0 authority: the fold and a naive reading of the rules agree', () => {
  // In ten parts, so that a failure shows early and none runs long.
  for (let first = 1; first <= 500; first += 50) {
    it(`on random logs with forgeries, seeds ${first} to ${first + 49}`, { timeout: 30_000 }, () => {
      const total = { valid: 0, void: 0 }
      for (let seed = first; seed < first + 50; seed++) {
        const stat = play(seed, 40)
        total.valid += stat.valid
        total.void += stat.void
      }
      // Both must be common, or the logs prove nothing.
      expect(total.valid).toBeGreaterThan(500)
      expect(total.void).toBeGreaterThan(500)
    })
  }
})
