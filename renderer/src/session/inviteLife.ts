import type { ControlOp } from '#shared/log/controlOp.ts'
import { type InviteId, Role } from '#shared/log/ids.ts'
import { type MailboxEnd, writeMailboxEnd } from '#shared/protocol/frames.ts'
import type { Replica } from './replica.ts'

interface Followed {
  readonly mailbox: Uint8Array
  /** How often it can still be used. */
  readonly uses: number
}

/**
 * Follows how invites end, and has the relay delete what they open: a link that is used up or withdrawn reads nothing more, and
 * whoever comes with it later is told which of the two it is. Any organizer's device does it, the first one that is there.
 */
export class InviteLife {
  readonly #replica: Replica
  #open: ReadonlyMap<InviteId, Followed>
  readonly #ended = new Map<InviteId, MailboxEnd>()

  constructor(replica: Replica) {
    this.#replica = replica
    this.#open = this.#living()
    replica.decided.on((ops) => this.#decided(ops))
  }

  /** How an invite ended that was there when this session began, or came later; null if it is open or long gone. */
  endOf(invite: InviteId): MailboxEnd | null {
    return this.#ended.get(invite) ?? null
  }

  #living(): Map<InviteId, Followed> {
    return new Map([...this.#replica.state.invites].map(([id, { mailbox, uses }]) => [id, { mailbox, uses }]))
  }

  #decided(ops: readonly ControlOp[]): void {
    const before = new Map(this.#open)
    for (const op of ops) {
      if (op.op === 'invite') before.set(op.invite, { mailbox: op.mailbox, uses: op.uses })
      const joined = op.op === 'join' ? before.get(op.invite) : undefined
      if (op.op === 'join' && joined) before.set(op.invite, { ...joined, uses: joined.uses - 1 })
    }
    this.#open = this.#living()
    for (const [invite, followed] of before) if (!this.#open.has(invite)) this.#end(invite, followed)
  }

  #end(invite: InviteId, { mailbox, uses }: Followed): void {
    const why = uses <= 0 ? 'used' : 'withdrawn'
    this.#ended.set(invite, why)
    if ((this.#replica.role ?? -1) < Role.organizer) return
    void this.#replica.askRelay((ref) => writeMailboxEnd(ref, mailbox, why))
  }
}
