import { beforeAll, describe, expect, it } from 'vitest'
import { ready } from '../crypto/sodium.ts'
import { roleOf } from './folded.ts'
import type { DeviceId } from './ids.ts'
import { openPresence, sealPresence } from './presence.ts'
import { BOARD, community, must, type Peer } from './testWorld.ts'
import { seenIn } from './writing.ts'

beforeAll(ready)

describe('presence', () => {
  const said = (peer: Peer) => {
    const presence = { seen: seenIn(peer.state), doc: BOARD, part: null, awareness: Uint8Array.of(1, 2) }
    return must(sealPresence(peer.room, peer.keyring, peer.me, presence))
  }
  const heard = (reader: Peer, payload: Uint8Array) =>
    openPresence(reader.room, reader.keyring, payload, (device: DeviceId) =>
      roleOf(reader.state, device) === null ? null : must(reader.state.devices.get(device)).signPublic,
    )

  it('is heard by all who belong, with its author and the head it has seen', () => {
    const { ann, guest } = community()
    const presence = must(heard(guest, said(ann)))
    expect(presence).toMatchObject({ author: ann.me.id, doc: BOARD, part: null })
    expect([...presence.awareness]).toEqual([1, 2])
    expect([presence.seen.index, ...presence.seen.head]).toEqual([ann.state.index, ...ann.state.head.slice(0, 16)])
  })

  it('of the removed, of strangers, changed or cut is nothing', () => {
    const { world, steward, ann, bob } = community()
    const payload = said(ann)
    for (let i = 0; i < payload.length; i++)
      expect(
        heard(
          bob,
          payload.map((byte, at) => (at === i ? byte ^ 1 : byte)),
        ),
        `byte ${i}`,
      ).toBeNull()
    expect(heard(bob, payload.subarray(0, 60))).toBeNull()
    expect(heard(bob, new Uint8Array(0))).toBeNull()
    world.control(steward, { op: 'remove', member: ann.member })
    expect(heard(bob, said(ann))).toBeNull()
  })
})
