/** Out of sight lists draw their heads only, so several come at once. */
const HEADS = 6
/** What a frame of lists may take, in ms: two frames of a display, half of what feels like a pause. */
const FRAME_MS = 28
const MOST_LISTS = 3
/** A board with fewer cards is drawn in one go. */
const MANY_CARDS = 400
const LIST_PX = 292

/**
 * The lists of a large board are drawn one after the other, as many in a frame as take little enough, so that the window
 * answers in between.
 */
export class Turns {
  #turn: number = $state(0)
  readonly #inSight: number
  readonly #count: number

  /**
   * @param cards how many each list has, in order
   * @param width of what they are shown in, px
   */
  constructor(cards: readonly number[], width: number) {
    const all = cards.reduce((sum, count) => sum + count, 0)
    // Without an observer nobody tells which lists come into sight.
    const seen = typeof IntersectionObserver === 'undefined' ? cards.length : Math.ceil(width / LIST_PX)
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
    let lists = 1
    /** A message that is posted in a frame comes when the frame is drawn. */
    const { port1, port2 } = new MessageChannel()
    const next = (began: number) => {
      if (!told && this.#turn >= this.#inSight) {
        told = true
        drawn()
      }
      if (this.#turn >= this.#count) {
        this.#turn = Number.POSITIVE_INFINITY
        return
      }
      this.#turn += told ? HEADS : lists
      port1.onmessage = () => {
        lists = Math.min(MOST_LISTS, Math.max(1, Math.floor((FRAME_MS * lists) / (performance.now() - began))))
      }
      port2.postMessage(null)
      frame = requestAnimationFrame(next)
    }
    // The page around them has been made in this task: on a large board that is enough for one.
    if (this.#turn === 0) frame = requestAnimationFrame(next)
    else next(performance.now())
    return () => {
      cancelAnimationFrame(frame)
      port1.close()
    }
  }
}
