import type { DatabaseSync } from 'node:sqlite'
import { numberIn } from './columns.ts'

/** Number of the layout below, kept in the file. A file with a higher one was written by a newer relay. */
const VERSION = 2

const FATE = `
  CREATE TABLE fate (
    room INTEGER NOT NULL, hash BLOB NOT NULL, why INTEGER NOT NULL, until REAL NOT NULL, PRIMARY KEY (room, hash)
  ) STRICT;
`

/**
 * - `room`: where each log stands. `bytes` counts stored entries, `waiting` those of them that a trim has given up;
 *   segments up to `merged` are as large as they get, `loose` counts the bytes of those that are not.
 * - `control`: control entries, for ever. `segment`: runs of content between them, in wire form; `size` counts the entries
 *   themselves.
 * - `gate`: `until` is null while it is open. `mailbox`: `ends` is null for never, `own` marks those that came through a gate
 *   which may only add. `fate`: how a mailbox ended that is gone. `trim`: what is to be deleted, and when.
 */
const LAYOUT = `
  CREATE TABLE room (
    id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE, seq INTEGER NOT NULL, keepSeq INTEGER NOT NULL,
    epoch INTEGER NOT NULL, floor INTEGER NOT NULL, bytes INTEGER NOT NULL, waiting INTEGER NOT NULL,
    merged INTEGER NOT NULL, loose INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE control (
    room INTEGER NOT NULL, seq INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (room, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE segment (
    room INTEGER NOT NULL, last INTEGER NOT NULL, first INTEGER NOT NULL, size INTEGER NOT NULL, pack BLOB NOT NULL,
    PRIMARY KEY (room, last)
  ) STRICT;
  CREATE TABLE gate (
    room INTEGER NOT NULL, hash BLOB NOT NULL, rights INTEGER NOT NULL, until INTEGER, PRIMARY KEY (room, hash)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE mailbox (
    room INTEGER NOT NULL, hash BLOB NOT NULL, blob BLOB NOT NULL, ends REAL, own INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (room, hash)
  ) STRICT;
  ${FATE}
  CREATE TABLE trim (room INTEGER NOT NULL, due REAL NOT NULL, upTo INTEGER NOT NULL, PRIMARY KEY (room, due)) STRICT;
  PRAGMA user_version = ${VERSION};
`

/** What a file of version 1 lacks. */
const FROM_1 = `
  ALTER TABLE mailbox ADD COLUMN own INTEGER NOT NULL DEFAULT 0;
  ${FATE}
  PRAGMA user_version = 2;
`

/** Lays the tables out in a new file, and brings an older one up to date. Returns false, and changes nothing, if a newer relay wrote the file. */
export const prepareSchema = (db: DatabaseSync): boolean => {
  const version = numberIn(db.prepare('PRAGMA user_version').get() ?? {}, 'user_version')
  if (version === 0) db.exec(`BEGIN;${LAYOUT}COMMIT;`)
  if (version === 1) db.exec(`BEGIN;${FROM_1}COMMIT;`)
  return version <= VERSION
}
