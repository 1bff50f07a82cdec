import type { Mailbox, MailboxEnd } from '#shared/protocol/frames.ts'
import type { Fate, MailboxPutOperation, Outcome } from './log.ts'
import { earlierEnd, FATE_SECONDS, FATES, mailboxEnd } from './rules.ts'

interface Stored {
  readonly blob: Uint8Array
  readonly ends: number | null
  readonly own: boolean
}

const keyOf = (hash: Uint8Array): string => Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i])

/** The mailboxes of one room in memory, and how those have ended that are gone. */
export class MemoryMailboxes {
  readonly #here = new Map<string, Stored>()
  readonly #fates = new Map<string, { readonly why: Fate; readonly until: number }>()

  put({ mailbox, most, own = false }: MailboxPutOperation, now: number): Outcome {
    this.dropEnded(now)
    const key = keyOf(mailbox.hash)
    const known = this.#here.get(key)
    if (own && known && same(known.blob, mailbox.blob)) return 'done'
    if (own && (known || this.#fates.has(key))) return 'rights'
    const alike = [...this.#here].filter(([other, box]) => other !== key && box.own === own).length
    if (alike >= most) return 'quota'
    this.#fates.delete(key)
    this.#here.set(key, { blob: new Uint8Array(mailbox.blob), ends: mailboxEnd(mailbox, now), own })
    return 'done'
  }

  end(hash: Uint8Array, why: MailboxEnd | undefined, now: number): void {
    this.dropEnded(now)
    const key = keyOf(hash)
    if (this.#here.delete(key) && why) this.#remember(key, why, now)
  }

  /** A rotation seals anew what is there. What it leaves out is withdrawn; what is not there does not come back by it. */
  renew(mailboxes: readonly Mailbox[], now: number): void {
    this.dropEnded(now)
    const before = new Map(this.#here)
    this.#here.clear()
    for (const mailbox of mailboxes) {
      const key = keyOf(mailbox.hash)
      const known = before.get(key)
      if (!known) continue
      before.delete(key)
      const ends = earlierEnd(known.ends, mailboxEnd(mailbox, now))
      this.#here.set(key, { blob: new Uint8Array(mailbox.blob), ends, own: known.own })
    }
    for (const key of before.keys()) this.#remember(key, 'withdrawn', now)
  }

  get(hash: Uint8Array, now: number): Uint8Array | null {
    const found = this.#here.get(keyOf(hash))
    return found && (found.ends === null || found.ends > now) ? found.blob : null
  }

  fate(hash: Uint8Array, now: number): Fate | null {
    const key = keyOf(hash)
    const here = this.#here.get(key)
    if (here) return here.ends !== null && here.ends <= now ? 'expired' : null
    const fate = this.#fates.get(key)
    return fate && fate.until > now ? fate.why : null
  }

  dropEnded(now: number): void {
    for (const [key, { ends }] of this.#here) {
      if (ends === null || ends > now) continue
      this.#here.delete(key)
      this.#remember(key, 'expired', ends)
    }
    for (const [key, { until }] of this.#fates) if (until <= now) this.#fates.delete(key)
  }

  #remember(key: string, why: Fate, since: number): void {
    this.#fates.set(key, { why, until: since + FATE_SECONDS })
    const [oldest] = [...this.#fates].sort(([, a], [, b]) => a.until - b.until)
    if (this.#fates.size > FATES && oldest) this.#fates.delete(oldest[0])
  }
}
