import type { CommunityStore } from '#renderer/storage/store.ts'
import type { Dial, Link } from '#renderer/sync/link.ts'
import { openEntry } from '#shared/log/entry.ts'
import type { RoomId } from '#shared/log/ids.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import { gatesOf, gateToken, matches } from '#shared/log/ladder.ts'
import * as close from '#shared/protocol/closeCodes.ts'
import {
  type Rotation,
  readEntryHeader,
  readFromRelay,
  type Step2Frame,
  writeAppend,
  writeAuth,
  writeStep1,
} from '#shared/protocol/frames.ts'

/** How many entries may be under way at once: below the relay's burst. */
const WINDOW = 100
const PAGE = 200

/**
 * `exists`: the relay holds another history under this community's name. `token`: the relay lets nobody create a community
 * without its access code, or the code is wrong.
 */
export type PublishOutcome = 'done' | 'unreachable' | 'token' | 'exists' | 'full' | 'version' | 'busy'

interface Publishing {
  readonly room: RoomId
  readonly keyring: Keyring
  readonly store: CommunityStore
  /** The operator's access code as UTF-8, empty for none. */
  readonly creation: Uint8Array
  readonly progress: (done: number, total: number) => void
}

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i])

/** What goes with an entry that opens an epoch; null for any other, and for an epoch whose keys are not held. */
export function rotationOf(room: RoomId, keyring: Keyring, entry: Uint8Array): Rotation | null {
  const opened = openEntry(room, keyring, entry)
  if (typeof opened === 'string' || opened.envelope.body.kind !== 'control') return null
  const { op } = opened.envelope.body
  if (op.op !== 'genesis' && op.op !== 'rotate') return null
  const next = op.op === 'genesis' ? 0 : opened.header.epoch + 1
  const ladder = keyring.get(next)
  // One that did not count signed other keys than those that are held.
  return ladder && matches(ladder, op) ? { epoch: next, gates: gatesOf(ladder), mailboxes: [] } : null
}

/**
 * Copies a log that this computer ordered to a relay, entry by entry and unchanged: heads depend on bytes and order only, so
 * the chain there is the one here. A relay that has a first part of it already (an earlier try was cut off) gets the rest.
 */
export function publish(dial: Dial, { room, keyring, store, creation, progress }: Publishing): Promise<PublishOutcome> {
  return new Promise((settle) => {
    let queue: Promise<void> = Promise.resolve()
    let total = 0
    let confirmed = 0
    let sent = 0
    let controlSeq = 0
    let epoch = 0
    let link: Link | null = null
    let over = false
    const end = (outcome: PublishOutcome) => {
      if (over) return
      over = true
      link?.close()
      settle(outcome)
    }

    const authenticate = () => {
      const ladder = keyring.get(epoch)
      const token = ladder && gateToken(ladder)
      if (token) link?.send(writeAuth(token, creation))
      else end('exists')
    }

    const sendMore = async () => {
      while (!over && sent - confirmed < WINDOW && sent < total) {
        const [row] = await store.entries(sent, 1)
        if (!row) return end('busy')
        const rotation = rotationOf(room, keyring, row.bytes)
        link?.send(
          writeAppend({ ref: row.seq, afterControlSeq: controlSeq, entry: row.bytes, ...(rotation && { rotation }) }),
        )
        sent = row.seq
        if (readEntryHeader(row.bytes)?.keep) controlSeq = row.seq
        // The gate we came through closes at a rotation: go on through the next one.
        if (rotation && rotation.epoch > 0) {
          epoch = rotation.epoch
          return
        }
      }
      if (confirmed === total) end('done')
    }

    const compare = async ({ entries }: Step2Frame) => {
      const first = entries[0]?.seq ?? 1
      const rows = await store.entries(first - 1, Math.max(entries.length, PAGE))
      for (const [i, { seq, bytes }] of entries.entries()) {
        const row = rows[i]
        if (row?.seq !== seq || !same(row.bytes, bytes)) return end('exists')
        confirmed = seq
        // What the relay has of it already may hold changes of keys: the next gate is the one to come through.
        epoch = Math.max(epoch, rotationOf(room, keyring, bytes)?.epoch ?? 0)
        if (seq > sent) {
          sent = seq
          if (readEntryHeader(bytes)?.keep) controlSeq = seq
        }
      }
      progress(confirmed, total)
      await sendMore()
    }

    const take = async (bytes: Uint8Array) => {
      const frame = readFromRelay(bytes)
      if (frame?.kind === 'authReply') {
        if (frame.rights === 0) return authenticate()
        total = await store.lastSeq()
        if (frame.headSeq > total) return end('exists')
        link?.send(writeStep1(confirmed))
        if (frame.headSeq <= confirmed) await sendMore()
      } else if (frame?.kind === 'step2') await compare(frame)
      else if (frame?.kind === 'refused') end(frame.reason === 'quota' ? 'full' : 'exists')
    }

    link = dial({
      opened: authenticate,
      frame: (bytes) => {
        queue = queue.then(() => (over ? undefined : take(bytes))).catch(() => end('busy'))
      },
      closed: (code) => {
        if (code === close.NO_ROOM) end('token')
        else if (code === close.NO_GATE) end('exists')
        else if (code === close.VERSION_UNKNOWN) end('version')
        else end('unreachable')
      },
    })
  })
}
