import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { memberId } from '#renderer/stores/memoryHost.ts'
import PersonTakingPart from './PersonTakingPart.svelte'
import { chartWords, partWords } from './partWords.ts'
import { peopleBed } from './testing/peopleBed.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function show(events: readonly (readonly [title: string, days: number, how: 'came' | 'missed'])[]) {
  const bed = await peopleBed()
  const taking = bed.taking()
  ends.push(() => taking.close(), bed.close)
  for (const [title, days, how] of events) bed.attended(bed.event(title, days), new Map([[memberId(2), how]]))
  await taking.refresh()
  render(PersonTakingPart, { taking, person: bed.person(bed.member(2)), today: bed.today })
}
const listed = () => screen.queryAllByRole('listitem').map(({ firstElementChild }) => firstElementChild?.textContent)

it('what somebody took part in is listed, newest first; what they missed is nobody’s business', async () => {
  await show([
    ['Swap', -90, 'came'],
    ['Fair', -2, 'came'],
    ['Meeting', -9, 'missed'],
  ])
  expect(listed()).toEqual(['Fair', 'Swap'])
  expect(screen.getByRole('img').getAttribute('aria-label')).toMatch(
    /^Jonas Meyer was at 2 events in the last twelve months: 1 in \w+ \d{4}, 1 in \w+ \d{4}\.$/,
  )
})

it('ten are shown, and all of them on demand', async () => {
  await show(Array.from({ length: 12 }, (_, index) => [`Plenum ${index}`, -7 * index - 1, 'came'] as const))
  expect(listed()).toHaveLength(10)
  await userEvent.click(screen.getByRole('button', { name: 'Show all 12' }))
  expect(listed()).toHaveLength(12)
})

it('whoever was nowhere is told of kindly, without a chart', async () => {
  await show([])
  expect(screen.getByText('At no event so far, as far as anybody wrote it down.')).toBeTruthy()
  expect(screen.queryByRole('img')).toBeNull()
})

it('an event that is to come is said in other words than one that was', () => {
  const entry = { day: '2026-05-02', event: 'e', title: 'Fair' }
  expect(partWords({ ...entry, kinds: ['shift', 'signed-up'] }, '2026-05-01')).toBe('will help')
  expect(partWords({ ...entry, kinds: ['came', 'shift'] }, '2026-05-03')).toBe('helped')
  expect(partWords({ ...entry, kinds: ['signed-up'] }, '2026-05-01')).toBe('signed up')
  expect(partWords({ ...entry, kinds: ['signed-up', 'missed'] }, '2026-05-03')).toBeNull()
  expect(chartWords('Kim', [{ month: '2026-05', count: 0 }])).toBe('Kim was at no event in the last twelve months.')
})
