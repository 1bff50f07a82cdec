import { beforeAll, describe, expect, it } from 'vitest'
import { ready } from '../../src/shared/crypto/sodium.ts'
import { repeatable } from './random.ts'
import { simulate } from './run.ts'

beforeAll(async () => {
  process.setMaxListeners(0)
  await ready()
})

/** Runs that once found something. Their paths move when the simulator changes; the stories in keeping.test.ts do not. */
describe('runs that once failed', () => {
  it.each([
    [1029, 'a number that came back with what it stood for before took a newer edit along'],
    [1281, 'the same, after two restores'],
    [189, 'a row that waits was taken for an entry of another log by its number'],
    [1464, 'the floor rose between the token and the first read'],
    [1347, 'a member without private history raised an alarm at an honest checkpoint'],
    [1373, 'the same, after a promotion'],
    [4723, 'a relay that lied to a steward took a rotation that nobody counts, and a joiner waited for ever'],
  ])('seed %i: %s', async (seed) => {
    repeatable(seed)
    expect((await simulate(seed)).entries).toBeGreaterThanOrEqual(0)
  })
})
