import * as Y from 'yjs'
import { randomBytes } from '../../src/shared/crypto/random.ts'
import { mailboxToken, makeJoin, openMailbox, writeControl } from '../../src/shared/log/author.ts'
import type { ContentBody } from '../../src/shared/log/body.ts'
import { makeCheckpoint } from '../../src/shared/log/checkpoint.ts'
import type { ControlOp } from '../../src/shared/log/controlOp.ts'
import { type Seen, sealEntry } from '../../src/shared/log/entry.ts'
import { fold, type Verdict } from '../../src/shared/log/fold.ts'
import { type Identity, identityFromSeed } from '../../src/shared/log/identity.ts'
import {
  Audience,
  type DocAudience,
  type DocId,
  laneOf,
  type MemberId,
  Role,
  type RoomId,
} from '../../src/shared/log/ids.ts'
import { Keyring } from '../../src/shared/log/keyring.ts'
import { gateToken } from '../../src/shared/log/ladder.ts'
import { type InviteLink, readLink } from '../../src/shared/log/link.ts'
import { emptyState, nextN, type State } from '../../src/shared/log/state.ts'
import {
  readEntryHeader,
  readFromRelay,
  type SequencedEntry,
  writeAppend,
  writeAuth,
  writeStep1,
  writeTrim,
} from '../../src/shared/protocol/frames.ts'
import type { Network } from './network.ts'
import type { Generator } from './random.ts'

/** What no honest computer may ever show: it is only in entries that must be refused. */
export const EVIL = 'EVILWORD'

/**
 * A member with good keys and a program of its own: it writes what no honest app writes. It follows the log as long as it is
 * let in.
 */
export class EvilMember {
  readonly #me: Identity
  readonly #network: Network
  readonly #url: string
  readonly #random: Generator
  readonly #link: InviteLink
  readonly #keyring = new Keyring()
  readonly #state: State = emptyState()
  readonly #log: Uint8Array[] = []
  #cursor = 0
  #controlSeq = 0
  #send: ((frame: Uint8Array) => void) | null = null
  #joined = false
  /** What became of its entries, as every device judges them. */
  readonly own: Verdict[] = []

  constructor(network: Network, url: string, random: Generator, link: string) {
    const read = readLink(link)
    if (!read.ok) throw new Error(read.error)
    this.#me = identityFromSeed(randomBytes(32))
    this.#network = network
    this.#url = url
    this.#random = random
    this.#link = read.link
    this.#dial(mailboxToken(read.link.seed))
  }

  get #room(): RoomId {
    return this.#link.room
  }

  #dial(token: Uint8Array): void {
    this.#send = null
    const line = this.#network.dial(this.#url)({
      opened: () => line.send(writeAuth(token)),
      frame: (bytes) => {
        const frame = readFromRelay(bytes)
        if (frame?.kind === 'mailboxContents') {
          const learned = openMailbox(this.#link.seed, frame.blob)
          line.close()
          if (learned) this.#keyring.become(learned)
          this.again()
        } else if (frame?.kind === 'authReply' && frame.rights > 0) {
          this.#send = (out) => line.send(out)
          line.send(writeStep1(this.#cursor))
        } else if (frame?.kind === 'step2' && frame.from === this.#cursor) this.#take(frame.entries)
      },
      closed: () => {
        this.#send = null
      },
    })
  }

  /** Comes back with the newest key it has. */
  again(): void {
    const ladder = this.#keyring.get(this.#keyring.newest)
    const token = ladder && gateToken(ladder)
    if (token) this.#dial(token)
  }

  #take(entries: readonly SequencedEntry[]): void {
    for (const { seq, bytes } of entries) {
      const verdict = fold(this.#state, { room: this.#room, keyring: this.#keyring, me: this.#me }, bytes)
      if (verdict.author === this.#me.id) this.own.push(verdict)
      this.#log.push(bytes.slice())
      this.#cursor = seq
      if (readEntryHeader(bytes)?.keep) this.#controlSeq = seq
    }
  }

  /** One evil deed, if it is let in. */
  act(): void {
    const ladder = this.#keyring.get(this.#state.epoch)
    if (!this.#send || !ladder) {
      this.again()
      return
    }
    if (!this.#joined) {
      this.#joined = true
      this.#control(makeJoin(this.#room, this.#me, this.#link.seed))
      return
    }
    const docs = [...this.#state.docs]
    if (docs.length === 0) return
    const [doc, rule] = this.#random.pick(docs)
    const deeds: (() => void)[] = [
      () => this.#update(doc, gap()),
      () => this.#update(doc, word(this.#foreignClient(doc))),
      () => this.#update(doc, new Uint8Array([...word(this.#random.below(2 ** 31)), ...randomBytes(9)])),
      () => this.#update(doc, randomBytes(40)),
      () => this.#update(rule.write > Role.member ? doc : (docs.at(-1)?.[0] ?? doc), word(77)),
      () => this.#update(doc, word(78), { index: this.#state.index + 3, head: randomBytes(16) }),
      () => this.#update(doc, word(79), { index: Math.max(1, this.#state.index - 1), head: randomBytes(16) }),
      () => this.#append(new Uint8Array([...[2, this.#state.epoch & 255, this.#state.epoch >> 8], ...randomBytes(80)])),
      () => this.#append(this.#random.pick(this.#log)),
      () =>
        this.#control({ op: 'role', member: this.#random.pick([...this.#state.members.keys()]), role: 3, boxes: [] }),
      () => this.#control({ op: 'remove', member: this.#random.pick([...this.#state.members.keys()]) as MemberId }),
      () => this.#content({ kind: 'later', code: 99, bytes: randomBytes(20) }),
      () => this.checkpoints(),
    ]
    this.#random.pick(deeds)()
  }

  /** Somebody else's Yjs client id, if there is one. */
  #foreignClient(doc: DocId): number {
    const bound = [...(this.#state.docs.get(doc)?.parts.get('') ?? [])]
    return bound.length > 0 ? this.#random.pick(bound)[0] : 5
  }

  /** As a steward: asks the relay to let go of everything that its last checkpoint stands for. */
  trims(): void {
    this.#send?.(writeTrim(2, this.#asOf))
  }

  /**
   * Says that every document is empty but for a word, and asks for nothing to be kept.
   * @param sly as many places under the same client ids as there really are
   */
  checkpoints(sly = false): void {
    const parts = [...this.#state.docs].flatMap(([doc, { parts: written }]) =>
      [...written].map(([key, bound]) => {
        const lies = [...bound].map(([client, { clock }]) => word(client, EVIL.padEnd(clock, '.').slice(0, clock)))
        return { doc, part: key || null, bytes: sly ? Y.mergeUpdates(lies) : word(80), deflated: false }
      }),
    )
    this.#asOf = this.#cursor
    const draft = makeCheckpoint(this.#state, parts, [])
    for (const { audience, body } of draft?.snapshots ?? []) this.#content(body, this.#seen, audience)
    if (draft) this.#control(draft.op)
  }

  #n = 0
  #asOf = 0

  /** Signs an update as an honest member would, whatever is in it. */
  writes(doc: DocId, update: Uint8Array): void {
    this.#update(doc, update)
  }

  #update(doc: DocId, update: Uint8Array, seen?: Seen): void {
    this.#content({ kind: 'update', doc, part: null, update }, seen)
  }

  #content(body: ContentBody, seen: Seen = this.#seen, audience: DocAudience = Audience.everyone): void {
    const ladder = this.#keyring.get(this.#state.epoch)
    if (!ladder || ladder.role < audience) return
    this.#n = Math.max(this.#n + 1, nextN(this.#state, this.#me.id, laneOf(audience)))
    const { epoch } = this.#state
    const common = { room: this.#room, epoch, ladder, me: this.#me, n: this.#n, audience }
    this.#append(sealEntry({ ...common, seen, body }))
  }

  get #seen() {
    return { index: this.#state.index, head: this.#state.head.slice(0, 16) }
  }

  #control(op: ControlOp): void {
    const entry = writeControl(this.#state, { room: this.#room, keyring: this.#keyring, me: this.#me }, op)
    if (entry) this.#append(entry)
  }

  #append(entry: Uint8Array): void {
    this.#send?.(writeAppend({ ref: 1, afterControlSeq: this.#controlSeq, entry }))
  }
}

const word = (client: number, text = EVIL): Uint8Array => {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.getText('t').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

/** Goes on from what nobody has. */
const gap = (): Uint8Array => {
  const doc = new Y.Doc()
  doc.clientID = 81
  doc.getText('t').insert(0, 'x')
  const before = Y.encodeStateVector(doc)
  doc.getText('t').insert(1, EVIL)
  return Y.encodeStateAsUpdate(doc, before)
}
