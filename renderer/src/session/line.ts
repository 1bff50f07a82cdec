import type { CommunityStore } from '#renderer/storage/store.ts'
import type { Dial } from '#renderer/sync/link.ts'
import type { Timer } from '#renderer/sync/reconnect.ts'
import type { Keyring } from '#shared/log/keyring.ts'
import type { AppendFrame, Refusal, SequencedEntry, Step2Frame } from '#shared/protocol/frames.ts'
import { Conversation, type Phase } from './conversation.ts'
import type { AsideEvents } from './conversationEvents.ts'
import type { SyncStatus } from './syncStatus.ts'

interface LineOptions {
  readonly timer: Timer
  readonly keyring: Keyring
  readonly store: CommunityStore
  /** ms since 1970 */
  readonly now: () => number
  /** What takes over where the relay's log may be another. */
  readonly aside: () => AsideEvents
  cursor(): number
  entries(frame: Step2Frame): Promise<void>
  presence(payload: Uint8Array): void
  presenceAsked(): void
  refused(ref: number, reason: Refusal): void
  done(ref: number): void
  gateClosed(): Promise<boolean>
  /** @param cameUp it is live and was not before */
  changed(phase: Phase, cameUp: boolean): void
}

/** The line to whoever orders the log: one conversation at a time, with a relay or with this computer itself. */
export class Line {
  readonly #options: LineOptions
  #conversation: Conversation | null = null
  #local = false
  #up = false
  #ref = 0
  /** When the relay was last heard of, ms since 1970; null if never. */
  since: number | null = null

  constructor(options: LineOptions) {
    this.#options = options
  }

  /** @param local the dial orders the log on this computer */
  link(dial: Dial, local: boolean): void {
    const { timer, keyring, aside, cursor, entries, presence, presenceAsked, refused, done, gateClosed } = this.#options
    this.#local = local
    const conversation = new Conversation(dial, timer, keyring, {
      cursor,
      entries,
      presence,
      presenceAsked,
      refused,
      done,
      gateClosed,
      aside: local ? null : aside(),
      holds: (entry) => this.#holds(entry),
      changed: () => {
        if (this.#conversation === conversation) this.#changed(conversation.phase)
      },
    })
    this.#conversation = conversation
  }

  unlink(): void {
    this.#conversation?.end()
    this.#conversation = null
  }

  #changed(phase: Phase): void {
    if (phase === 'live' || phase === 'catching-up') this.since = this.#options.now()
    const cameUp = phase === 'live' && !this.#up
    this.#up = phase === 'live'
    this.#options.changed(phase, cameUp)
  }

  async #holds({ seq, bytes }: SequencedEntry): Promise<boolean> {
    const [row] = await this.#options.store.entries(seq - 1, 1)
    return row?.seq === seq && row.bytes.every((byte, i) => byte === bytes[i]) && row.bytes.length === bytes.length
  }

  /** Everything was here and the relay listened when it was last heard of. */
  get isUp(): boolean {
    return this.#up
  }

  get isLive(): boolean {
    return this.#conversation?.phase === 'live'
  }

  get mayWrite(): boolean {
    return this.#conversation?.mayWrite === true
  }

  /** What the relay allows this device now: bits of rights.ts. */
  get rights(): number {
    return this.#conversation?.rights ?? 0
  }

  /** Below this sequence number the relay has control entries only. */
  get floor(): number {
    return this.#conversation?.floor ?? 0
  }

  get status(): Pick<SyncStatus, 'link' | 'since' | 'stopped'> {
    const phase = this.#conversation?.phase ?? 'offline'
    return {
      link: this.#local && phase !== 'stopped' ? 'local' : phase,
      since: this.since,
      stopped: this.#conversation?.stopped ?? null,
    }
  }

  /** Numbers what is sent, so that an answer can be told. */
  nextRef(): number {
    return ++this.#ref
  }

  append(frame: Omit<AppendFrame, 'kind'>): void {
    this.#conversation?.append(frame)
  }

  send(frame: Uint8Array): void {
    this.#conversation?.send(frame)
  }

  sendPresence(payload: Uint8Array): void {
    if (!this.#local) this.#conversation?.sendPresence(payload)
  }

  askPresence(): void {
    if (!this.#local) this.#conversation?.askPresence()
  }

  retryNow(): void {
    this.#conversation?.retryNow()
  }

  /** See Conversation. */
  audit(): boolean {
    return this.#conversation?.audit() ?? true
  }

  keysChanged(): void {
    this.#conversation?.keysChanged()
  }

  /** Only a later version of the app can go on. */
  stopForVersion(): void {
    this.#conversation?.stop('version')
  }
}
