import { describe, expect, it } from 'vitest'
import { DEFAULT_PORT, readOptions } from './options.ts'
import { StartError } from './startError.ts'

const refused = (env: Record<string, string>): string => {
  try {
    readOptions(env)
    return 'taken'
  } catch (error) {
    return error instanceof StartError ? `${error.code}: ${error.message}` : String(error)
  }
}

describe('W43: settings from the environment', () => {
  it('are safe where nothing is set', () => {
    expect(readOptions({ XDG_DATA_HOME: '/data' })).toEqual({
      host: '127.0.0.1',
      port: DEFAULT_PORT,
      dataFolder: '/data/kith-relay',
      creationToken: null,
      behindTls: false,
      limits: {},
    })
  })
  it('are taken where they make sense', () => {
    const env = {
      KITH_RELAY_HOST: '0.0.0.0',
      KITH_RELAY_PORT: '0',
      KITH_RELAY_DATA: '/srv/relay',
      KITH_RELAY_TOKEN: 'secret',
      KITH_RELAY_BEHIND_TLS: '1',
      KITH_RELAY_LIMITS: '{"roomBytes": 1000, "appends": {"perSecond": 0.5, "burst": 3}}',
    }
    expect(readOptions(env)).toEqual({
      host: '0.0.0.0',
      port: 0,
      dataFolder: '/srv/relay',
      creationToken: 'secret',
      behindTls: true,
      limits: { roomBytes: 1000, appends: { perSecond: 0.5, burst: 3 } },
    })
  })
  it.each([
    [{ KITH_RELAY_PORT: '65536' }],
    [{ KITH_RELAY_PORT: '-1' }],
    [{ KITH_RELAY_PORT: '80x' }],
    [{ KITH_RELAY_BEHIND_TLS: 'yes' }],
    [{ KITH_RELAY_LIMITS: 'roomBytes=3' }],
    [{ KITH_RELAY_LIMITS: '[]x' }],
    [{ KITH_RELAY_LIMITS: 'null' }],
    [{ KITH_RELAY_LIMITS: '{"roomBites":3}' }],
    [{ KITH_RELAY_LIMITS: '{"toString":3}' }],
    [{ KITH_RELAY_LIMITS: '{"roomBytes":-1}' }],
    [{ KITH_RELAY_LIMITS: '{"roomBytes":"3"}' }],
    [{ KITH_RELAY_LIMITS: '{"appends":3}' }],
    [{ KITH_RELAY_LIMITS: '{"appends":{"perSecond":0,"burst":3}}' }],
  ] as Record<string, string>[][])('%j is refused with a sentence', (env) => {
    expect(refused(env ?? {})).toMatch(/^BAD_OPTION: KITH_RELAY_.*\.$/)
  })
})
