import { openStorage } from './dexieStorage.ts'
import type { Journal } from './journal.ts'
import { journaledStorage, type Restored } from './journaledStorage.ts'
import { isEnough, readJournal } from './rebuild.ts'
import { type Storage, StorageError } from './store.ts'

/** The database, if it opens and answers. */
async function opened(opening: Promise<Storage>): Promise<Storage> {
  const storage = await opening
  try {
    await storage.rooms()
    return storage
  } catch (error) {
    storage.close()
    throw error
  }
}

/** Only a journal that can be read from end to end may stand in for a database, and only where nothing better is left. */
async function canStandIn(journal: Journal): Promise<boolean> {
  const rooms = await journal.list()
  const readable = await Promise.all(
    rooms.map(async ({ room, whole }) => whole && isEnough(await readJournal(journal, room))),
  )
  return rooms.length > 0 && readable.every(Boolean)
}

/**
 * Opens storage with its journal. A database that is damaged is copied aside and replaced, if the journal holds all of it.
 * @param opening of the database @param name of it
 * @param randomId 32 random bits
 */
export async function openJournaled(
  opening: Promise<Storage>,
  journal: Journal,
  randomId: () => number,
  name = 'kith',
): Promise<{ storage: Storage; restored: Restored }> {
  let inner: Storage
  try {
    inner = await opened(opening)
  } catch (error) {
    const damaged = error instanceof StorageError && error.code === 'storage.failed'
    if (!damaged || !(await canStandIn(journal).catch(() => false))) throw error
    await journal.setAside().catch(() => Promise.reject(error))
    inner = await opened(openStorage(name))
  }
  return journaledStorage(inner, journal, randomId)
}
