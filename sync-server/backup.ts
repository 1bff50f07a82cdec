import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { DATA_FILE } from './dataFolder.ts'
import { StartError } from './startError.ts'

/** Copies the data file as it stands, also while a relay is writing to it. Throws StartError if there is none, or the target exists. */
export const backUp = async (dataFolder: string, target: string): Promise<void> => {
  const source = join(dataFolder, DATA_FILE)
  if (!existsSync(source)) throw new StartError('DATA_FOLDER', `There is no relay data in ${dataFolder}.`)
  if (existsSync(target)) throw new StartError('BAD_OPTION', `${target} exists already; a backup never overwrites.`)
  const db = new DatabaseSync(source, { readOnly: true })
  try {
    await backup(db, target)
  } finally {
    db.close()
  }
}
