import { beforeAll, describe, expect, it, vi } from 'vitest'
import { ready } from '../../src/shared/crypto/sodium.ts'
import { repeatable } from './random.ts'
import { nothingYet, type RunReport, simulate } from './run.ts'

/** All computers of a run are in one process and check the same signatures: each is checked once. */
vi.mock('../../src/shared/crypto/sign.ts', async (original) => {
  const real = await original<typeof import('../../src/shared/crypto/sign.ts')>()
  const known = new Map<string, boolean>()
  const text = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const verify: typeof real.verify = (signature, message, key) => {
    if (known.size > 5_000) known.clear()
    const about = `${text(signature)} ${text(key)} ${text(message)}`
    const found = known.get(about) ?? real.verify(signature, message, key)
    known.set(about, found)
    return found
  }
  return { ...real, verify }
})

/** `KITH_SEEDS=5000 KITH_FIRST_SEED=1 npm test -- simulator` runs longer or elsewhere. */
const seeds = Number(process.env.KITH_SEEDS ?? 500)
const first = Number(process.env.KITH_FIRST_SEED ?? 1)
const BLOCK = 50

beforeAll(async () => {
  process.setMaxListeners(0) // each provider of y-websocket listens for the end of the process
  await ready()
})

describe('a community under partitions, crashes, removals and rotations (S1 to S6)', () => {
  for (let from = first; from < first + seeds; from += BLOCK) {
    const to = Math.min(from + BLOCK, first + seeds)
    it(`seeds ${from} to ${to - 1}`, async () => {
      const sum = nothingYet()
      const failures: unknown[] = []
      for (let seed = from; seed < to; seed++) {
        try {
          repeatable(seed)
          const report = await simulate(seed)
          for (const key of Object.keys(sum) as (keyof RunReport)[]) sum[key] += report[key]
        } catch (error) {
          failures.push(new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`, { cause: error }))
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('\n'))
      if (process.env.KITH_SEEDS) console.info(JSON.stringify(sum))
      // A run in which nothing happened proves nothing.
      expect(sum.crashes).toBeGreaterThan(0)
      expect(sum.trimmed).toBeGreaterThan(0)
      expect(sum.rotations).toBeGreaterThan(0)
      expect(sum.circles).toBeGreaterThan(0)
      expect(sum.entries).toBeGreaterThan((to - from) * 5)
    })
  }
})
