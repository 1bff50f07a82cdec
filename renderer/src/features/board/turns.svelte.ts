/** Out of sight lists draw their heads only, so several come at once. */
const HEADS = 6
/** A board with fewer cards is drawn in one go. */
const MANY_CARDS = 400
const LIST_PX = 292
const MARGIN_PX = 320

/**
 * The lists of a large board are drawn one after the other, each in a frame of its own, so that the window answers in
 * between.
 */
export class Turns {
  #turn: number = $state(0)
  readonly #inSight: number
  readonly #count: number

  /**
   * @param cards how many each list has, in order
   * @param width of the window, px
   */
  constructor(cards: readonly number[], width: number) {
    const all = cards.reduce((sum, count) => sum + count, 0)
    // Without an observer nobody tells which lists come into sight.
    const seen = typeof IntersectionObserver === 'undefined' ? cards.length : Math.ceil((width + MARGIN_PX) / LIST_PX)
    this.#inSight = Math.min(seen, cards.length)
    this.#count = cards.length
    this.#turn = all > MANY_CARDS ? 0 : Number.POSITIVE_INFINITY
  }

  inSight(index: number): boolean {
    return index < this.#inSight
  }

  waits(index: number): boolean {
    return index >= this.#turn
  }

  /**
   * Draws list after list. @param drawn is called when all in sight are there
   * @returns stops
   */
  run(drawn: () => void): () => void {
    let frame = 0
    let told = false
    const next = () => {
      if (!told && this.#turn >= this.#inSight) {
        told = true
        drawn()
      }
      if (this.#turn >= this.#count) {
        this.#turn = Number.POSITIVE_INFINITY
        return
      }
      this.#turn += told ? HEADS : 1
      frame = requestAnimationFrame(next)
    }
    // The page around them has been made in this task: on a large board that is enough for one.
    if (this.#turn === 0) frame = requestAnimationFrame(next)
    else next()
    return () => cancelAnimationFrame(frame)
  }
}
