import * as Y from 'yjs'
import { Communities } from '#renderer/session/communities.ts'
import { upkeep } from '#renderer/session/upkeep.ts'
import { memoryStorage } from '#renderer/storage/memoryStorage.ts'
import type { Dial } from '#renderer/sync/link.ts'
import { sha256 } from '#shared/crypto/hash.ts'
import { randomBytes } from '#shared/crypto/random.ts'
import { addList, initBoard } from '#shared/domain/board.ts'
import { addCard, moveCard, renameCard, setDue } from '#shared/domain/card.ts'
import { addBoard, initCommunity } from '#shared/domain/community.ts'
import type { WriteContext } from '#shared/domain/context.ts'
import type { Result } from '#shared/domain/errors.ts'
import { type DocId as ListedDoc, type ListId, readId } from '#shared/domain/ids.ts'
import { mailboxToken, makeJoin, openMailbox, writeContent, writeControl } from '#shared/log/author.ts'
import { fold } from '#shared/log/fold.ts'
import { identityFromSeed } from '#shared/log/identity.ts'
import { Audience, type DocId, DocKind, Lane, Role } from '#shared/log/ids.ts'
import { readLink } from '#shared/log/link.ts'
import { emptyState, nextN } from '#shared/log/state.ts'
import { DEFAULT_LIMITS } from '#shared/protocol/limits.ts'
import { unpackEntries } from '#shared/protocol/packed.ts'
import { SqliteLog } from '../../sync-server/log/sqliteLog.ts'
import { RelayCore } from '../../sync-server/relayCore.ts'

const BOARDS = 20
const CARDS = 60
const BATCH = 1_000
const NOW = 1_000_000

/** A community at a relay, and somebody who writes into it without an app: so fast that 100,000 entries take a minute. */
export interface LongLog {
  readonly link: string
  /** Appends single edits of cards, of all boards in turn, straight into the relay's file while it does not run. */
  append(entries: number): void
}

function dialTo(relay: RelayCore): (url: string) => Dial {
  return (url) =>
    ({ opened, frame, closed }) => {
      const connection = relay.connect(url.replace(/^.*\//, ''), {
        send: (bytes) => {
          const copy = bytes.slice()
          queueMicrotask(() => frame(copy))
        },
        bufferedAmount: 0,
        close: (code) => queueMicrotask(() => closed(code)),
        hold: () => {},
      })
      queueMicrotask(opened)
      return { send: (bytes) => setImmediate(() => connection.receive(bytes)), close: () => connection.gone() }
    }
}

/** @param url of the relay that will serve the file */
export async function makeLongLog(file: string, url: string): Promise<LongLog> {
  const log = new SqliteLog(file)
  const limits = { ...DEFAULT_LIMITS, appends: { perSecond: 1e9, burst: 1e9 } }
  const relay = new RelayCore({ log, limits, now: () => Date.now() / 1000, turn: (work) => setImmediate(work) })
  const people = await Communities.open(memoryStorage(), new Uint8Array(32).fill(7), {
    timer: { after: () => () => {}, random: () => 0.5 },
    now: Date.now,
    dialRelay: dialTo(relay),
    upkeep: upkeep(() => performance.now()),
  })
  const session = await people.create('Long log', 'moss', 'Founder')
  const docs: DocId[] = []
  for (let i = 0; i <= BOARDS; i++) {
    const made = await session.createDoc(i === 0 ? DocKind.community : DocKind.board, Role.member)
    if (!made.ok) throw new Error(made.code)
    docs.push(made.id)
  }
  if ((await session.chooseRelay(url, '')) !== 'done') throw new Error('not published')
  while (session.currentStatus.link !== 'live') await new Promise((done) => setImmediate(done))
  const made = await session.invite(Role.member, 100, 0)
  if (!made.ok) throw new Error(made.code)
  const { room } = session
  await session.close()
  log.close()
  return { link: made.link, append: writer(file, room, made.link, docs) }
}

/** A member with keys and a document of each kind, but without a computer. */
function writer(file: string, room: LongRoom, link: string, docs: readonly DocId[]): LongLog['append'] {
  const read = readLink(link)
  if (!read.ok) throw new Error(read.error)
  const me = identityFromSeed(randomBytes(32))
  const state = emptyState()
  const { seed } = read.link
  const open = () => new SqliteLog(file)
  const first = open()
  const blob = first.mailbox(room, sha256(mailboxToken(seed)), NOW)
  const keyring = blob && openMailbox(seed, blob)
  if (!keyring) throw new Error('no keys')
  const context = { room, keyring, me }
  let keepSeq = 0
  /** Others may have written meanwhile. */
  const catchUp = (to: SqliteLog) => {
    const head = to.head(room)
    keepSeq = head?.keepSeq ?? 0
    const stretch = to.read(room, state.index, head?.seq ?? 0, 2 ** 30)
    for (const { bytes } of unpackEntries(stretch?.pack ?? new Uint8Array()) ?? []) fold(state, context, bytes)
  }
  catchUp(first)
  const commit = (to: SqliteLog, entries: readonly Uint8Array[]) => {
    const quota = 2 ** 31
    const operations = entries.map((entry) => ({
      kind: 'append' as const,
      room,
      entry,
      afterControlSeq: keepSeq,
      quota,
    }))
    for (const outcome of to.commit(operations, NOW)) if (typeof outcome !== 'number') throw new Error(String(outcome))
  }
  const take = (entry: Uint8Array | null): Uint8Array => {
    const verdict = entry && fold(state, context, entry)
    if (!entry || !verdict?.ok) throw new Error(`not taken: ${verdict && !verdict.ok && verdict.void}`)
    return entry
  }
  commit(first, [take(writeControl(state, context, makeJoin(room, me, seed)))])
  first.close()

  const edits = editing(docs, state.devices.get(me.id)?.member ?? '')
  return (count) => {
    const to = open()
    catchUp(to)
    for (let done = 0; done < count; ) {
      const entries: Uint8Array[] = []
      while (entries.length < BATCH && done < count) {
        const { doc, update } = edits()
        const body = { kind: 'update', doc, part: null, update } as const
        entries.push(take(writeContent(state, context, body, Audience.everyone, nextN(state, me.id, Lane.everyone))))
        done += 1
      }
      commit(to, entries)
    }
    to.close()
  }
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

function asDoc(id: DocId): ListedDoc {
  const found = readId<ListedDoc>(id)
  if (found === null) throw new Error('no id')
  return found
}

type LongRoom = Parameters<typeof makeJoin>[0]

/** @returns the next edit: boards are set up first, then their cards are renamed, moved and dated in turn */
function editing(docs: readonly DocId[], by: string): () => { doc: DocId; update: Uint8Array } {
  const [community, ...boards] = docs
  if (!community) throw new Error('no community document')
  let clock = Date.UTC(2026, 0, 1)
  const ctx = (): WriteContext => {
    clock += 60_000
    return { now: clock, by: by as WriteContext['by'], randomBytes, origin: 'bench' }
  }
  const waiting: { doc: DocId; update: Uint8Array }[] = []
  const made = (doc: DocId) => {
    const yjs = new Y.Doc()
    yjs.on('update', (update: Uint8Array) => waiting.push({ doc, update }))
    return yjs
  }
  const main = made(community)
  initCommunity(main, { name: 'Long log' }, ctx())
  const all = boards.map((id, i) => {
    const doc = made(id)
    must(addBoard(main, { id: asDoc(id), title: `Board ${i}`, hue: 'moss' }, ctx()))
    initBoard(doc, ctx())
    const lists = ['To do', 'Done'].map((title) => must(addList(doc, { title }, ctx())))
    const to = { list: lists[0] as ListId, at: 'end' } as const
    const cards = Array.from({ length: CARDS }, (_, n) => must(addCard(doc, { title: `Card ${n}`, to }, ctx())))
    return { doc, lists, cards }
  })
  let step = 0
  return () => {
    for (;;) {
      const next = waiting.shift()
      if (next) return next
      step += 1
      const board = all[step % all.length]
      const card = board?.cards[Math.floor(step / all.length) % CARDS]
      if (!board || !card) throw new Error('no board')
      if (step % 3 === 0) renameCard(board.doc, card, `Card that was renamed for the ${step}th time`, ctx())
      else if (step % 3 === 1) setDue(board.doc, card, `2026-0${1 + (step % 9)}-1${step % 10}`, ctx())
      else
        moveCard(board.doc, card, { list: board.lists[step % 2] as ListId, at: step % 4 < 2 ? 'start' : 'end' }, ctx())
    }
  }
}
