/** For tests of this room only: checkpoints in a test world. */
import { type CheckpointDraft, makeCheckpoint, type PartState } from './checkpoint.ts'
import { readHeader, sealEntry } from './entry.ts'
import { linkIn } from './folded.ts'
import { Audience, Lane } from './ids.ts'
import { Keyring } from './keyring.ts'
import { must, NEWS, type Peer, type World } from './testWorld.ts'

/** Stands for the Yjs state of every part: the fold does not look into it. */
export const partsOf = ({ state }: Peer, bytes: Uint8Array = Uint8Array.of(0, 0)): PartState[] =>
  [...state.docs].flatMap(([doc, { parts }]) =>
    [...parts.keys()].map((key) => ({ doc, part: key === '' ? null : key, bytes, deflated: false })),
  )

export const draftOf = (steward: Peer): CheckpointDraft => must(makeCheckpoint(steward.state, partsOf(steward), []))

export const write = (world: World, steward: Peer, draft: CheckpointDraft, between: () => void = () => {}) => {
  for (const { audience, body } of draft.snapshots) {
    world.content(steward, body, audience)
    between()
  }
  return world.control(steward, draft.op)
}

/** What a relay gives that has trimmed up to `floor`. */
export const trimmed = (world: World, floor: number) => ({
  kept: world.entries.slice(0, floor).filter((bytes) => readHeader(bytes)?.keep),
  tail: world.entries.slice(floor),
})

/** A second device disk for a peer, with the keys it has now. */
export const copyOfKeys = ({ keyring }: Peer) => must(Keyring.decode(keyring.encode()))

export const lieInControl = (peer: Peer) =>
  sealEntry({
    room: peer.room,
    me: peer.me,
    ladder: must(peer.keyring.get(peer.state.epoch)),
    epoch: peer.state.epoch,
    n: peer.n(Lane.control),
    seen: { index: 1, head: new Uint8Array(16) },
    audience: Audience.everyone,
    body: {
      kind: 'control',
      prev: linkIn(peer.state),
      op: { op: 'doc', doc: NEWS, docKind: 3, write: 1, audience: 0 },
    },
  })
