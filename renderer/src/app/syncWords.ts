import type { CommunityStore } from '#renderer/stores/communityStore.svelte.ts'

type Status = CommunityStore['status']

export interface SyncWords {
  readonly tone: 'good' | 'waiting' | 'problem'
  readonly text: string
  /** The longer explanation, with what can be done. */
  readonly detail: string
}

const STOPPED: Readonly<Record<NonNullable<Status['stopped']>, [string, string]>> = {
  removed: [
    'This computer is no longer part of the community',
    'What you have stays here to read. Ask an organizer for a new invitation.',
  ],
  refused: [
    'The relay does not let this computer in',
    'Its keys do not open the community there. Ask an organizer, or check that the relay is the right one.',
  ],
  'room-missing': [
    'The relay does not know this community',
    'It may have lost its data. Nothing is missing here. A steward can bring the community back, under Settings.',
  ],
  rollback: [
    'The relay has less than it had',
    'It may have been restored from an old backup. Nothing is missing here, and nothing is overwritten.',
  ],
  version: ['Kith is too old for this community', 'Update Kith. Your changes wait here.'],
  history: [
    'The relay contradicts itself',
    'It shows another history than before, so nothing of it is taken. Everything you had is here; speak with the others and tell whoever runs the relay.',
  ],
  malformed: ['The relay answers in a way Kith does not understand', 'Check the address, and that it is a Kith relay.'],
}

type Warning = Status['warnings'][number]

/** The gravest first: one sentence fits. */
const GRAVITY: readonly Warning['code'][] = [
  'fork',
  'history',
  'link',
  'keys',
  'checkpoint',
  'lost',
  'rollback',
  'silent',
]

const things = (count: number, one: string, more: string) => (count === 1 ? `one ${one}` : `${count} ${more}`)

function warningWords(warning: Warning): { text: string; detail: string } {
  switch (warning.code) {
    case 'fork':
    case 'link':
      return {
        text: 'Histories differ',
        detail:
          'The relay shows members different histories, or one device claims so. Speak with each other before you trust new changes.',
      }
    case 'history':
      return {
        text: 'The relay contradicts itself',
        detail:
          'Something that it showed before was left out, swapped or changed. What you had stays here; tell whoever runs the relay.',
      }
    case 'keys':
      return {
        text: 'A key does not fit',
        detail: 'A steward’s device handed this computer a wrong key. It was not used. Speak with the stewards.',
      }
    case 'checkpoint':
      return {
        text: 'A summary does not fit',
        detail:
          'A steward’s device summed up the history otherwise than this computer has it. What you have stays; speak with the stewards.',
      }
    case 'lost': {
      const own =
        warning.own > 0 ? ` Yours wait and are shared again: ${things(warning.own, 'change', 'changes')}.` : ''
      const others =
        warning.others > 0
          ? ` ${things(warning.others, 'change', 'changes')} of others ${warning.others === 1 ? 'is' : 'are'} kept here until their computers share them again.`
          : ''
      const controls =
        warning.controls > 0
          ? ` ${things(warning.controls, 'decision', 'decisions')} on roles, invitations or boards no longer ${warning.controls === 1 ? 'counts' : 'count'}: look at the members and decide again.`
          : ''
      return {
        text: 'The relay lost some history',
        detail: `It was set back, and others went on without what was lost.${own}${others}${controls}`,
      }
    }
    case 'rollback':
      return {
        text: 'The relay was set back',
        detail: `It has lost ${things(warning.missing, 'entry', 'entries')}, perhaps restored from an old backup. Nothing is missing here; the computers that have them bring them back. Invitations and recovery kits made since that backup have to be made anew.`,
      }
    case 'silent':
      return {
        text: 'No steward was seen for a week',
        detail:
          'Their computers may be off, or the relay keeps yours apart. Ask one of them by another way whether they see your changes.',
      }
  }
}

const changes = (count: number) => (count === 1 ? '1 change waits' : `${count} changes wait`)
const clock = (time: number) => new Date(time).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })

/** @param here how many people are here now, oneself included */
export function syncWords(status: Status, here: number): SyncWords {
  const problem = problemWords(status)
  if (problem) return { tone: 'problem', ...problem }
  if (status.link === 'local')
    return {
      tone: 'good',
      text: status.writing ? 'Saving…' : 'Saved on this computer',
      detail: 'This community has no relay yet, so it is on this computer only.',
    }
  if (status.link === 'live') {
    if (status.waiting > 0) return { tone: 'waiting', text: `Sharing… ${changes(status.waiting)}`, detail: '' }
    const company = here > 1 ? ` · ${here} here now` : ''
    return { tone: 'good', text: `All changes shared${company}`, detail: 'The relay has everything, sealed.' }
  }
  if (status.link === 'catching-up') return { tone: 'waiting', text: 'Catching up…', detail: '' }
  const waiting = status.waiting > 0 ? ` · ${changes(status.waiting)} here` : ' · all saved here'
  const since = status.since === null ? '' : ` since ${clock(status.since)}`
  if (status.link === 'connecting') return { tone: 'waiting', text: `Connecting…${waiting}`, detail: '' }
  return {
    tone: 'waiting',
    text: `Offline${since}${waiting}`,
    detail: 'The relay cannot be reached. Everything is saved here and is shared when it can.',
  }
}

function problemWords(status: Status): { text: string; detail: string } | null {
  if (status.storage !== null)
    return {
      text: status.storage === 'storage.full' ? 'Not saved: the disk is full' : 'Not saved: this computer cannot write',
      detail: 'Your last changes are in memory only. Make room or check the disk, then restart Kith.',
    }
  const [warning] = [...status.warnings].sort((a, b) => GRAVITY.indexOf(a.code) - GRAVITY.indexOf(b.code))
  if (warning) return warningWords(warning)
  if (status.stopped !== null) {
    const [text, detail] = STOPPED[status.stopped]
    return { text, detail }
  }
  if (status.full) return { text: 'The relay is full', detail: 'Your changes wait here. Tell whoever runs the relay.' }
  if (status.refused > 0)
    return {
      text: status.refused === 1 ? '1 change was not taken' : `${status.refused} changes were not taken`,
      detail: 'Your role no longer allows them. They are kept on this computer.',
    }
  return null
}
