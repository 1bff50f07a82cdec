import { MALFORMED } from '#shared/protocol/closeCodes.ts'
import {
  type Refusal,
  readEntryHeader,
  readFromClient,
  type SequencedEntry,
  writeAuthReply,
  writeRefused,
  writeStep2,
} from '#shared/protocol/frames.ts'
import { ALL_RIGHTS } from '#shared/protocol/rights.ts'
import type { Dial } from './link.ts'

/** Where this computer's own log stands. */
export interface LocalLogState {
  /** Sequence number of the last entry, 0 for an empty log. */
  readonly seq: number
  /** Sequence number of the last control entry. */
  readonly keepSeq: number
  readonly epoch: number
}

/**
 * The relay's part for a community that has none yet: this computer orders the log, and the session stores what comes back
 * exactly as it would from a relay. Nothing is kept here: each dial asks `current` where the stored log stands.
 */
export function localDial(current: () => LocalLogState): Dial {
  return ({ opened, frame, closed }) => {
    let { seq, keepSeq, epoch } = current()
    let live = true
    const later = (work: () => void) => queueMicrotask(() => live && work())
    const say = (bytes: Uint8Array) => later(() => frame(bytes))

    // What is appended in one turn comes back in one frame, and so is stored in one transaction.
    let gathered: SequencedEntry[] = []
    const echo = (entry: SequencedEntry) => {
      gathered.push(entry)
      if (gathered.length > 1) return
      later(() => {
        const entries = gathered
        gathered = []
        frame(writeStep2({ floor: 0, from: (entries[0]?.seq ?? 1) - 1, entries }))
      })
    }

    const refusal = (keep: boolean, entryEpoch: number, after: number): Refusal | null => {
      if (entryEpoch !== epoch) return 'epoch'
      return keep && after !== keepSeq ? 'stale' : null
    }

    later(opened)
    return {
      send(bytes) {
        if (!live) return
        const message = readFromClient(bytes)
        if (message === null) {
          live = false
          queueMicrotask(() => closed(MALFORMED))
          return
        }
        if (message.kind === 'auth') say(writeAuthReply({ rights: ALL_RIGHTS, headSeq: seq, floor: 0 }))
        if (message.kind === 'mailboxPut' || message.kind === 'mailboxDelete' || message.kind === 'mailboxEnd')
          say(writeRefused(message.ref, 'rights'))
        if (message.kind !== 'append') return
        const header = readEntryHeader(message.entry)
        if (header === null) return
        const reason = refusal(header.keep, header.epoch, message.afterControlSeq)
        if (reason !== null) {
          say(writeRefused(message.ref, reason))
          return
        }
        seq += 1
        if (header.keep) keepSeq = seq
        if (message.rotation) epoch = message.rotation.epoch
        // `bytes` may be a view into the caller's frame: what comes back is stored, so it is a copy.
        echo({ seq, bytes: message.entry.slice() })
      },
      close() {
        live = false
      },
    }
  }
}
