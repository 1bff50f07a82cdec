/**
 * Known answers: whoever changes a byte of what stands in logs and links fails here. The format is final; if one of these has
 * to change, communities that exist can no longer be read. `vectors.json` was written once by this same code.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { fromHex, toHex, utf8 } from '../crypto/bytes.ts'
import { hash } from '../crypto/hash.ts'
import { keysFromSeed, openBox } from '../crypto/keys.ts'
import { seal } from '../crypto/seal.ts'
import { ready } from '../crypto/sodium.ts'
import type { Body, ContentBody } from './body.ts'
import { makeCheckpoint } from './checkpoint.ts'
import type { ControlOp } from './controlOp.ts'
import { sealEntry } from './entry.ts'
import { fold } from './fold.ts'
import { emptyState, linkIn, nextN, type State } from './folded.ts'
import { type Identity, identityFromSeed } from './identity.ts'
import { Audience, type CircleSlot, Lane, laneOf, type MemberId, type PartId, Role } from './ids.ts'
import { mailboxToken, makeInvite, makeJoin, openMailbox } from './invites.ts'
import { type BoxedSecret, decodeSecrets, encodeSecrets, Keyring } from './keyring.ts'
import { epochKeysOf, gatesOf, gateToken, ladderFrom } from './ladder.ts'
import { readLink, writeLink } from './link.ts'
import { docId, must, reason } from './testWorld.ts'
import vectors from './vectors.json' with { type: 'json' }
import { found, seenIn } from './writing.ts'

beforeAll(ready)

const fill = (byte: number) => new Uint8Array(32).fill(byte)
const bytesOf = (text: string) => must(fromHex(text))
const nonceOf = (i: number, label: string) => hash(utf8(`${label} ${i}`)).subarray(0, 24)
const BOARD = docId(1)
const SECRET = docId(2)

const updateOf = (client: number, text: string) => {
  const doc = Object.assign(new Y.Doc(), { clientID: client })
  doc.getText('t').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

/** Boxes cannot be made twice alike, so they are given. */
type Boxes = typeof vectors.boxes

/** A log with every kind of entry, from fixed seeds and nonces. */
const makeLog = (boxes: Boxes) => {
  const [founder, joiner, second] = [identityFromSeed(fill(1)), identityFromSeed(fill(4)), identityFromSeed(fill(8))]
  const { room, genesis, keyring } = found(founder, () => fill(2), nonceOf(0, 'outer'))
  const state: State = emptyState()
  const heads: string[] = []
  const entries: { what: string; bytes: string; head: string; verdict: string }[] = []
  const append = (what: string, bytes: Uint8Array) => {
    const verdict = fold(state, { room, keyring, me: founder }, bytes)
    heads.push(toHex(state.head))
    entries.push({ what, bytes: toHex(bytes), head: toHex(state.head), verdict: must(reason(verdict)) })
  }
  const write = (what: string, me: Identity, body: Body, audience: Audience = Audience.everyone) => {
    const nonces = { outer: nonceOf(state.index, 'outer'), inner: nonceOf(state.index, 'inner') }
    const lane = body.kind === 'control' ? Lane.control : laneOf(audience)
    const ladder = must(keyring.get(state.epoch))
    const n = nextN(state, me.id, lane)
    append(what, sealEntry({ room, epoch: state.epoch, ladder, me, n, seen: seenIn(state), audience, body, nonces }))
  }
  const control = (me: Identity, op: ControlOp) => write(op.op, me, { kind: 'control', prev: linkIn(state), op })
  const content = (me: Identity, body: ContentBody, audience?: Audience) => write(body.kind, me, body, audience)
  const context = { room, keyring, me: founder }

  append('genesis', genesis)
  control(founder, { op: 'doc', doc: BOARD, docKind: 3, write: Role.member, audience: 0 })
  control(founder, { op: 'doc', doc: SECRET, docKind: 7, write: Role.organizer, audience: 2 })
  control(founder, must(makeInvite(state, context, { role: Role.member, uses: 1 }, () => fill(3))).op)
  control(joiner, makeJoin(room, joiner, fill(3)))
  content(joiner, { kind: 'update', doc: BOARD, part: null, update: updateOf(7, 'hi') })
  content(joiner, { kind: 'update', doc: BOARD, part: docId(9) as string as PartId, update: updateOf(8, 'grüße') })
  content(founder, { kind: 'update', doc: SECRET, part: null, update: updateOf(9, 'hush') }, Audience.organizers)
  content(joiner, { kind: 'register', name: 'profile', subject: null, value: utf8('Ann') })
  append('report', bytesOf(boxes.report))
  const joined = joiner.id as string as MemberId
  control(founder, {
    op: 'role',
    member: joined,
    role: Role.organizer,
    boxes: [{ device: joiner.id, box: bytesOf(boxes.role) }],
  })
  control(joiner, must(makeInvite(state, { room, keyring, me: joiner }, { own: true, uses: 1 }, () => fill(6))).op)
  control(second, makeJoin(room, second, fill(6)))
  control(founder, must(makeInvite(state, context, { role: Role.guest, uses: 9 }, () => fill(7))).op)
  control(founder, { op: 'revoke', invite: must([...state.invites.keys()][0]) })
  control(joiner, { op: 'unlink', device: second.id, endInvites: true })
  const ladder = ladderFrom(fill(5), Role.steward)
  keyring.add(1, ladder)
  const given = [
    { device: founder.id, box: bytesOf(boxes.rotateFounder) },
    { device: joiner.id, box: bytesOf(boxes.rotateJoiner) },
  ]
  control(founder, { op: 'rotate', ...epochKeysOf(ladder), remove: [], unlink: [], boxes: given })
  const parts = [...state.docs].flatMap(([doc, { parts }]) =>
    [...parts.keys()].map((key) => ({
      doc,
      part: key === '' ? null : key,
      bytes: Uint8Array.of(0, 0),
      deflated: false,
    })),
  )
  const draft = must(makeCheckpoint(state, parts, []))
  for (const { audience, body } of draft.snapshots) content(founder, body, audience)
  control(founder, draft.op)
  control(joiner, { op: 'remove', member: joined })
  content(founder, { kind: 'later', code: 200, bytes: Uint8Array.of(1, 2, 3) })
  control(founder, { op: 'later', code: 200, bytes: Uint8Array.of(1, 2, 3) })
  return { room, entries, keyring, link: toHex(state.link) }
}

const made = (boxes: Boxes) => {
  const founder = identityFromSeed(fill(1))
  const ladder = ladderFrom(fill(2), Role.steward)
  const { room, entries, link } = makeLog(boxes)
  return {
    device: {
      seed: toHex(fill(1)),
      signPublic: toHex(founder.sign.publicKey),
      boxPublic: toHex(founder.box.publicKey),
      id: founder.id,
    },
    ladder: {
      secrets: ladder.secrets.map(toHex),
      content: ladder.content.map(toHex),
      tokens: [0, 1, 2, 3].map((role) => toHex(must(gateToken(ladder, role as Role)))),
      gates: gatesOf(ladder).map(({ hash: gate, rights }) => `${toHex(gate)} ${rights}`),
      commitments: epochKeysOf(ladder).commitments.map(toHex),
      moderators: toHex(epochKeysOf(ladder).moderators),
    },
    sealed: toHex(seal(fill(1), utf8('text'), utf8('aad'), nonceOf(0, 'outer'))),
    mailboxToken: toHex(mailboxToken(fill(3))),
    secrets: toHex(encodeSecrets([{ epoch: 258, role: Role.member, secret: fill(9) }])),
    inviteLink: writeLink({
      relay: 'relay.example.org:8443',
      plain: false,
      room,
      seed: fill(3),
      index: 300,
      head: fill(9).subarray(0, 16),
    }),
    room,
    entries,
    link,
  }
}

/** Keys of a circle, and an entry for it, in the community of `makeLog`. */
const madeForCircle = (boxes: Boxes) => {
  const founder = identityFromSeed(fill(1))
  const { room, genesis, keyring } = found(founder, () => fill(2), nonceOf(0, 'outer'))
  const state: State = emptyState()
  const context = { room, keyring, me: founder }
  fold(state, context, genesis)
  const slot = 16 as CircleSlot
  const secret = must(keyring.circle(slot, 0))
  const circleKey = must(keyring.circleKey(slot, 0))
  const write = (body: Body, audience: Audience, lane: Lane) => {
    const nonces = { outer: nonceOf(state.index, 'outer'), inner: nonceOf(state.index, 'inner') }
    const common = { room, epoch: 0, ladder: must(keyring.get(0)), me: founder, seen: seenIn(state), nonces, circleKey }
    const bytes = sealEntry({ ...common, n: nextN(state, founder.id, lane), audience, body })
    return `${toHex(bytes)} ${reason(fold(state, context, bytes))}`
  }
  const control = (op: ControlOp) =>
    write({ kind: 'control', prev: linkIn(state), op }, Audience.everyone, Lane.control)
  const op = {
    op: 'circle',
    slot,
    commitment: hash(secret),
    due: false,
    roster: utf8('sealed to organizers'),
    boxes: [bytesOf(boxes.role)],
  } as const
  return {
    secret: toHex(secret),
    key: toHex(circleKey),
    boxed: toHex(encodeSecrets([{ epoch: 258, role: slot, secret: fill(9) }])),
    entries: [
      control(op),
      control({ op: 'doc', doc: BOARD, docKind: 3, write: Role.member, audience: slot }),
      write({ kind: 'update', doc: BOARD, part: null, update: updateOf(7, 'hi') }, slot, laneOf(slot)),
    ],
  }
}

describe('L9 known answers', () => {
  it('what is made for a circle has the same bytes as ever', () => {
    expect(madeForCircle(vectors.boxes)).toEqual(vectors.circle)
    expect(vectors.circle.entries.every((entry) => entry.endsWith(' ok'))).toBe(true)
  })

  it('everything that is made from fixed seeds and nonces has the same bytes as ever', () => {
    expect(made(vectors.boxes)).toEqual(vectors.made)
  })

  it('every entry was judged as it should', () => {
    const verdicts = vectors.made.entries.map(({ what, verdict }) => (verdict === 'ok' ? what : `${what}: ${verdict}`))
    expect(verdicts).toEqual([
      'genesis',
      'doc',
      'doc',
      'invite',
      'join',
      'update',
      'update',
      'update',
      'register',
      'report',
      'role',
      'invite',
      'join',
      'invite',
      'revoke',
      'unlink',
      'rotate',
      ...Array.from({ length: 6 }, () => 'snapshot'),
      'checkpoint',
      'remove',
      'later: later',
      'later: halt',
    ])
  })

  it('boxes and mailboxes from long ago still open', () => {
    const joiner = identityFromSeed(fill(4))
    const secretsIn = (box: string): BoxedSecret[] => must(decodeSecrets(must(openBox(bytesOf(box), joiner.box))))
    const organizer = must(ladderFrom(fill(2), 3).secrets[2])
    expect(secretsIn(vectors.boxes.role)).toEqual([{ epoch: 0, role: Role.organizer, secret: organizer }])
    expect(secretsIn(vectors.boxes.rotateJoiner)).toEqual([
      { epoch: 1, role: Role.organizer, secret: must(ladderFrom(fill(5), 3).secrets[2]) },
    ])
    const keyring = must(openMailbox(fill(3), bytesOf(vectors.boxes.mailbox)))
    expect(keyring.get(0)?.secrets.map(toHex)).toEqual(vectors.made.ladder.secrets.slice(0, 2))
    expect(keysFromSeed(fill(4)).sign.publicKey).toEqual(joiner.sign.publicKey)
  })

  it('a member reads the log with what it was sent', () => {
    const keyring = must(openMailbox(fill(3), bytesOf(vectors.boxes.mailbox)))
    const me = identityFromSeed(fill(4))
    const state = emptyState()
    const room = vectors.made.room as ReturnType<typeof makeLog>['room']
    for (const { bytes, head } of vectors.made.entries.slice(0, -1)) {
      fold(state, { room, keyring, me }, bytesOf(bytes))
      expect(toHex(state.head)).toBe(head)
    }
    expect(keyring.epochs().map((epoch) => keyring.get(epoch)?.role)).toEqual([Role.organizer, Role.organizer])
    expect(keyring).toBeInstanceOf(Keyring)
  })

  it('links from long ago still read', () => {
    expect(readLink(vectors.made.inviteLink)).toMatchObject({
      ok: true,
      link: { relay: 'relay.example.org:8443', index: 300 },
    })
  })
})
