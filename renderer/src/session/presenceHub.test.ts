import { beforeAll, expect, it } from 'vitest'
import { randomBytes } from '#shared/crypto/random.ts'
import { ready } from '#shared/crypto/sodium.ts'
import { found } from '#shared/log/author.ts'
import { identityFromSeed } from '#shared/log/identity.ts'
import type { DocId } from '#shared/log/ids.ts'
import { emptyState } from '#shared/log/state.ts'
import { PresenceHub } from './presenceHub.ts'

beforeAll(ready)

it('V8 who is in a private document is told to nobody', () => {
  const me = identityFromSeed(randomBytes(32))
  const { room, keyring } = found(me, randomBytes)
  const state = emptyState()
  const id = (n: number) => `000000000000000${n}` as DocId
  for (const [n, audience] of [
    [1, 0],
    [2, 2],
    [3, 3],
  ] as const)
    state.docs.set(id(n), { kind: 3, audience, write: 2, parts: new Map() })
  const sent: Uint8Array[] = []
  const hub = new PresenceHub({
    room,
    me,
    keyring,
    state: () => state,
    show: () => {},
    send: (payload) => sent.push(payload),
    forkSeen: () => {},
  })
  for (const key of [id(2), id(3), `${id(2)}.${id(7)}`, id(4)]) hub.local(key, new Uint8Array(3))
  expect(sent).toEqual([])
  hub.local(id(1), new Uint8Array(3))
  expect(sent).toHaveLength(1)
})
