import type { DatabaseSync } from 'node:sqlite'
import type { Mailbox, MailboxEnd } from '#shared/protocol/frames.ts'
import { bytesIn, numberIn, numberOrNullIn } from './columns.ts'
import type { Fate, MailboxPutOperation, Outcome } from './log.ts'
import { earlierEnd, FATE_SECONDS, FATES, mailboxEnd } from './rules.ts'

/** As they stand in the file: the numbers never change. */
const CODES: readonly Fate[] = ['withdrawn', 'used', 'expired']
const EXPIRED = CODES.indexOf('expired')

/** The mailboxes of all rooms in the file, and how those have ended that are gone. `id` is the room's. */
export const openMailboxes = (db: DatabaseSync) => {
  const sql = prepareStatements(db)

  const remember = (id: number, hash: Uint8Array, why: Fate, now: number): void => {
    sql.addFate.run(id, hash, CODES.indexOf(why), now + FATE_SECONDS)
    sql.forgetOldest.run(id, id, FATES)
  }

  /** Those of all rooms whose time is over. */
  const dropEnded = (now: number): void => {
    for (const row of sql.ended.all(now)) {
      const id = numberIn(row, 'room')
      remember(id, bytesIn(row, 'hash'), 'expired', numberIn(row, 'ends'))
      sql.drop.run(id, bytesIn(row, 'hash'))
    }
    sql.forget.run(now)
  }

  const put = (id: number, { mailbox, most, own = false }: MailboxPutOperation, now: number): Outcome => {
    dropEnded(now)
    const { hash, blob } = mailbox
    const known = sql.get.get(id, hash)
    if (own && known && Buffer.compare(bytesIn(known, 'blob'), blob) === 0) return 'done'
    if (own && (known || sql.fate.get(id, hash, now))) return 'rights'
    const others = sql.countOthers.get(id, hash, own ? 1 : 0)
    if (others && numberIn(others, 'n') >= most) return 'quota'
    sql.dropFate.run(id, hash)
    sql.put.run(id, hash, blob, mailboxEnd(mailbox, now), own ? 1 : 0)
    return 'done'
  }

  const end = (id: number, hash: Uint8Array, why: MailboxEnd | undefined, now: number): void => {
    dropEnded(now)
    if (sql.drop.run(id, hash).changes > 0 && why) remember(id, hash, why, now)
  }

  /** A rotation seals anew what is there. What it leaves out is withdrawn; what is not there does not come back by it. */
  const renew = (id: number, mailboxes: readonly Mailbox[], now: number): void => {
    dropEnded(now)
    const rows = mailboxes.flatMap((mailbox) => {
      const known = sql.get.get(id, mailbox.hash)
      if (!known) return []
      const ends = earlierEnd(numberOrNullIn(known, 'ends'), mailboxEnd(mailbox, now))
      return [{ ...mailbox, ends, own: numberIn(known, 'own') }]
    })
    const before = sql.hashes.all(id).map((row) => bytesIn(row, 'hash'))
    sql.dropAll.run(id)
    for (const { hash, blob, ends, own } of rows) sql.put.run(id, hash, blob, ends, own)
    for (const hash of before) if (!sql.get.get(id, hash)) remember(id, hash, 'withdrawn', now)
  }

  const get = (id: number, hash: Uint8Array, now: number): Uint8Array | null => {
    const row = sql.get.get(id, hash)
    const ends = row ? numberOrNullIn(row, 'ends') : null
    return row && (ends === null || ends > now) ? bytesIn(row, 'blob') : null
  }

  const fate = (id: number, hash: Uint8Array, now: number): Fate | null => {
    const row = sql.get.get(id, hash)
    if (row) return get(id, hash, now) ? null : 'expired'
    const past = sql.fate.get(id, hash, now)
    return past ? (CODES[numberIn(past, 'why')] ?? CODES[EXPIRED] ?? null) : null
  }

  return { put, end, renew, get, fate, dropEnded }
}

const prepareStatements = (db: DatabaseSync) => ({
  get: db.prepare('SELECT blob, ends, own FROM mailbox WHERE room = ? AND hash = ?'),
  put: db.prepare('INSERT OR REPLACE INTO mailbox (room, hash, blob, ends, own) VALUES (?, ?, ?, ?, ?)'),
  countOthers: db.prepare('SELECT count(*) AS n FROM mailbox WHERE room = ? AND hash <> ? AND own = ?'),
  hashes: db.prepare('SELECT hash FROM mailbox WHERE room = ?'),
  drop: db.prepare('DELETE FROM mailbox WHERE room = ? AND hash = ?'),
  dropAll: db.prepare('DELETE FROM mailbox WHERE room = ?'),
  ended: db.prepare('SELECT room, hash, ends FROM mailbox WHERE ends <= ?'),
  fate: db.prepare('SELECT why FROM fate WHERE room = ? AND hash = ? AND until > ?'),
  addFate: db.prepare('INSERT OR REPLACE INTO fate (room, hash, why, until) VALUES (?, ?, ?, ?)'),
  dropFate: db.prepare('DELETE FROM fate WHERE room = ? AND hash = ?'),
  forget: db.prepare('DELETE FROM fate WHERE until <= ?'),
  forgetOldest: db.prepare(
    `DELETE FROM fate WHERE room = ? AND hash IN
       (SELECT hash FROM fate WHERE room = ? ORDER BY until DESC, hash LIMIT -1 OFFSET ?)`,
  ),
})
