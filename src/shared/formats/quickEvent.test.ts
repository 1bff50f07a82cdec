import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { readQuickEvent } from './quickEvent.ts'

/** A Sunday. */
const now = Temporal.ZonedDateTime.from('2026-11-22T23:30[Europe/Berlin]')

describe('an event in one line', () => {
  it.each([
    ['Winter clothes swap Sat 28 Nov 10-15', 'Winter clothes swap', '2026-11-28T10:00', '2026-11-28T15:00'],
    ['Sommerfest 12.7. 14 Uhr', 'Sommerfest', '2027-07-12T14:00', '2027-07-12T15:00'],
    ['Sommerfest 12.7.2027 10-15', 'Sommerfest', '2027-07-12T10:00', '2027-07-12T15:00'],
    ['Meeting tomorrow 7pm for 2 hours', 'Meeting', '2026-11-23T19:00', '2026-11-23T21:00'],
    ['Street fair 3-5 July', 'Street fair', '2027-07-03', '2027-07-06'],
    ['Fest 3.-5. Juli', 'Fest', '2027-07-03', '2027-07-06'],
    ['Camp 3 July for 3 days', 'Camp', '2027-07-03', '2027-07-06'],
    ['Fest am 3. Juli 2027 von 14 bis 18 Uhr', 'Fest', '2027-07-03T14:00', '2027-07-03T18:00'],
    ['Kleidertausch Samstag 10-15 Uhr', 'Kleidertausch', '2026-11-28T10:00', '2026-11-28T15:00'],
    ['Treffen morgen um 18 Uhr', 'Treffen', '2026-11-23T18:00', '2026-11-23T19:00'],
    ['Party 31/12 8pm', 'Party', '2026-12-31T20:00', '2026-12-31T21:00'],
    ['Party Fri 9pm-2am', 'Party', '2026-11-27T21:00', '2026-11-28T02:00'],
    ['Soup night tomorrow', 'Soup night', '2026-11-23', '2026-11-24'],
    ['Movie night on Friday 8pm', 'Movie night', '2026-11-27T20:00', '2026-11-27T21:00'],
    ['Opening night 3 May 20:00', 'Opening night', '2027-05-03T20:00', '2027-05-03T21:00'],
    ['Lange Nacht 12.7.', 'Lange Nacht', '2027-07-12', '2027-07-13'],
    ['Dinner tomorrow evening 7pm', 'Dinner', '2026-11-23T19:00', '2026-11-23T20:00'],
    ['Night watch Sat 22-2', 'Night watch', '2026-11-28T22:00', '2026-11-29T02:00'],
    ['Meeting Monday 9am to Tuesday 5pm', 'Meeting', '2026-11-23T09:00', '2026-11-24T17:00'],
    ['Room 12 tidy-up on Friday', 'Room 12 tidy-up', '2026-11-27', '2026-11-28'],
    ['Workshop 2026-12-05 10:00-12:00', 'Workshop', '2026-12-05T10:00', '2026-12-05T12:00'],
    ['tomorrow', '', '2026-11-23', '2026-11-24'],
  ])('%s', (line, title, start, end) => {
    const zone = start.includes('T') ? 'Europe/Berlin' : null
    expect(readQuickEvent(line, now)).toEqual({ title, when: { start, end, zone } })
  })

  it.each(['May fair', 'Rooms 10-15 cleaning', 'Plan 9', '', '   ', 'x'.repeat(400), '32.13. party'])(
    'may say nothing of when: %s',
    (line) => {
      expect(readQuickEvent(line, now)).toEqual({ title: line.trim(), when: null })
    },
  )
})
