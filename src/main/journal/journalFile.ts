import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { JournalChange, JournalPage, JournalRoom, JournalRow } from '../../shared/ipc/journal.ts'
import { encodeFrame, readFrames, type Source } from './frame.ts'
import { decodePayload, encodeBegin, encodeChange, encodeRows } from './payload.ts'
import { Tally } from './tally.ts'

/** So much is lost by being written twice before a file is written anew. */
const SLACK = 1024 * 1024
/** Each costs a start some 8 µs; rows that are merged share one. */
const MAX_FRAMES = 20_000
const MERGED = 256 * 1024
const PAGE = 1024 * 1024
/** Of one community: far above what a relay keeps for it. */
const MAX_BYTES = 1024 ** 3

const failure = (error: unknown): Error => {
  const full = typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOSPC'
  return new Error(full ? 'journal.full' : 'journal.failed', { cause: error })
}

async function syncFolder(file: string): Promise<void> {
  if (process.platform === 'win32') return // folders cannot be opened there
  const folder = await open(dirname(file), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const sourceOf = (handle: FileHandle): Source => ({
  read: async (at, length) => {
    const { size } = await handle.stat()
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - at)))
    let got = 0
    while (got < buffer.length) {
      const { bytesRead } = await handle.read(buffer, got, buffer.length - got, at + got)
      if (bytesRead === 0) break
      got += bytesRead
    }
    return buffer.subarray(0, got)
  },
})

async function writeAll(handle: FileHandle, bytes: Buffer, at: number): Promise<void> {
  let written = 0
  while (written < bytes.length)
    written += (await handle.write(bytes, written, bytes.length - written, at + written)).bytesWritten
}

/** A file that takes the place of another one when it is finished, and until then is not there. */
export class NewFile {
  readonly #room: string
  readonly #file: string
  readonly #handle: FileHandle
  #index = 0
  #size = 0

  private constructor(room: string, file: string, handle: FileHandle) {
    this.#room = room
    this.#file = file
    this.#handle = handle
  }

  /** @param base number of the last change that it holds */
  static async begin(room: string, file: string, generation: string, base: number): Promise<NewFile> {
    const made = new NewFile(room, file, await open(`${file}.new`, 'w', 0o600))
    await made.#write(encodeBegin(generation, base))
    return made
  }

  async #write(payload: Buffer): Promise<void> {
    const frame = encodeFrame(this.#room, this.#index++, payload)
    await writeAll(this.#handle, frame, this.#size)
    this.#size += frame.length
  }

  async add(rows: readonly JournalRow[]): Promise<void> {
    if (rows.length > 0) await this.#write(encodeRows(rows))
  }

  /** After this the old file is gone and this one is in its place, on the disk. */
  async finish(): Promise<void> {
    try {
      await this.#handle.sync()
    } finally {
      await this.#handle.close()
    }
    await rename(`${this.#file}.new`, this.#file)
    await syncFolder(this.#file)
  }

  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => {})
    await rm(`${this.#file}.new`, { force: true })
  }
}

interface Waiting {
  readonly n: number
  readonly change: JournalChange
  readonly done: () => void
  readonly failed: (error: Error) => void
}

/** The journal of one community: one file that grows by frames, and is written anew when half of it is of no use. */
export class JournalFile {
  readonly room: string
  readonly #file: string
  #handle: FileHandle
  #generation = ''
  #base = 0
  #last = 0
  #index = 0
  #size = 0
  #whole = true
  #tally = new Tally()
  #waiting: Waiting[] = []
  #working: Promise<void> | null = null
  /** After a failed write nothing may follow what may lie there. */
  #failed = false
  /** After a failed attempt to write it anew: at which size to try again. */
  #compactAbove = 0

  private constructor(room: string, file: string, handle: FileHandle) {
    this.room = room
    this.#file = file
    this.#handle = handle
  }

  /** Reads the file through. @throws if it is not there or cannot be read */
  static async open(room: string, file: string): Promise<JournalFile> {
    const journal = new JournalFile(room, file, await open(file, 'r+'))
    try {
      await journal.#scan()
    } catch (error) {
      await journal.close()
      throw error
    }
    return journal
  }

  async #scan(): Promise<void> {
    this.#tally = new Tally()
    for await (const { payload, index, end, afterDamage } of readFrames(sourceOf(this.#handle), this.room)) {
      const said = decodePayload(payload)
      if (afterDamage || said === null) this.#whole = false
      if (said?.kind === 'begin') {
        this.#generation = said.generation
        this.#base = said.base
        this.#last = said.base
      } else if (said) this.#tally.take(said.change)
      if (said?.kind === 'change') this.#last = said.n
      this.#index = index + 1
      this.#size = end
    }
    if (this.#generation === '') this.#whole = false
    // A tail that was cut off while it was written was never acknowledged.
    const { size } = await this.#handle.stat()
    if (this.#whole && size > this.#size) await this.#handle.truncate(this.#size)
  }

  get summary(): JournalRoom {
    const { room } = this
    return { room, generation: this.#generation, base: this.#base, last: this.#last, whole: this.#whole }
  }

  /** Changes that come while others are being written go to the disk together. @returns settles when it is there */
  append(generation: string, n: number, change: JournalChange): Promise<void> {
    return new Promise((done, failed) => {
      const last = this.#waiting.at(-1)?.n ?? this.#last
      if (!this.#whole || this.#failed || generation !== this.#generation || n !== last + 1)
        return failed(new Error('journal.stale'))
      this.#waiting.push({ n, change, done, failed })
      this.#work()
    })
  }

  #work(): void {
    this.#working ??= this.#write().finally(() => {
      this.#working = null
      if (this.#waiting.length > 0) this.#work()
    })
  }

  async #write(): Promise<void> {
    const taken = this.#waiting.slice()
    try {
      const frames = taken.map(({ n, change }, i) => encodeFrame(this.room, this.#index + i, encodeChange(n, change)))
      const bytes = Buffer.concat(frames)
      if (this.#size + bytes.length > MAX_BYTES) throw Object.assign(new Error('too large'), { code: 'ENOSPC' })
      await writeAll(this.#handle, bytes, this.#size)
      await this.#handle.datasync()
      this.#size += bytes.length
      this.#index += frames.length
      this.#last = taken.at(-1)?.n ?? this.#last
      for (const { change } of taken) this.#tally.take(change)
    } catch (error) {
      this.#failed = true
      await this.#handle.truncate(this.#size).catch(() => {})
      for (const { failed } of this.#waiting.splice(0)) failed(failure(error))
      return
    }
    this.#waiting.splice(0, taken.length)
    for (const { done } of taken) done()
    const wasteful = this.#size > 2 * this.#tally.live + SLACK || this.#index > MAX_FRAMES
    if (wasteful && this.#size > this.#compactAbove) await this.#compact()
  }

  /** Writes what is of use to a new file. If that fails the old one goes on. */
  async #compact(): Promise<void> {
    let made: NewFile | null = null
    try {
      const lives = await this.#places()
      made = await NewFile.begin(this.room, this.#file, this.#generation, this.#last)
      let rows: JournalRow[] = []
      let size = 0
      let at = 0
      for await (const { payload } of readFrames(sourceOf(this.#handle), this.room)) {
        const said = decodePayload(payload)
        for (const row of said && said.kind !== 'begin' ? said.change.put : []) {
          if (lives.get(row.key) !== at) continue
          rows.push(row)
          size += row.bytes.length
        }
        at += 1
        if (size < MERGED) continue
        await made.add(rows)
        rows = []
        size = 0
      }
      await made.add(rows)
      await made.finish()
    } catch {
      await made?.abandon()
      this.#compactAbove = 2 * this.#size
    }
    await this.#replaced()
  }

  /** In which frame each key was put last. */
  async #places(): Promise<Map<string, number>> {
    const places = new Map<string, number>()
    let at = 0
    for await (const { payload } of readFrames(sourceOf(this.#handle), this.room)) {
      const said = decodePayload(payload)
      if (said && said.kind !== 'begin') {
        for (const prefix of said.change.clear)
          for (const key of places.keys()) if (key.startsWith(prefix)) places.delete(key)
        for (const key of said.change.drop) places.delete(key)
        for (const { key } of said.change.put) places.set(key, at)
      }
      at += 1
    }
    return places
  }

  async #replaced(): Promise<void> {
    try {
      await this.#handle.close()
      this.#handle = await open(this.#file, 'r+')
      await this.#scan()
    } catch {
      this.#failed = true
    }
  }

  /** @param from 0, or `next` of the page before */
  async read(from: number): Promise<JournalPage> {
    const changes: { n: number; change: JournalChange }[] = []
    let size = 0
    for await (const { payload, end } of readFrames(sourceOf(this.#handle), this.room, from, null)) {
      const said = decodePayload(payload)
      if (said && said.kind !== 'begin')
        changes.push({ n: said.kind === 'change' ? said.n : this.#base, change: said.change })
      size += payload.length
      if (size >= PAGE) return { changes, next: end }
    }
    return { changes, next: null }
  }

  /** Settles when nothing is being written. */
  async idle(): Promise<void> {
    while (this.#working !== null) await this.#working
  }

  async close(): Promise<void> {
    await this.idle()
    await this.#handle.close().catch(() => {})
  }
}
