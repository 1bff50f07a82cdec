import type { CommunityStore } from '#renderer/storage/store.ts'
import { fromUtf8, utf8 } from '#shared/crypto/bytes.ts'
import { Role as Roles } from '#shared/log/ids.ts'
import { roleOf } from '#shared/log/state.ts'
import type { Replica } from './replica.ts'
import type { RowSeal } from './rowSeal.ts'

const WEEK = 7 * 24 * 3600 * 1000

/** Where it is kept since when this device has written without hearing from a steward's: ms since 1970, '' for not at all. */
const PLACE = '~silence'

interface SilenceOptions {
  readonly replica: Replica
  readonly store: CommunityStore
  readonly seal: RowSeal
  readonly now: () => number
}

/**
 * A relay that keeps a member apart from the community shows only as silence. Entries bear no time, so what counts is when
 * they came: a week after its own first entry since the last of any steward's device, a device says so.
 */
export async function watchSilence({ replica, store, seal, now }: SilenceOptions): Promise<void> {
  const row = await store.view(PLACE)
  const plain = row && seal.open(`view/${PLACE}`, row.sealed)
  let since = Number((plain && fromUtf8(plain)) ?? '') || null
  const keep = (next: number | null) => {
    since = next
    const sealed = seal.seal(`view/${PLACE}`, utf8(next === null ? '' : String(next)))
    void store.commit({ views: [{ doc: PLACE, sealed }] }).catch(() => {}) // told again by the next write
  }
  const look = () => {
    if (since !== null && now() - since >= WEEK && replica.role !== Roles.steward) replica.warn({ code: 'silent' })
  }
  replica.folded.on((folded) => {
    const authors = folded.flatMap(({ verdict }) => (verdict.ok ? [verdict.author] : []))
    const heard = authors.some((id) => id !== replica.me.id && roleOf(replica.state, id) === Roles.steward)
    if (heard) {
      replica.unwarn('silent')
      if (since !== null) keep(null)
    } else if (since === null && authors.includes(replica.me.id)) keep(now())
    look()
  })
  replica.cameUp.on(look)
}
