import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { DEFAULT_LIMITS, type Limits, type Rate } from '#shared/protocol/limits.ts'
import type { RelayOptions } from './server.ts'
import { StartError } from './startError.ts'

/** Port of a relay that is told nothing else. */
export const DEFAULT_PORT = 47474

type Environment = Readonly<Record<string, string | undefined>>

/** Options of a relay from the environment variables of docs/relay.md. Throws StartError for a value that makes no sense. */
export const readOptions = (env: Environment): RelayOptions & { readonly dataFolder: string } => ({
  host: env.KITH_RELAY_HOST || '127.0.0.1',
  port: readPort(env.KITH_RELAY_PORT || String(DEFAULT_PORT)),
  dataFolder: resolve(
    env.KITH_RELAY_DATA || join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'kith-relay'),
  ),
  creationToken: env.KITH_RELAY_TOKEN || null,
  behindTls: readSwitch('KITH_RELAY_BEHIND_TLS', env.KITH_RELAY_BEHIND_TLS || '0'),
  limits: readLimits(env.KITH_RELAY_LIMITS || '{}'),
})

const readPort = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw new StartError('BAD_OPTION', `KITH_RELAY_PORT must be a number from 0 to 65535, not "${text}".`)
}

const readSwitch = (name: string, text: string): boolean => {
  if (text === '0' || text === '1') return text === '1'
  throw new StartError('BAD_OPTION', `${name} must be 0 or 1, not "${text}".`)
}

const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0
const isRate = (value: unknown): value is Rate =>
  typeof value === 'object' &&
  value !== null &&
  'perSecond' in value &&
  'burst' in value &&
  isAmount(value.perSecond) &&
  value.perSecond > 0 &&
  isAmount(value.burst)

/** Any of the numbers of protocol/limits.ts, as JSON. */
const readLimits = (text: string): Partial<Limits> => {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    throw new StartError('BAD_OPTION', 'KITH_RELAY_LIMITS is no JSON.')
  }
  if (typeof read !== 'object' || read === null)
    throw new StartError('BAD_OPTION', 'KITH_RELAY_LIMITS must be a JSON object.')
  for (const [name, value] of Object.entries(read)) {
    const standard: unknown = Object.hasOwn(DEFAULT_LIMITS, name) ? DEFAULT_LIMITS[name as keyof Limits] : undefined
    if (standard === undefined)
      throw new StartError('BAD_OPTION', `KITH_RELAY_LIMITS: there is no limit named "${name}".`)
    if (isRate(standard) ? !isRate(value) : !isAmount(value)) {
      const form = isRate(standard) ? '{"perSecond": number above 0, "burst": number}' : 'a number'
      throw new StartError('BAD_OPTION', `KITH_RELAY_LIMITS: "${name}" must be ${form}.`)
    }
  }
  return read
}
