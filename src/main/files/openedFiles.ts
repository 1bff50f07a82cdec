import { statSync } from 'node:fs'
import { extname, isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { OpenedFile } from '../../shared/ipc/contract.ts'
import { OPENED_KINDS } from '../../shared/ipc/files.ts'
import { readWhole } from './personFiles.ts'

const MAX_WAITING = 20

/** An argument as a path: file managers of Linux give addresses (`file:///…`), all others give paths. */
function pathOf(argument: string): string | null {
  if (!/^file:\/\//i.test(argument)) return argument
  try {
    return fileURLToPath(argument)
  } catch {
    return null
  }
}

/** @param argv of a process, or paths @returns those that are files which the app opens */
export function filesIn(argv: readonly string[]): string[] {
  return argv.flatMap((argument) => {
    const path = pathOf(argument)
    if (path === null || !isAbsolute(path) || path.includes('\0')) return []
    const ending = extname(path).slice(1).toLowerCase()
    if (!OPENED_KINDS.some((kind) => kind === ending)) return []
    return statSync(path, { throwIfNoEntry: false })?.isFile() ? [path] : []
  })
}

/** Holds the files the app was opened with until the page asks for them; a locked page asks once it is open. */
export class OpenedFiles {
  #waiting: string[]
  readonly #tell: () => void

  /** @param tell the page that one waits */
  constructor(argv: readonly string[], tell: () => void) {
    this.#waiting = filesIn(argv).slice(0, MAX_WAITING)
    this.#tell = tell
  }

  /** @param argv of a second start, or a path from the system; what is no such file is passed over */
  open(argv: readonly string[]): void {
    const found = filesIn(argv).filter((path) => !this.#waiting.includes(path))
    if (found.length === 0) return
    this.#waiting = [...this.#waiting, ...found].slice(0, MAX_WAITING)
    this.#tell()
  }

  /** The next one, read now. @throws with a `file.…` code */
  async take(): Promise<OpenedFile | null> {
    const path = this.#waiting.shift()
    return path === undefined ? null : readWhole(path)
  }
}
