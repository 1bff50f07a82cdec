import type { ControlOp } from '#shared/log/controlOp.ts'
import type { Verdict } from '#shared/log/fold.ts'
import type { VoidReason } from '#shared/log/verdict.ts'
import type { Refusal, Rotation } from '#shared/protocol/frames.ts'

/** What to write, made anew for each try from the state as it is then. */
export interface ControlDraft {
  readonly op: ControlOp
  readonly rotation?: Rotation
}

/** @returns null when the wish no longer makes sense */
export type ControlWish = () => ControlDraft | null

/**
 * How a wish ends. `done`; `moot`: it already is so, or makes no sense any more; `nokey`: this device holds no key of the
 * current epoch; `stopped`: nobody listens any more. Others: the fold's reason for a void entry, or the relay's.
 */
export type ControlOutcome = 'done' | 'moot' | 'nokey' | 'stopped' | VoidReason | Refusal

interface Line {
  ready(): boolean
  /** @returns null when this device cannot write it now */
  write(op: ControlOp): Uint8Array | null
  /** @returns the number that a refusal will name */
  append(entry: Uint8Array, rotation?: Rotation): number
  /** How far the log has been folded. */
  place(): number
  /**
   * A refusal that nothing in the log explains: from an honest relay what explains it comes first (W25).
   * @returns whether the logs are compared now; not if they were on this line
   */
  unexplained(): boolean
}

interface Waiting {
  readonly wish: ControlWish
  readonly settle: (outcome: ControlOutcome) => void
}

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i])

/**
 * Control entries are appended by compare-and-set, one at a time. Whoever loses is told, catches up, and asks again only if
 * the wish still makes sense.
 */
export class ControlQueue {
  readonly #line: Line
  #waiting: Waiting[] = []
  #sent: { entry: Uint8Array; ref: number; place: number } | null = null

  constructor(line: Line) {
    this.#line = line
  }

  ask(wish: ControlWish): Promise<ControlOutcome> {
    return new Promise((settle) => {
      this.#waiting.push({ wish, settle })
      this.#next()
    })
  }

  /** Everything is here and entries are taken. */
  lineReady(): void {
    this.#next()
  }

  /** What was under way may or may not be in the log: the catch-up will show. */
  lineLost(): void {
    this.#sent = null
  }

  /** An entry has been folded and stored. */
  seen(entry: Uint8Array, verdict: Verdict): void {
    if (this.#sent === null) {
      this.#next()
      return
    }
    if (!same(this.#sent.entry, entry)) return
    this.#sent = null
    if (verdict.ok || verdict.void !== 'link') this.#waiting.shift()?.settle(verdict.ok ? 'done' : verdict.void)
    this.#next()
  }

  refused(ref: number, reason: Refusal): void {
    if (this.#sent?.ref !== ref) return
    const { place } = this.#sent
    this.#sent = null
    // Another entry came first. It is here already, or the next try is refused too until it is.
    if (reason !== 'stale' && reason !== 'epoch') this.#waiting.shift()?.settle(reason)
    else if (place === this.#line.place()) {
      // Asking again would be refused again, for ever: it waits until the logs are compared.
      if (this.#line.unexplained()) return
      this.#waiting.shift()?.settle(reason)
    }
    this.#next()
  }

  /** Nothing will be sent any more: whoever waits is told. */
  stopped(): void {
    this.#sent = null
    for (const { settle } of this.#waiting.splice(0)) settle('stopped')
  }

  #next(): void {
    if (this.#sent !== null || !this.#line.ready()) return
    const [first] = this.#waiting
    if (!first) return
    const draft = first.wish()
    const entry = draft && this.#line.write(draft.op)
    if (!draft || !entry) {
      this.#waiting.shift()
      first.settle(draft ? 'nokey' : 'moot')
      this.#next()
      return
    }
    this.#sent = { entry, ref: this.#line.append(entry, draft.rotation), place: this.#line.place() }
  }
}
