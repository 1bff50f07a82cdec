import { render, screen } from '@testing-library/svelte'
import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { memoryCommunity } from '#renderer/stores/memoryCommunity.ts'
import { memberId } from '#renderer/stores/memoryHost.ts'
import TookPart from './TookPart.svelte'

const today = Temporal.Now.plainDateISO()
const event = (number: number, title: string, day: Temporal.PlainDate, how: 'came' | 'missed', stamp = '') => ({
  id: String(number),
  title,
  when: { start: `${day}T10:00`, end: `${day}T12:00`, zone: 'Europe/Berlin' },
  attendance: new Map([[stamp, new Map([[memberId(2), how]])]]),
})
function open(events: readonly unknown[], member: string = memberId(2)) {
  const community = Object.assign(memoryCommunity({ names: ['Amara', 'Jonas'] }), { calendar: { events } })
  render(TookPart, { community, member })
}
const listed = () => screen.queryAllByRole('listitem').map(({ textContent }) => textContent?.split(/\s\d/)[0]?.trim())

it('what somebody took part in within a year is listed, newest first; what they missed is nobody’s business', () => {
  open([
    event(1, 'Swap', today.subtract({ months: 3 }), 'came'),
    event(2, 'Fair', today.subtract({ days: 2 }), 'came'),
    event(3, 'Meeting', today.subtract({ days: 9 }), 'missed'),
    event(4, 'Long ago', today.subtract({ months: 13 }), 'came'),
    event(5, 'Weekly', today.subtract({ months: 20 }), 'came', today.subtract({ days: 7 }).toString()),
  ])
  expect(listed()).toEqual(['Fair', 'Weekly', 'Swap'])
})

it('whoever took part in nothing has no such section', () => {
  open([event(1, 'Swap', today, 'came')], memberId(1))
  expect(screen.queryByText('Took part in')).toBeNull()
})
