import { beforeAll, expect, it } from 'vitest'
import { randomBytes } from '#shared/crypto/random.ts'
import { ready } from '#shared/crypto/sodium.ts'
import { Role, type RoomId } from '#shared/log/ids.ts'
import { Keyring } from '#shared/log/keyring.ts'
import { epochKeysOf, ladderFrom } from '#shared/log/ladder.ts'
import { emptyState, type State } from '#shared/log/state.ts'
import { openConfidence, sealConfidence } from './confidences.ts'

const room = 'ab'.repeat(32) as RoomId
beforeAll(ready)

/** A community of one epoch, and what an organizer and a member hold of its keys. */
function community(): { state: State; organizer: Keyring; member: Keyring } {
  const steward = ladderFrom(randomBytes(32), Role.steward)
  const state = emptyState()
  state.keys[0] = epochKeysOf(steward)
  const ring = (role: Role) => {
    const keyring = new Keyring()
    const secret = steward.secrets[role]
    if (secret) keyring.add(0, ladderFrom(secret, role))
    return keyring
  }
  return { state, organizer: ring(Role.organizer), member: ring(Role.member) }
}

it('opens for organizers, not for members, and only about what it was sealed for', () => {
  const { state, organizer, member } = community()
  const sealed = sealConfidence(state, room, 'answers/amara', 'Wheelchair, ground floor only. Ü')
  if (sealed === null) throw new Error('not sealed')
  expect(openConfidence(organizer, room, 'answers/amara', sealed)).toBe('Wheelchair, ground floor only. Ü')
  expect(openConfidence(member, room, 'answers/amara', sealed)).toBeNull()
  expect(openConfidence(organizer, room, 'answers/jonas', sealed)).toBeNull()
  expect(openConfidence(organizer, 'cd'.repeat(32) as RoomId, 'answers/amara', sealed)).toBeNull()
})

it('does not show by its size whether there were words', () => {
  const { state, organizer } = community()
  const [none, some] = ['', 'x'.repeat(900)].map((words) => sealConfidence(state, room, 's', words))
  expect(none?.box.length).toBe(some?.box.length)
  expect(none && openConfidence(organizer, room, 's', none)).toBe('')
  expect(sealConfidence(state, room, 's', 'ü'.repeat(501))).toBeNull()
})

it('takes whatever somebody wrote there for nothing', () => {
  const { organizer } = community()
  for (const box of ['', '!', 'A'.repeat(2_000), 'A'.repeat(9_000)])
    expect(openConfidence(organizer, room, 's', { epoch: 0, box })).toBeNull()
  expect(openConfidence(organizer, room, 's', { epoch: 77, box: 'AAAA' })).toBeNull()
})
