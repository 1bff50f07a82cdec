import { mayRetry } from '#shared/protocol/closeCodes.ts'
import type { Dial, Link } from './link.ts'

const FIRST_PAUSE_MS = 300
const LONGEST_PAUSE_MS = 30_000

export interface Timer {
  /** @returns cancels */
  after(ms: number, work: () => void): () => void
  /** @returns a number in [0, 1): spreads the members of a community that a relay has dropped at once */
  random(): number
}

export interface KeptLink {
  send(frame: Uint8Array): void
  /** Dials at once if a pause is running: the network has come back, or the user asked. */
  retryNow(): void
  /** Hangs up; with `again` it dials anew as after a lost line. */
  hangUp(again: boolean): void
  stop(): void
}

export interface KeptLinkHandlers {
  opened(): void
  /** See LinkHandlers. */
  frame(bytes: Uint8Array): unknown
  /** The line is down. @param final the relay has refused for good: nothing dials until `retryNow` */
  lost(code: number, final: boolean): void
}

/** Keeps one connection up: after a loss it dials again, after pauses that double and are spread by chance. */
export function keepLinked(dial: Dial, timer: Timer, handlers: KeptLinkHandlers): KeptLink {
  let link: Link | null = null
  let pause = FIRST_PAUSE_MS
  let cancel: (() => void) | null = null
  let stopped = false

  const redial = () => {
    cancel = timer.after(pause * (0.5 + timer.random() / 2), connect)
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  }
  const connect = () => {
    cancel?.()
    cancel = null
    if (stopped || link) return
    const mine = dial({
      opened: () => {
        if (link === mine) handlers.opened()
      },
      frame: (bytes) => {
        if (link !== mine) return
        pause = FIRST_PAUSE_MS // a relay that answers is a relay that works
        return handlers.frame(bytes)
      },
      closed: (code) => {
        if (link !== mine) return
        link = null
        const final = !mayRetry(code)
        handlers.lost(code, final)
        if (!final && !stopped) redial()
      },
    })
    link = mine
  }
  connect()

  return {
    send: (frame) => link?.send(frame),
    retryNow: connect,
    hangUp: (again) => {
      link?.close()
      link = null
      cancel?.()
      cancel = null
      if (again && !stopped) redial()
    },
    stop: () => {
      stopped = true
      cancel?.()
      link?.close()
      link = null
    },
  }
}
