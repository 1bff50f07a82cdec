import type { Refusal } from '#shared/protocol/frames.ts'

/** `stopped`: nobody listens any more. */
export type ErrandOutcome = 'done' | 'stopped' | Refusal

interface Errand {
  readonly frame: (ref: number) => Uint8Array
  readonly settle: (outcome: ErrandOutcome) => void
  /** 0 while it is not under way. */
  ref: number
}

interface Line {
  ready(): boolean
  nextRef(): number
  send(frame: Uint8Array): void
}

/**
 * What the relay is asked to do beside the log, with an answer. It waits for the line, and goes again after a lost one: so it
 * must be something that does no harm when it is done twice.
 */
export class Errands {
  readonly #line: Line
  #open: Errand[] = []

  constructor(line: Line) {
    this.#line = line
  }

  /** @param frame of this number, which is never 0 */
  ask(frame: (ref: number) => Uint8Array): Promise<ErrandOutcome> {
    return new Promise((settle) => {
      this.#open.push({ frame, settle, ref: 0 })
      this.lineReady()
    })
  }

  lineReady(): void {
    if (!this.#line.ready()) return
    for (const errand of this.#open) {
      if (errand.ref !== 0) continue
      errand.ref = this.#line.nextRef()
      this.#line.send(errand.frame(errand.ref))
    }
  }

  lineLost(): void {
    for (const errand of this.#open) errand.ref = 0
  }

  /** @returns false when the answer is about something else */
  answered(ref: number, outcome: ErrandOutcome): boolean {
    const errand = ref === 0 ? undefined : this.#open.find((one) => one.ref === ref)
    if (!errand) return false
    this.#open = this.#open.filter((one) => one !== errand)
    errand.settle(outcome)
    return true
  }

  stopped(): void {
    for (const { settle } of this.#open.splice(0)) settle('stopped')
  }
}
