import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { open, realpath, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Replaces a file so that after a crash at any point the old or the new content is there, never half of one:
 * temporary file, fsync, rename, fsync of the folder. The file is readable by its owner only.
 */
export function writeDurably(file: string, content: Uint8Array | string): void {
  const folder = dirname(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const temporary = `${file}.new`
  const fd = openSync(temporary, 'w', 0o600)
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    let written = 0
    while (written < bytes.length) written += writeSync(fd, bytes, written)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(temporary, file)
  if (process.platform === 'win32') return // folders cannot be opened there
  const dir = openSync(folder, 'r')
  try {
    fsyncSync(dir)
  } finally {
    closeSync(dir)
  }
}

/**
 * The same for a file in a folder of the person's, which may be large and lie on any kind of disk: the thread goes on
 * meanwhile, no file of theirs is taken for the temporary one, and nothing half written stays behind. Others may read it
 * as the system's own setting for new files has it. A link is followed, and stays one.
 */
export async function replaceDurably(file: string, bytes: Uint8Array): Promise<void> {
  const target = await realpath(file).catch(() => file)
  const folder = dirname(target)
  const temporary = join(folder, `.kith-${randomBytes(8).toString('hex')}.tmp`)
  const handle = await open(temporary, 'wx')
  try {
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw error
  }
  await syncFolder(folder)
}

/** Some disks (of the network, of phones) know no such thing: the file is written all the same. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return // folders cannot be opened there
  try {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  } catch {}
}
