import type { Rate } from '#shared/protocol/limits.ts'

/** Counts events against a rate. Times are seconds from any fixed start, passed in and never falling. */
export class TokenBucket {
  readonly #rate: Rate
  #tokens: number
  #at: number

  constructor(rate: Rate, now: number) {
    this.#rate = rate
    this.#tokens = rate.burst
    this.#at = now
  }

  #refill(now: number): void {
    const { perSecond, burst } = this.#rate
    this.#tokens = Math.min(burst, this.#tokens + Math.max(0, now - this.#at) * perSecond)
    this.#at = Math.max(this.#at, now)
  }

  /** Whether one more event is within the rate. */
  allows(now: number): boolean {
    this.#refill(now)
    return this.#tokens >= 1
  }

  /** Counts an event, within the rate or not. Returns the seconds until what was too much is made up for; 0 if nothing was. */
  take(now: number): number {
    this.#refill(now)
    this.#tokens -= 1
    return Math.max(0, -this.#tokens) / this.#rate.perSecond
  }

  /** Counts an event only if it is within the rate; returns whether it was. */
  tryTake(now: number): boolean {
    if (!this.allows(now)) return false
    this.#tokens -= 1
    return true
  }
}
