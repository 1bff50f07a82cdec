import { describe, expect, it } from 'vitest'
import { TokenBucket } from './tokenBucket.ts'

describe('TokenBucket', () => {
  const taken = (bucket: TokenBucket, now: number) => {
    let n = 0
    while (bucket.tryTake(now)) n += 1
    return n
  }
  it('allows the burst at once, then what time brings, and never more than the burst', () => {
    const bucket = new TokenBucket({ perSecond: 2, burst: 5 }, 100)
    expect([taken(bucket, 100), taken(bucket, 101), taken(bucket, 101.4), taken(bucket, 1e9)]).toEqual([5, 2, 0, 5])
  })
  it('says how long a debt lasts', () => {
    const bucket = new TokenBucket({ perSecond: 2, burst: 1 }, 0)
    expect([bucket.take(0), bucket.take(0), bucket.take(0), bucket.take(2)]).toEqual([0, 0.5, 1, 0])
  })
  it('takes no notice of a clock that goes back', () => {
    const bucket = new TokenBucket({ perSecond: 1, burst: 1 }, 100)
    bucket.take(100)
    expect([bucket.allows(50), bucket.allows(100.5), bucket.allows(101)]).toEqual([false, false, true])
  })
})
