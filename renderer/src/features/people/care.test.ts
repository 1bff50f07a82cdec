import { cleanup, render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync } from 'svelte'
import { afterEach, expect, it, vi } from 'vitest'
import { memberId } from '#renderer/stores/memoryHost.ts'
import { changeCare } from '#shared/domain/people/personFate.ts'
import { must } from '#shared/domain/testkit.ts'
import CarePage from './CarePage.svelte'
import PersonCare from './PersonCare.svelte'
import { peopleBed } from './testing/peopleBed.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

type Furnishing = Parameters<typeof peopleBed>[0]
async function begin(furnishing?: Furnishing) {
  const bed = await peopleBed(furnishing)
  const taking = bed.taking()
  ends.push(() => taking.close(), bed.close)
  const { store, community, toasts } = bed
  return {
    ...bed,
    taking,
    onopen: vi.fn(),
    /** Somebody was at three events, the last of them so many days ago; something took place since. */
    cameUntil: (numbers: readonly number[], days: number) => {
      for (const more of [0, 30, 60])
        bed.attended(
          bed.event('Plenum', -days - more),
          new Map(numbers.map((number) => [memberId(number), 'came' as const])),
        )
      bed.event('Plenum', -2)
    },
    async page() {
      await taking.refresh()
      const onopen = vi.fn()
      render(CarePage, { store, taking, community, toasts, onopen })
      return onopen
    },
    sheet: (number: number) => {
      const shown = render(PersonCare, { store, person: bed.person(bed.member(number)), community, taking, toasts })
      return () => shown.rerender({ person: bed.person(bed.member(number)) })
    },
  }
}
const list = (name: string) =>
  within(screen.getByRole('region', { name }))
    .getAllByRole('listitem')
    .map((item) => item.firstElementChild?.textContent?.replace(/\s+/g, ' ').trim() ?? item.textContent?.trim())

it('who is new is greeted, which can be taken back, and gets a buddy by typing a part of a name', async () => {
  const bed = await begin()
  const samir = bed.add('Samir Nasser', { joined: bed.day(-5) })
  must(bed.store.run(changeCare, bed.add('Quiet One', { joined: bed.day(-5) }), { leaveAlone: true }))
  await bed.page()
  expect(screen.queryByText('Quiet One')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Choose a buddy for Samir Nasser' }))
  await userEvent.type(screen.getByRole('combobox', { name: 'Buddy for Samir Nasser' }), 'kari{Enter}')
  expect(bed.person(samir).care.buddy).toBe(memberId(3))
  await userEvent.click(screen.getByRole('button', { name: 'Samir Nasser was greeted' }))
  expect(bed.person(samir).care.greeted).toMatchObject({ by: memberId(1) })
  expect(screen.queryByText('Samir Nasser')).toBeNull()
  bed.takeUp()
  flushSync()
  expect(bed.person(samir).care.greeted).toBeNull()
  expect(screen.getByText('Samir Nasser')).toBeTruthy()
})

it('who has drifted stands there by name with the last day, and not who asked to be left alone', async () => {
  const bed = await begin({ names: ['Amara', 'Zoe', 'Leila', 'Ben'] })
  bed.cameUntil([2, 4], 100)
  bed.cameUntil([3], 200)
  must(bed.store.change(bed.member(4), { role: 'Treasurer' }))
  must(bed.store.run(changeCare, bed.member(4), { leaveAlone: true }))
  const onopen = await bed.page()
  const quiet = list('Not seen for a while')
  expect(quiet.map((text) => text?.split(' last')[0])).toEqual(['Leila', 'Zoe'])
  expect(quiet.join()).not.toMatch(/\b(100|200|3 times)\b/)
  await userEvent.click(screen.getByRole('button', { name: 'Leila' }))
  expect(onopen).toHaveBeenCalledWith(bed.member(3))
})

it('whoever says “I’ll get in touch” has it in their own list, and nobody else is offered it', async () => {
  const bed = await begin()
  bed.cameUntil([2], 120)
  await bed.page()
  await userEvent.click(screen.getByRole('button', { name: 'I’ll get in touch with Jonas Meyer' }))
  expect(bed.person(bed.member(2)).care.followUp).toMatchObject({ by: memberId(1), remind: '' })
  expect(list('You wanted to get in touch with')).toEqual(['Jonas Meyer'])
  expect(list('Not seen for a while')).toEqual(['Whoever used to come has been there lately.'])
  await userEvent.click(screen.getByRole('button', { name: 'Give it up: Jonas Meyer' }))
  expect(bed.person(bed.member(2)).care.followUp).toBeNull()
})

it('on somebody’s sheet a follow-up gets a day, is noted, and ends, as one step of undo', async () => {
  const bed = await begin()
  const again = bed.sheet(2)
  await userEvent.click(screen.getByRole('button', { name: 'I’ll get in touch' }))
  await again()
  const day = screen.getByLabelText('Remind me on')
  await userEvent.type(day, bed.day(3))
  await again()
  expect(bed.person(bed.member(2)).care.followUp?.remind).toBe(bed.day(3))
  await userEvent.type(screen.getByLabelText('How did it go?'), 'Has a new job, comes in spring.')
  await userEvent.click(screen.getByRole('button', { name: 'Done' }))
  const person = bed.person(bed.member(2))
  expect([person.care.followUp, person.notes.map(({ text }) => text)]).toEqual([
    null,
    ['Has a new job, comes in spring.'],
  ])
  bed.takeUp()
  const before = bed.person(bed.member(2))
  expect([before.care.followUp?.remind, before.notes]).toEqual([bed.day(3), []])
})

it('setting a day says which, and taking it away says so', async () => {
  const bed = await begin()
  const again = bed.sheet(2)
  await userEvent.click(screen.getByRole('button', { name: 'I’ll get in touch' }))
  await again()
  await userEvent.type(screen.getByLabelText('Remind me on'), '2031-05-03')
  await again()
  expect(bed.said().at(-1)).toMatch(/^You will be reminded of Jonas Meyer on .*3 May/)
  await userEvent.clear(screen.getByLabelText('Remind me on'))
  expect(bed.said().at(-1)).toBe('You will not be reminded of Jonas Meyer.')
})

it('an organizer notes who asked to be left alone, which ends the follow-up; what a member said themselves stays', async () => {
  const bed = await begin({ ownWords: (member) => (member === memberId(3) ? { leaveAlone: true } : undefined) })
  bed.cameUntil([2], 120)
  const again = bed.sheet(2)
  await userEvent.click(screen.getByRole('button', { name: 'I’ll get in touch' }))
  await again()
  await userEvent.click(screen.getByLabelText('Do not ask why they have not come'))
  await again()
  expect(bed.person(bed.member(2)).care).toMatchObject({ leaveAlone: true, followUp: null })
  expect(screen.queryByRole('button', { name: 'I’ll get in touch' })).toBeNull()
  bed.takeUp()
  expect(bed.person(bed.member(2)).care).toMatchObject({ leaveAlone: false, followUp: { by: memberId(1) } })
  cleanup()
  bed.sheet(3)
  expect(screen.getByRole('checkbox', { name: /they said so themselves/ })).toHaveProperty('disabled', true)
})

it('members see nothing of it', async () => {
  const bed = await begin()
  bed.host.setMayWrite(false)
  bed.sheet(2)
  expect(screen.queryByText('Looking after')).toBeNull()
  await bed.page()
  expect(screen.getByText('For organizers')).toBeTruthy()
})

it('whom nobody has to ask after is told in one sentence', async () => {
  const bed = await begin()
  await bed.page()
  expect(screen.getByText('Nobody is waiting')).toBeTruthy()
})
