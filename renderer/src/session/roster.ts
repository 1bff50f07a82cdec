import { fromUtf8, utf8 } from '#shared/crypto/bytes.ts'
import type { MemberId, Role } from '#shared/log/ids.ts'
import type { State } from '#shared/log/state.ts'

/** The register in which each member says who they are. */
export const PROFILE = 'profile'
const NAME_MAX = 80

export interface Profile {
  readonly name: string
}

/** One person with the app, as everybody in the community sees them. */
export interface MemberView {
  readonly id: MemberId
  /** '' until the profile has come. */
  readonly name: string
  readonly role: Role
  readonly devices: number
  readonly me: boolean
}

export const encodeProfile = (profile: Profile): Uint8Array =>
  utf8(JSON.stringify({ name: profile.name.slice(0, NAME_MAX) }))

/** @returns an empty profile for whatever a hostile member wrote */
export function decodeProfile(bytes: Uint8Array | undefined): Profile {
  try {
    const found: unknown = JSON.parse((bytes && fromUtf8(bytes)) ?? '')
    if (typeof found === 'object' && found !== null && 'name' in found && typeof found.name === 'string')
      return { name: found.name.trim().slice(0, NAME_MAX) }
  } catch {
    // falls through: nobody's profile may break the list
  }
  return { name: '' }
}

/** Everyone who belongs to the community now, by name. */
export function roster(state: State, profiles: ReadonlyMap<MemberId, Uint8Array>, me: MemberId | null): MemberView[] {
  return [...state.members]
    .filter(([, member]) => !member.gone)
    .map(([id, { role }]) => ({
      id,
      role,
      name: decodeProfile(profiles.get(id)).name,
      devices: [...state.devices.values()].filter((device) => device.member === id && !device.gone).length,
      me: id === me,
    }))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
}
