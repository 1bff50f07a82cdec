import { open, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { OpenedFile } from '../../shared/ipc/contract.ts'
import { FILE_LIMITS, type FileKind } from '../../shared/ipc/files.ts'
import { replaceDurably } from '../durableFile.ts'
import { fileError } from './fileErrors.ts'

/** Files that a person has named: in a dialog, or by opening the app with them. The page never names a path. */

/**
 * Writes a file where a dialog said; on failure what was there before is still there.
 * @param chosen path; it gets the ending of its kind when it has none and nothing is there by that name
 * @throws with a `file.…` code
 */
export async function saveAt(chosen: string, kind: FileKind, bytes: Uint8Array): Promise<void> {
  try {
    const named = extname(chosen) === '' ? `${chosen}.${kind}` : chosen
    // The dialog has asked about replacing the file it knew of, and of no other.
    const path = named !== chosen && (await exists(named)) ? chosen : named
    await replaceDurably(path, bytes)
  } catch (error) {
    throw fileError(error)
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Reads a whole file; its size is looked at first. @throws with a `file.…` code */
export async function readWhole(path: string, limit: number = FILE_LIMITS.bytes): Promise<OpenedFile> {
  try {
    const handle = await open(path, 'r')
    try {
      const about = await handle.stat()
      if (!about.isFile()) throw new Error('file.failed')
      if (about.size > limit) throw new Error('file.too-large')
      // One byte more than it said, so that a file that grows meanwhile is noticed.
      const bytes = new Uint8Array(about.size + 1)
      let length = 0
      while (length < bytes.length) {
        const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length)
        if (bytesRead === 0) break
        length += bytesRead
      }
      if (length > about.size) throw new Error('file.failed')
      return { name: basename(path), bytes: bytes.slice(0, length) }
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw fileError(error)
  }
}
