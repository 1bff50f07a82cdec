import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { NewerFileError, SqliteLog } from './log/sqliteLog.ts'
import { StartError } from './startError.ts'

/** Name of the one file that holds everything; while the relay runs, `-wal` and `-shm` files lie beside it. */
export const DATA_FILE = 'relay.db'

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** SQLite's result code, of which the lowest byte names the kind; null for other errors. */
const sqliteKind = (error: unknown): number | null =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 255 : null
const [BUSY, CORRUPT, NOT_A_DATABASE] = [5, 11, 26]

/** Step by step, because `mkdirSync` with `recursive` never returns where a parent exists and yet refuses (as in /proc). */
const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return
  if (dirname(folder) !== folder) makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

/**
 * Keeps a second relay away: two on one folder would not wake each other's readers. A lock of SQLite on a file of its own
 * ends with the process, however that ends, and leaves the data file free for a backup while the relay runs.
 */
const lock = (folder: string): DatabaseSync => {
  const db = new DatabaseSync(join(folder, 'lock'))
  try {
    db.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Makes the folder if need be, takes it for this process and opens the log in it. Throws StartError. */
export const openDataFolder = (folder: string): { readonly log: SqliteLog; release(): void } => {
  try {
    makeFolder(folder)
    accessSync(folder, constants.W_OK)
  } catch (error) {
    const remedy = 'Choose another with KITH_RELAY_DATA, or let the user that runs the relay write there.'
    throw new StartError('DATA_FOLDER', `Cannot write to the data folder ${folder} (${reasonOf(error)}). ${remedy}`)
  }
  let held: DatabaseSync | null = null
  try {
    held = lock(folder)
    const log = new SqliteLog(join(folder, DATA_FILE))
    const release = held.close.bind(held)
    return { log, release }
  } catch (error) {
    held?.close()
    throw describe(folder, error)
  }
}

const describe = (folder: string, error: unknown): StartError => {
  const kind = sqliteKind(error)
  if (error instanceof NewerFileError) {
    return new StartError('DATA_NEWER', `The data in ${folder} was written by a newer relay. Update this one.`)
  }
  if (kind === BUSY) {
    return new StartError(
      'DATA_IN_USE',
      `Another relay is using the data folder ${folder}. Stop it first, or choose another folder.`,
    )
  }
  if (kind === CORRUPT || kind === NOT_A_DATABASE) {
    return new StartError(
      'DATA_DAMAGED',
      `The data in ${folder} is damaged (${reasonOf(error)}). Move it aside and restore a backup, or start empty: the apps bring the log back.`,
    )
  }
  return new StartError('DATA_FOLDER', `Cannot use the data folder ${folder} (${reasonOf(error)}).`)
}
