import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { Reminders, type UpcomingEvent } from './reminders.svelte.ts'

const ZONE = 'Europe/Berlin'
const at = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(ZONE).epochMilliseconds
const MINUTE = 60_000

function meeting(start: string, end: string, more: Partial<UpcomingEvent> = {}): UpcomingEvent {
  const base = { event: 'room/calendar.e1', stamp: '', title: 'Housing meeting', allDay: false }
  return { ...base, start: at(start), end: at(end), ...more }
}

/** A computer whose clock and disk belong to the test. */
function computer(now: string) {
  const disk = new Map<string, string>()
  const keeper = {
    getItem: (key: string) => disk.get(key) ?? null,
    setItem: (key: string, value: string) => {
      disk.set(key, value)
    },
  }
  const told: { id: string; title: string; body: string }[] = []
  const state = { now: at(now), events: [] as UpcomingEvent[], works: true, timer: null as null | [number, () => void] }
  const begin = () => {
    state.timer = null
    const reminders = new Reminders({
      upcoming: (from, until) => state.events.filter(({ start, end }) => end > from && start < until),
      notify: async (notice) => {
        if (!state.works) throw new Error('notice.too-many')
        told.push(notice)
      },
      now: () => state.now,
      zone: () => ZONE,
      after: (ms, work) => {
        const mine: [number, () => void] = [state.now + ms, work]
        state.timer = mine
        return () => {
          if (state.timer === mine) state.timer = null
        }
      },
      keeper,
    })
    return reminders
  }
  return {
    state,
    disk,
    told,
    begin,
    /** Lets time pass with the timers running. */
    until: async (text: string) => {
      const end = at(text)
      while (state.timer && state.timer[0] <= end) {
        const [when, work] = state.timer
        state.timer = null
        state.now = when
        work()
        await Promise.resolve()
        await Promise.resolve()
      }
      state.now = end
    },
    /** Timers stand still meanwhile. */
    sleepUntil: (text: string) => {
      const slept = at(text) - state.now
      state.now += slept
      if (state.timer) state.timer[0] += slept
    },
    bodies: () => told.map(({ body }) => body),
  }
}

describe('reminders', () => {
  it('of a follow-up come once, on its day at nine, and name nobody', async () => {
    const pc = computer('2026-11-19T12:00')
    const touch = { event: 'room/follow-up.p', title: 'Samir Nasser', allDay: true, followUp: true }
    pc.state.events = [meeting('2026-11-21T00:00', '2026-11-28T00:00', touch)]
    const reminders = pc.begin()
    reminders.start()
    await pc.until('2026-11-21T08:58')
    expect(pc.told).toEqual([])
    await pc.until('2026-11-24T09:00')
    expect(pc.bodies()).toEqual(['You wanted to get in touch with somebody about now.'])
    expect(reminders.opened(pc.told[0]?.id ?? '')).toMatchObject({ followUp: true, title: 'Samir Nasser' })
    // Another day is another reminder.
    reminders.change({ names: true })
    pc.state.events = [meeting('2026-11-26T00:00', '2026-12-03T00:00', touch)]
    await pc.until('2026-11-26T12:00')
    expect(pc.told.map(({ title }) => title)).toEqual(['Kith', 'Samir Nasser'])
  })

  it('of a follow-up wait for the end of quiet hours, and for a computer that was off that day', async () => {
    const pc = computer('2026-11-19T12:00')
    const touch = { event: 'room/follow-up.p', title: 'Samir', allDay: true, followUp: true }
    pc.state.events = [meeting('2026-11-20T00:00', '2026-11-27T00:00', touch)]
    const reminders = pc.begin()
    reminders.change({ quiet: { from: 22 * 60, until: 10 * 60 } })
    reminders.start()
    await pc.until('2026-11-20T09:30')
    expect(pc.told).toEqual([])
    await pc.until('2026-11-20T10:02')
    expect(pc.told).toHaveLength(1)
    const other = computer('2026-11-23T12:00')
    other.state.events = pc.state.events
    other.begin().start()
    expect(other.told).toHaveLength(1)
  })

  it('come a day and an hour before, each once, and do not name the event', async () => {
    const pc = computer('2026-11-19T12:00')
    pc.state.events = [meeting('2026-11-20T18:00', '2026-11-20T20:00')]
    pc.begin().start()
    await pc.until('2026-11-19T18:30')
    expect(pc.bodies()).toEqual(['An event in one of your communities begins tomorrow at 18:00.'])
    await pc.until('2026-11-20T23:00')
    expect(pc.bodies().slice(1)).toEqual(['An event in one of your communities begins in 1 hour.'])
    expect(JSON.stringify(pc.told)).not.toContain('Housing')
  })

  it('name it when that is chosen, on one line', async () => {
    const pc = computer('2026-11-20T16:59')
    pc.state.events = [
      meeting('2026-11-20T18:00', '2026-11-20T20:00', { title: `Housing\u001b\nmeeting ${'x'.repeat(500)}` }),
    ]
    const reminders = pc.begin()
    reminders.change({ names: true, minutes: [60] })
    reminders.start()
    await pc.until('2026-11-20T17:01')
    expect(pc.told[0]?.title).toMatch(/^Housing meeting x+$/)
    expect(pc.told[0]?.title.length).toBeLessThanOrEqual(200)
    expect(pc.bodies()).toEqual(['Begins in 1 hour.'])
  })

  it('are remembered over restarts, without a word, an id or a time on the disk', async () => {
    const pc = computer('2026-11-20T17:30')
    pc.state.events = [meeting('2026-11-20T18:00', '2026-11-20T20:00')]
    const first = pc.begin()
    first.setOfEvent('room/calendar.e1', [60, 5])
    first.start()
    first.stop()
    expect(pc.bodies()).toEqual(['An event in one of your communities begins in 30 minutes.'])
    const second = pc.begin()
    expect(second.ofEvent('room/calendar.e1')).toEqual([60, 5])
    second.start()
    await pc.until('2026-11-20T17:54')
    expect(pc.told).toHaveLength(1)
    await pc.until('2026-11-20T17:56')
    expect(pc.bodies().slice(1)).toEqual(['An event in one of your communities begins in 5 minutes.'])
    const disk = [...pc.disk.values()].join()
    expect(disk).not.toMatch(/Housing|room|calendar|2026/)
    expect(disk).not.toContain(String(at('2026-11-20T18:00')))
  })

  it('missed in a sleep are told once, if the event is not over', async () => {
    const pc = computer('2026-11-20T12:00')
    pc.state.events = [
      meeting('2026-11-20T18:00', '2026-11-20T20:00'),
      meeting('2026-11-20T13:30', '2026-11-20T14:00', { event: 'over' }),
    ]
    const reminders = pc.begin()
    reminders.change({ minutes: [60] })
    reminders.start()
    pc.sleepUntil('2026-11-20T18:30')
    await pc.until('2026-11-20T19:00')
    expect(pc.bodies()).toEqual(['An event in one of your communities has begun.'])
  })

  it('of two that are late, the nearest is told', async () => {
    const pc = computer('2026-11-20T17:30')
    pc.state.events = [meeting('2026-11-20T18:00', '2026-11-20T20:00')]
    pc.begin().start()
    await pc.until('2026-11-20T20:00')
    expect(pc.told).toHaveLength(1)
  })

  it('wait in quiet hours until they end', async () => {
    const pc = computer('2026-11-20T21:00')
    pc.state.events = [
      meeting('2026-11-21T07:30', '2026-11-21T09:00'),
      meeting('2026-11-21T06:30', '2026-11-21T09:00', { event: 'begins in the quiet' }),
    ]
    const reminders = pc.begin()
    reminders.change({ minutes: [60], quiet: { from: 22 * 60, until: 7 * 60 } })
    reminders.start()
    await pc.until('2026-11-21T06:59')
    expect(pc.told).toEqual([])
    await pc.until('2026-11-21T08:00')
    expect(pc.bodies()).toEqual(['An event in one of your communities begins in 30 minutes.'])
  })

  it('found late in quiet hours wait as well', async () => {
    const pc = computer('2026-11-20T12:00')
    pc.state.events = [meeting('2026-11-21T18:00', '2026-11-21T20:00')]
    const reminders = pc.begin()
    reminders.change({ minutes: [1440], quiet: { from: 22 * 60, until: 7 * 60 } })
    reminders.start()
    pc.sleepUntil('2026-11-21T02:00')
    await pc.until('2026-11-21T06:58')
    expect(pc.told).toEqual([])
    await pc.until('2026-11-21T07:01')
    expect(pc.bodies()).toEqual(['An event in one of your communities begins in 11 hours.'])
  })

  it('follow an event that moves, and forget one that is cancelled', async () => {
    const pc = computer('2026-11-20T12:00')
    const other = meeting('2026-11-20T18:00', '2026-11-20T20:00', { event: 'cancelled' })
    pc.state.events = [meeting('2026-11-20T18:00', '2026-11-20T20:00'), other]
    const reminders = pc.begin()
    reminders.change({ minutes: [60] })
    reminders.start()
    pc.state.events = [meeting('2026-11-20T15:00', '2026-11-20T16:00')]
    reminders.changed()
    await pc.until('2026-11-20T14:01')
    expect(pc.bodies()).toEqual(['An event in one of your communities begins in 1 hour.'])
    // Told of three o'clock; seven is news.
    pc.state.events = [meeting('2026-11-20T19:00', '2026-11-20T20:00')]
    reminders.changed()
    await pc.until('2026-11-20T17:59')
    expect(pc.told).toHaveLength(1)
    await pc.until('2026-11-20T23:00')
    expect(pc.told).toHaveLength(2)
  })

  it('have times of their own for one event, or none', async () => {
    const pc = computer('2026-11-20T12:00')
    pc.state.events = [
      meeting('2026-11-20T18:00', '2026-11-20T20:00', { event: 'never' }),
      meeting('2026-11-20T18:00', '2026-11-20T20:00', { event: 'own' }),
    ]
    const reminders = pc.begin()
    reminders.change({ minutes: [60] })
    reminders.setOfEvent('never', [])
    reminders.setOfEvent('own', [10])
    reminders.start()
    await pc.until('2026-11-20T17:49')
    expect(pc.told).toEqual([])
    await pc.until('2026-11-20T20:00')
    expect(pc.bodies()).toEqual(['An event in one of your communities begins in 10 minutes.'])
    reminders.setOfEvent('own', null)
    expect(reminders.ofEvent('own')).toBeNull()
    expect(reminders.ofEvent('never')).toEqual([])
  })

  it('lead to the occurrence they told of, also after a restart', async () => {
    const pc = computer('2026-11-20T17:30')
    pc.state.events = ['2026-11-13T18:00', '2026-11-20T18:00'].map((stamp) =>
      meeting(stamp, stamp.replace('18:00', '20:00'), { stamp }),
    )
    pc.begin().start()
    const [notice] = pc.told
    expect(pc.begin().opened(notice?.id ?? '')?.stamp).toBe('2026-11-20T18:00')
    expect(pc.begin().opened('events')).toBeNull()
  })

  it('of many events at once are one', async () => {
    const pc = computer('2026-11-20T17:30')
    pc.state.events = [1, 2, 3, 4, 5].map((n) => meeting('2026-11-20T18:00', '2026-11-20T20:00', { event: `e${n}` }))
    pc.begin().start()
    await pc.until('2026-11-20T20:00')
    expect(pc.told).toEqual([{ id: 'events', title: 'Kith', body: '5 events in your communities are coming up.' }])
  })

  it('that the system did not take are told again', async () => {
    const pc = computer('2026-11-20T17:30')
    pc.state.events = [meeting('2026-11-20T18:00', '2026-11-20T20:00')]
    pc.state.works = false
    pc.begin().start()
    await pc.until('2026-11-20T17:35')
    pc.state.works = true
    await pc.until('2026-11-20T17:45')
    expect(pc.told).toHaveLength(1)
  })

  it('of an all-day event count from nine in the morning', async () => {
    const pc = computer('2026-11-20T00:00')
    pc.state.events = [meeting('2026-11-21T00:00', '2026-11-22T00:00', { allDay: true })]
    const reminders = pc.begin()
    reminders.change({ minutes: [1440] })
    reminders.start()
    await pc.until('2026-11-20T08:59')
    expect(pc.told).toEqual([])
    await pc.until('2026-11-20T09:01')
    expect(pc.bodies()).toEqual(['An event in one of your communities is tomorrow.'])
  })

  it('are none when switched off, and come late when switched on', async () => {
    const pc = computer('2026-11-20T12:00')
    pc.state.events = [meeting('2026-11-20T18:00', '2026-11-20T20:00')]
    const reminders = pc.begin()
    reminders.change({ on: false })
    reminders.start()
    await pc.until('2026-11-20T17:30')
    expect(pc.told).toEqual([])
    reminders.change({ on: true })
    await pc.until('2026-11-20T17:31')
    expect(pc.told).toHaveLength(1)
  })

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['other types', '{"on":1,"minutes":["x",-1,1e9,15],"quiet":{"from":-1,"until":"y"},"names":"no","events":{"x":3}}'],
  ])('a disk that holds %s gives settings that can be', (_, text) => {
    const pc = computer('2026-11-20T12:00')
    pc.disk.set('kith.reminders', text)
    pc.disk.set('kith.reminders.told', text)
    const { settings } = pc.begin()
    expect(settings).toMatchObject({ on: true, quiet: null, names: false })
    expect(settings.minutes.every((minutes) => minutes >= 0 && minutes <= 40_320)).toBe(true)
  })

  it('ask what is coming no more than once an hour while nothing changes', async () => {
    const pc = computer('2026-11-20T12:00')
    let asked = 0
    Object.defineProperty(pc.state, 'events', {
      get: () => {
        asked++
        return []
      },
    })
    pc.begin().start()
    await pc.until('2026-11-20T17:30')
    expect(asked).toBeLessThanOrEqual(6)
    expect(pc.state.timer?.[0]).toBeLessThanOrEqual(pc.state.now + MINUTE)
  })
})
