import { beforeAll, expect, it } from 'vitest'
import { ready } from '#shared/crypto/sodium.ts'
import { makeCircleOp } from '#shared/log/circles.ts'
import { type CircleSlot, Role } from '#shared/log/ids.ts'
import { Keyring } from '#shared/log/keyring.ts'
import { community, docId, editor, must, type Peer, update } from '#shared/log/testWorld.ts'
import { foldAside } from './foldAside.ts'

beforeAll(ready)

const KITCHEN = 16 as CircleSlot
const PANTRY = docId(20)

it('F5 keys that stand further on in a log open what came before them', async () => {
  const { world, organizer, ann, bob } = community()
  const hand = (members: readonly Peer[]) => {
    const wish = { slot: KITCHEN, circle: 'c1c1c1c1c1c1c1c1', members: members.map(({ member }) => member) }
    world.control(organizer, must(makeCircleOp(organizer.state, organizer, wish, world.random)))
  }
  // What Bob holds before anybody hands him more.
  const keyring = must(Keyring.decode(bob.keyring.encode()))
  hand([ann])
  world.doc(organizer, PANTRY, Role.member, KITCHEN)
  world.content(ann, update(PANTRY, editor(70).edit()), KITCHEN)
  world.content(organizer, update(docId(4), editor(71).edit()), 2)
  hand([ann, bob])
  const entries = world.entries.map((bytes, i) => ({ seq: i + 1, bytes }))
  const context = { room: world.room, keyring, me: bob.me }
  const folded = await foldAside(context, entries, 0, async () => {})
  if (!folded.ok) throw new Error(folded.why)
  expect(folded.state.docs.get(PANTRY)?.parts.size).toBe(1)
  // What is for organizers stays hidden to a member.
  expect(folded.entries.filter(({ row }) => row.doc === 'hidden')).toHaveLength(1)
})
