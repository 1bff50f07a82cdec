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
    [84, 'a key of a log that was given up kept a device asking for ever'],
    [419, 'a promoted device read on in a batch whose keys had changed, and raised a false alarm'],
    [475, 'found by an earlier simulator'],
    [519, 'found by an earlier simulator'],
    [553, 'a document that was released while it was replaced ended the session'],
    [557, 'an own edit was dropped with the number of another log, and stood nowhere'],
    [933, 'found by an earlier simulator'],
    [1460, 'as 1347'],
    [1559, 'as 1373'],
    [1273, 'keys of a circle that stood in a log taken over opened nothing that came before them'],
    [4723, 'a relay that lied to a steward took a rotation that nobody counts, and a joiner waited for ever'],
  ])('seed %i: %s', async (seed) => {
    repeatable(seed)
    expect((await simulate(seed)).entries).toBeGreaterThanOrEqual(0)
  })
})
