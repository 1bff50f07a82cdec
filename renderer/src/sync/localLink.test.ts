import { describe, expect, it } from 'vitest'
import { MALFORMED } from '#shared/protocol/closeCodes.ts'
import { type RelayFrame, readFromRelay, writeAppend, writeAuth, writeMailboxPut } from '#shared/protocol/frames.ts'
import { ENTRY_MIN_BYTES } from '#shared/protocol/limits.ts'
import { ALL_RIGHTS } from '#shared/protocol/rights.ts'
import { localDial } from './localLink.ts'

/** An entry as the relay sees it: three bytes of header and then whatever. */
function entry({ keep = false, epoch = 0, fill = 0 }): Uint8Array {
  const bytes = new Uint8Array(ENTRY_MIN_BYTES).fill(fill)
  bytes.set([2 | (keep ? 1 : 0), epoch & 255, epoch >> 8])
  return bytes
}

const turns = async () => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
}

async function begin(at = { seq: 0, keepSeq: 0, epoch: 0 }) {
  const frames: (RelayFrame | null)[] = []
  const closed: number[] = []
  let opened = 0
  const link = localDial(() => at)({
    opened: () => {
      opened += 1
    },
    frame: (bytes) => frames.push(readFromRelay(bytes)),
    closed: (code) => closed.push(code),
  })
  expect(opened).toBe(0) // nobody is answered within the call
  await turns()
  expect(opened).toBe(1)
  const say = async (...sent: Uint8Array[]) => {
    frames.length = 0
    for (const frame of sent) link.send(frame)
    await turns()
    return [...frames]
  }
  return { link, say, closed }
}

const append = (ref: number, bytes: Uint8Array, afterControlSeq = 0) =>
  writeAppend({ ref, afterControlSeq, entry: bytes })

describe('this computer orders its own log', () => {
  it('lets in with every right, and says where the log stands', async () => {
    const { say } = await begin({ seq: 7, keepSeq: 3, epoch: 0 })
    expect(await say(writeAuth(new Uint8Array(32)))).toEqual([
      { kind: 'authReply', rights: ALL_RIGHTS, headSeq: 7, floor: 0 },
    ])
  })

  it('gives entries back with the next numbers, those of one turn in one frame', async () => {
    const { say } = await begin({ seq: 7, keepSeq: 3, epoch: 0 })
    const [one, two, three] = [1, 2, 3].map((fill) => entry({ fill }))
    if (!one || !two || !three) throw new Error('no entries')
    expect(await say(append(1, one), append(2, two))).toMatchObject([
      {
        kind: 'step2',
        from: 7,
        entries: [
          { seq: 8, bytes: one },
          { seq: 9, bytes: two },
        ],
      },
    ])
    expect(await say(append(3, three))).toMatchObject([{ from: 9, entries: [{ seq: 10, bytes: three }] }])
  })

  it('keeps the entry as it was sent, whatever becomes of the frame it came in', async () => {
    const { say } = await begin()
    const sent = entry({ fill: 4 })
    const frame = append(1, sent)
    const answer = say(frame)
    frame.fill(0)
    expect(await answer).toMatchObject([{ entries: [{ bytes: sent }] }])
  })

  it('takes a control entry only after the last one', async () => {
    const { say } = await begin({ seq: 7, keepSeq: 3, epoch: 0 })
    const control = entry({ keep: true })
    expect(await say(append(5, control, 2))).toEqual([{ kind: 'refused', ref: 5, reason: 'stale' }])
    expect(await say(append(6, control, 3))).toMatchObject([{ entries: [{ seq: 8 }] }])
    expect(await say(append(7, control, 3))).toEqual([{ kind: 'refused', ref: 7, reason: 'stale' }])
    expect(await say(append(8, control, 8))).toMatchObject([{ entries: [{ seq: 9 }] }])
  })

  it('refuses what is sealed for another epoch, and follows a rotation', async () => {
    const { say } = await begin()
    expect(await say(append(1, entry({ epoch: 1 })))).toEqual([{ kind: 'refused', ref: 1, reason: 'epoch' }])
    const rotation = { epoch: 1, gates: [], mailboxes: [] }
    const turn = writeAppend({ ref: 2, afterControlSeq: 0, entry: entry({ keep: true }), rotation })
    expect(await say(turn)).toMatchObject([{ kind: 'step2' }])
    expect(await say(append(3, entry({ epoch: 0 })))).toEqual([{ kind: 'refused', ref: 3, reason: 'epoch' }])
    expect(await say(append(4, entry({ epoch: 1 })))).toMatchObject([{ kind: 'step2' }])
  })

  it('keeps no mailboxes: an invite needs a relay', async () => {
    const { say } = await begin()
    const mailbox = { hash: new Uint8Array(32), blob: new Uint8Array(64), ttl: 0 }
    expect(await say(writeMailboxPut(9, mailbox))).toEqual([{ kind: 'refused', ref: 9, reason: 'rights' }])
  })

  it('hangs up on a frame that is none, and is silent after that', async () => {
    const { say, closed } = await begin()
    expect(await say(Uint8Array.of(255, 255, 255), append(1, entry({})))).toEqual([])
    expect(closed).toEqual([MALFORMED])
  })

  it('closed, it answers nothing that is under way, and tells no close', async () => {
    const { link, say, closed } = await begin()
    link.send(append(1, entry({})))
    link.close()
    expect(await say(append(2, entry({})))).toEqual([])
    expect(closed).toEqual([])
  })
})
