import type { CommunityStore } from '#renderer/stores/communityStore.svelte.ts'
import { words } from '#renderer/ui/messages.ts'
import type { Presence } from '#shared/domain/event/attendance.ts'
import type { Guest } from '#shared/domain/event/guestList.ts'
import { clockAt } from './guestWords.ts'

type Status = Pick<CommunityStore['status'], 'link' | 'waiting' | 'storage' | 'writing'>

export interface DoorSync {
  readonly tone: 'good' | 'waiting' | 'problem'
  readonly text: string
}

const changes = (count: number) => (count === 1 ? 'one change waits' : `${count} changes wait`)

/** Whether what is written down at this door is safe, and whether the other doors have it. */
export function doorSync({ link, waiting, storage, writing }: Status): DoorSync {
  if (storage !== null) return { tone: 'problem', text: `Not saved: ${words(storage)}` }
  if (link === 'local')
    return { tone: 'good', text: 'Saved on this computer. There is no relay, so there is only this door.' }
  if (writing) return { tone: 'waiting', text: 'Saving…' }
  if (link === 'live')
    return waiting === 0
      ? { tone: 'good', text: 'Saved here and shared with the other doors. It goes on without a connection, too.' }
      : { tone: 'waiting', text: `Saved here; ${changes(waiting)} to be shared.` }
  const rest = waiting === 0 ? 'nothing waits' : `${changes(waiting)} to be shared`
  return { tone: 'waiting', text: `No connection, and none is needed: saved here, ${rest}. The doors meet later.` }
}

/** How a guest stands with the door: "In since 10:02, Door 1 · 2 of 3". @param waits whether they are on the waiting list */
export function doorState(
  guest: Guest | undefined,
  presence: Presence | undefined,
  zone: string,
  waits: boolean,
): string {
  const expected = 1 + (guest?.plus ?? 0)
  if (presence?.isIn) {
    const { firstIn, heads, came, lastOut } = presence
    const many = Math.max(expected, came)
    const since = lastOut === null ? `In since ${clockAt(firstIn.at, zone)}` : 'In again'
    const place = [since, firstIn.door].filter(Boolean).join(', ')
    return many > 1 ? `${place} · ${heads} of ${many}` : place
  }
  if (presence?.lastOut) return `Left at ${clockAt(presence.lastOut.at, zone)}`
  if (guest === undefined) return 'Has not answered'
  if (waits) return 'On the waiting list'
  if (guest.answer === 'maybe') return 'Said maybe'
  if (guest.answer === 'no') return 'Said they can’t come'
  if (guest.answer === null) return 'Not asked'
  return expected > 1 ? `${expected} expected` : 'Expected'
}
