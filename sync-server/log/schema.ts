import type { DatabaseSync } from 'node:sqlite'
import { numberIn } from './columns.ts'

/** Number of the layout below, kept in the file. A file with a higher one was written by a newer relay. */
const VERSION = 1

/**
 * - `room`: where each log stands. `bytes` counts stored entries, `waiting` those of them that a trim has given up;
 *   segments up to `merged` are as large as they get, `loose` counts the bytes of those that are not.
 * - `control`: control entries, for ever. `segment`: runs of content between them, in wire form; `size` counts the entries
 *   themselves.
 * - `gate`: `until` is null while it is open. `mailbox`: `ends` is null for never. `trim`: what is to be deleted, and when.
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
    room INTEGER NOT NULL, hash BLOB NOT NULL, blob BLOB NOT NULL, ends REAL, PRIMARY KEY (room, hash)
  ) STRICT;
  CREATE TABLE trim (room INTEGER NOT NULL, due REAL NOT NULL, upTo INTEGER NOT NULL, PRIMARY KEY (room, due)) STRICT;
  PRAGMA user_version = ${VERSION};
`

/** Lays the tables out in a new file. Returns false, and changes nothing, if a newer relay wrote the file. */
export const prepareSchema = (db: DatabaseSync): boolean => {
  const version = numberIn(db.prepare('PRAGMA user_version').get() ?? {}, 'user_version')
  if (version === 0) db.exec(`BEGIN;${LAYOUT}COMMIT;`)
  return version <= VERSION
}
