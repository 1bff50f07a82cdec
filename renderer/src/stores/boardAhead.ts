import type { OpenDoc } from '#renderer/session/documents.ts'
import type { DocId } from '#shared/domain/ids.ts'

/** Whoever only passes over a board does not rest on it for so long, in ms. */
const RESTS = 60
/** Whoever has not opened it after so long, in ms, may as well wait for it then. */
const HELD = 10_000
/** A page that is left for the board is gone a moment before the board is asked for. */
const LEFT = 500

interface Sources {
  /** How a board looked last, as it is kept. */
  readonly glimpse: (board: DocId) => Promise<Uint8Array | null>
  /** Fetches and unseals what is stored of a document. */
  readonly read: (board: DocId) => Promise<void>
  readonly open: (board: DocId) => Promise<OpenDoc>
}

/** The board that somebody is about to open, one at a time: fetched at once, decoded as soon as they rest on it. */
export class BoardAhead {
  readonly #sources: Sources
  #board: DocId | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #glimpse: Promise<Uint8Array | null> | null = null
  /** Null until it is being decoded. */
  #release: (() => void) | null = null

  constructor(sources: Sources) {
    this.#sources = sources
  }

  want(board: DocId): void {
    if (this.#board !== board) {
      this.stop()
      this.#board = board
      // First, as everything after it takes longer.
      this.#glimpse = this.#sources.glimpse(board)
      this.#glimpse.catch(() => {}) // told to whoever asks for it
      this.#sources.read(board).catch(() => {}) // opening it tells what is wrong
      this.#after(RESTS, () => this.#open(board))
    } else if (this.#release) this.#after(HELD, () => this.stop())
  }

  glimpse(board: DocId): Promise<Uint8Array | null> {
    return (this.#board === board ? this.#glimpse : null) ?? this.#sources.glimpse(board)
  }

  leave(board: DocId): void {
    if (this.#board !== board) return
    if (this.#release) this.#after(LEFT, () => this.stop())
    else this.stop()
  }

  /** Lets go of whatever there is. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#release?.()
    this.#release = null
    this.#glimpse = null
    this.#board = null
  }

  #after(ms: number, work: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(work, ms)
  }

  #open(board: DocId): void {
    let left = false
    let held: OpenDoc | null = null
    this.#release = () => {
      left = true
      held?.release()
    }
    this.#after(HELD, () => this.stop())
    this.#sources.open(board).then(
      (doc) => {
        held = doc
        if (left) doc.release()
      },
      () => {}, // opening it tells what is wrong
    )
  }
}
