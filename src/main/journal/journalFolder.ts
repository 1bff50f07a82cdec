import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { JournalCalls, JournalChange, JournalPage, JournalRoom, JournalRow } from '../../shared/ipc/journal.ts'
import { JournalFile, NewFile } from './journalFile.ts'

const ENDING = '.journal'
const ROOM = /^[0-9a-f]{64}$/

const refuse = (code: string): never => {
  throw new Error(code)
}

/** The journals of a profile: a file for each community in one folder. */
export class JournalFolder implements JournalCalls {
  readonly #folder: string
  readonly #database: string
  readonly #aside: string
  readonly #clear: () => Promise<void>
  #files: Promise<Map<string, JournalFile>> | null = null
  readonly #new = new Map<string, NewFile>()
  /** What changes which files there are goes one after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  /** @param profile its folder @param clear removes the page's database, with all that Chromium knows of it */
  constructor(profile: string, clear: () => Promise<void>) {
    this.#clear = clear
    this.#folder = join(profile, 'journal')
    this.#database = join(profile, 'IndexedDB')
    this.#aside = join(profile, 'database-set-aside')
  }

  #path(room: string): string {
    return join(this.#folder, `${room}${ENDING}`)
  }

  /** Reads all of them through, once; may be called ahead. */
  load(): Promise<Map<string, JournalFile>> {
    this.#files ??= this.#load()
    return this.#files
  }

  async #load(): Promise<Map<string, JournalFile>> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const files = new Map<string, JournalFile>()
    for (const name of await readdir(this.#folder)) {
      const room = name.slice(0, -ENDING.length)
      if (name.endsWith('.new')) await rm(join(this.#folder, name), { force: true })
      if (!name.endsWith(ENDING) || !ROOM.test(room)) continue
      try {
        files.set(room, await JournalFile.open(room, join(this.#folder, name)))
      } catch {
        // Cannot be read now: it is left as it is, and says nothing.
      }
    }
    return files
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => {})
    return mine
  }

  async #open(room: string): Promise<JournalFile> {
    return (await this.load()).get(room) ?? refuse('journal.stale')
  }

  async list(): Promise<JournalRoom[]> {
    const files = [...(await this.load()).values()]
    await Promise.all(files.map((file) => file.idle()))
    return files.map(({ summary }) => summary)
  }

  async append(room: string, generation: string, n: number, change: JournalChange): Promise<void> {
    return (await this.#open(room)).append(generation, n, change)
  }

  begin(room: string, generation: string, base: number): Promise<void> {
    return this.#inTurn(async () => {
      await this.load()
      await this.#new.get(room)?.abandon()
      this.#new.set(room, await NewFile.begin(room, this.#path(room), generation, base))
    })
  }

  fill(room: string, rows: readonly JournalRow[]): Promise<void> {
    return this.#inTurn(() => this.#new.get(room)?.add(rows) ?? refuse('journal.stale'))
  }

  finish(room: string): Promise<void> {
    return this.#inTurn(async () => {
      const made = this.#new.get(room) ?? refuse('journal.stale')
      const files = await this.load()
      await files.get(room)?.close()
      files.delete(room)
      this.#new.delete(room)
      try {
        await made.finish()
      } finally {
        files.set(room, await JournalFile.open(room, this.#path(room)))
      }
    })
  }

  async read(room: string, from: number): Promise<JournalPage> {
    return (await this.#open(room)).read(from)
  }

  forget(room: string): Promise<void> {
    return this.#inTurn(async () => {
      const files = await this.load()
      await this.#new.get(room)?.abandon()
      this.#new.delete(room)
      await files.get(room)?.close()
      files.delete(room)
      await rm(this.#path(room), { force: true })
      // It may hold that community too.
      await rm(this.#aside, { recursive: true, force: true })
    })
  }

  /** One copy is kept: the newest one that is whole. */
  setAside(): Promise<void> {
    return this.#inTurn(async () => {
      const making = `${this.#aside}.new`
      await rm(making, { recursive: true, force: true })
      await cp(this.#database, making, { recursive: true })
      await rm(this.#aside, { recursive: true, force: true })
      await rename(making, this.#aside)
      await this.#clear()
    })
  }

  async close(): Promise<void> {
    await this.#turn
    for (const file of (await this.load()).values()) await file.close()
  }
}
