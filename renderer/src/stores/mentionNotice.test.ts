import { expect, it } from 'vitest'
import { memberId } from './memoryHost.ts'
import type { FoundMention } from './mentionNote.ts'
import { mentionNotice } from './mentionNotice.ts'
import { readSettings } from './reminderNotes.ts'

const NOON = Date.UTC(2031, 4, 1, 12)
const me = { kind: 'member', id: memberId(1), name: 'Amara' } as const
const one: FoundMention = {
  doc: 'd',
  card: '1'.repeat(16) as FoundMention['card'],
  title: 'Book the\nhall',
  comment: '2'.repeat(16) as FoundMention['comment'],
  by: memberId(2),
  name: '',
  at: NOON,
  excerpt: ['could you, ', me, `? ${'x'.repeat(500)}`],
  seen: false,
}
const told = (fresh: readonly FoundMention[], settings: object = {}) =>
  mentionNotice(fresh, readSettings(settings), NOON, 'UTC', () => 'Jonas Meyer')

it('says neither who nor where without leave; several are one', () => {
  expect(told([one])).toEqual({
    id: 'mentions',
    title: 'Kith',
    body: 'Somebody named you in one of your communities.',
  })
  for (const settings of [{}, { names: true }])
    expect(told([one, one], settings)?.body).toBe('2 comments name you, in one of your communities.')
})

it('with leave it says who and what, as short as a system takes it', () => {
  const notice = told([one], { names: true })
  expect(notice?.title).toBe('Jonas Meyer named you')
  expect(notice?.body).toMatch(/^Book the hall: could you, @Amara\? x+/)
  expect(notice?.body.length).toBeLessThanOrEqual(200)
})

it('says nothing in quiet hours, where that is not wanted, or of nothing', () => {
  expect(told([one], { quiet: { from: 11 * 60, until: 13 * 60 } })).toBeNull()
  expect(told([one], { quiet: { from: 13 * 60, until: 11 * 60 } })).not.toBeNull()
  expect(told([one], { mentions: false })).toBeNull()
  // Whoever wants no reminders of events is still told of this.
  expect(told([one], { on: false })).not.toBeNull()
  expect(told([])).toBeNull()
})
