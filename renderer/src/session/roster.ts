import type { MemberId, Role } from '#shared/log/ids.ts'
import type { State } from '#shared/log/state.ts'
import { glanceAt } from './profile.ts'

/** One person with the app, as everybody in the community sees them. */
export interface MemberView {
  readonly id: MemberId
  /** '' until the profile has come. */
  readonly name: string
  readonly role: Role
  readonly devices: number
  readonly me: boolean
  /** Another one whenever the member's profile is another, '' for none; what it says is asked for with `profilesOf`. */
  readonly profile: string
}

/** Everyone who belongs to the community now, by name. */
export function roster(state: State, profiles: ReadonlyMap<MemberId, Uint8Array>, me: MemberId | null): MemberView[] {
  const devices = new Map<MemberId, number>()
  for (const { member, gone } of state.devices.values()) if (!gone) devices.set(member, (devices.get(member) ?? 0) + 1)
  return [...state.members]
    .filter(([, member]) => !member.gone)
    .map(([id, { role }]) => {
      const { name, version } = glanceAt(profiles.get(id))
      return { id, role, name, devices: devices.get(id) ?? 0, me: id === me, profile: version }
    })
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
}
