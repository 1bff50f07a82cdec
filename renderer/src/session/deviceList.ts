import type { State } from '#shared/log/folded.ts'
import type { DeviceId, MemberId, Role } from '#shared/log/ids.ts'

/** A device of somebody who belongs to the community. */
export interface DeviceView {
  readonly id: DeviceId
  /** For people to compare: 8 digits in two groups. */
  readonly short: string
  readonly member: MemberId
  readonly role: Role
  /** This very device. */
  readonly here: boolean
  /** Unlinked: it can no longer read what is new, nor write. */
  readonly gone: boolean
  /** Index in the log of the last entry it wrote that counts here; 0 if none since it came. */
  readonly last: number
}

/** The devices of all members, in the order in which they came. */
export const devices = (state: State, here: DeviceId): DeviceView[] =>
  [...state.devices].flatMap(([id, { member, gone, counters }]) => {
    const found = state.members.get(member)
    if (!found || found.gone) return []
    const short = `${id.slice(0, 4)} ${id.slice(4, 8)}`
    const last = Math.max(0, ...counters.map(({ at }) => at))
    return [{ id, short, member, role: found.role, here: id === here, gone, last }]
  })
