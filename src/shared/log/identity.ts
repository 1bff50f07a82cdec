import { type Keys, keysFromSeed } from '../crypto/keys.ts'
import { type DeviceId, deviceIdOf } from './ids.ts'

/** One device in one community. Never shared between communities, so that nobody can link them. */
export interface Identity extends Keys {
  readonly id: DeviceId
}

/** From the 32 random bytes that are all that has to be kept of it. */
export const identityFromSeed = (seed: Uint8Array): Identity => {
  const keys = keysFromSeed(seed)
  return { ...keys, id: deviceIdOf(keys.sign.publicKey) }
}
