import type { DeviceId } from '#shared/log/ids.ts'
import type { DocKey } from './docKey.ts'
import type { Outbox, SetAside } from './outbox.ts'
import type { ReplicaNews } from './replicaNews.ts'
import type { Sender } from './sender.ts'
import type { Troubles } from './troubles.ts'

interface OwnEditsOptions {
  readonly me: DeviceId
  readonly outbox: Outbox
  readonly sender: Sender
  readonly troubles: Troubles
  readonly news: ReplicaNews
  /** What the user is shown of it has changed. */
  readonly tell: () => void
}

/** What this device writes, on its way to the log: on the disk first, then sent, or kept here if it will not be taken. */
export class OwnEdits {
  readonly #options: OwnEditsOptions

  constructor(options: OwnEditsOptions) {
    this.#options = options
  }

  /** A local edit. @returns settles when it is on the disk */
  async edit(doc: DocKey, update: Uint8Array): Promise<void> {
    const { outbox, troubles, tell } = this.#options
    try {
      const written = outbox.add(doc, update)
      tell()
      await written
      troubles.storage = null
    } catch (error) {
      troubles.storageFailed(error)
      tell()
      throw error
    }
    tell()
    void this.flush()
  }

  /** An edit of this device that was not typed into an open document. @returns settles when it is on the disk */
  async write(doc: DocKey, updates: readonly Uint8Array[]): Promise<void> {
    await Promise.all(updates.map((update) => this.edit(doc, update)))
    this.#shownHere(doc, updates)
  }

  #shownHere(doc: DocKey, updates: readonly Uint8Array[]): void {
    const { news, me } = this.#options
    news.applied.emit(updates.map((update) => ({ doc, update, author: me, waited: false })))
    void this.flush()
  }

  /** Sends what waits, as far as it can be sent now. */
  async flush(): Promise<void> {
    const { sender, troubles, tell } = this.#options
    try {
      await sender.flush()
    } catch (error) {
      troubles.storageFailed(error)
    }
    tell()
  }

  /** Local edits of a document that are not in the log, oldest first. */
  pending(doc: DocKey): Uint8Array[] {
    return this.#options.outbox.updatesOf(doc)
  }

  /** All that is kept here and not sent. */
  get setAside(): readonly SetAside[] {
    return this.#options.outbox.setAside
  }

  /** See Outbox.settleAside; what goes out again is shown at once. */
  async settleAside(...args: Parameters<Outbox['settleAside']>): Promise<void> {
    const [doc] = args
    const again = await this.#options.outbox.settleAside(...args)
    this.#options.tell()
    if (again.length > 0) this.#shownHere(doc, again)
  }

  refused(): readonly { doc: DocKey; reason: string }[] {
    return this.#options.outbox.refused
  }

  /** Edits of others that the relay's log has lost, by document. */
  keptElsewhere(): readonly { doc: DocKey }[] {
    return this.#options.outbox.elsewhere
  }
}
