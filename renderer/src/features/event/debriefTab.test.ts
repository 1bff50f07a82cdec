import { screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { memberId } from '#renderer/stores/memoryHost.ts'
import { addCard, setDone } from '#shared/domain/card.ts'
import { readDescription } from '#shared/domain/description.ts'
import { checkIn } from '#shared/domain/event/checkIn.ts'
import { unfinishedTasks } from '#shared/domain/event/debrief.ts'
import { guestOf } from '#shared/domain/event/guestList.ts'
import { PLAN_LISTS } from '#shared/domain/event/plan.ts'
import { must } from '#shared/domain/testkit.ts'
import DebriefTab from './DebriefTab.svelte'
import { planEvent, SWAP } from './testing/eventDesk.ts'

type Desk = Awaited<ReturnType<typeof planEvent>>
const arrive = (desk: Desk, guest: Parameters<typeof checkIn>[1]) =>
  must(desk.event.answer(checkIn, guest, { kind: 'in' as const, door: 'Door 1' }))

it('who came is worked out from the door, and written to members when somebody says so', async () => {
  const desk = await planEvent()
  must(desk.reply(2, 'yes'))
  must(desk.reply(3, 'yes'))
  desk.invite('Ada')
  arrive(desk, guestOf(memberId(2)))
  arrive(desk, desk.guest('Ada'))
  desk.show(DebriefTab)
  expect(screen.getByRole('region', { name: 'Who came' }).textContent).toMatch(
    /Came\s*2.*Had said yes\s*3.*Did not come\s*1.*Walked in\s*0/s,
  )
  expect(screen.getByText('Leila Karimi')).toBeTruthy()
  expect(screen.getByText(/not written to the members yet/)).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Write attendance to the members' }))
  expect([...(desk.context.head.attendance.get('') ?? [])]).toEqual([
    [memberId(2), 'came'],
    [memberId(3), 'missed'],
  ])
  expect(screen.getByText(/It is written to the members/)).toBeTruthy()
  desk.takeUp()
  expect(desk.context.head.attendance.get('')).toBeUndefined()
})

it('notes are added, reworded and removed, and come back by Undo', async () => {
  const desk = await planEvent()
  desk.show(DebriefTab)
  const keep = within(screen.getByRole('region', { name: 'Keep' }))
  await userEvent.type(keep.getByLabelText('Something to keep'), 'Tea at the door{Enter}')
  await userEvent.click(keep.getByRole('button', { name: 'Tea at the door' }))
  await userEvent.keyboard('Tea and soup{Enter}')
  expect(keep.getByText('Tea and soup')).toBeTruthy()
  await userEvent.click(keep.getByRole('button', { name: 'Remove “Tea and soup”' }))
  expect(keep.getByText('Nothing yet.')).toBeTruthy()
  desk.takeUp()
  expect(keep.getByText('Tea and soup')).toBeTruthy()
})

it('unfinished tasks are carried to another event with their long texts, once', async () => {
  const desk = await planEvent()
  const when = { ...SWAP, start: '2027-03-01T10:00', end: '2027-03-01T12:00' }
  const next = must(desk.calendar.create({ title: 'Spring swap', when }, 'everyone'))
  const to = { list: PLAN_LISTS.todo.id, at: 'end' as const }
  const open = must(desk.event.change(addCard, { title: 'Return the rails', to }))
  const done = must(desk.event.change(addCard, { title: 'Thank the hall', to }))
  must(desk.event.change(setDone, done, true))
  const text = await desk.event.board.description(open)
  must(text.write('Van key is with Jonas.'))
  desk.show(DebriefTab)
  const section = screen.getByRole('region', { name: 'Still to be done' })
  expect(
    within(section)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent),
  ).toEqual(['Return the rails'])
  await userEvent.click(within(section).getByRole('button', { name: 'Carry the task over' }))
  await vi.waitFor(() => expect(screen.getByText('All tasks are done or carried over.')).toBeTruthy())
  const target = desk.calendar.event(next)
  const plan = desk.host.doc(`${target?.calendar}.${target?.plan}`)
  expect(unfinishedTasks(plan)).toHaveLength(1)
  const [copy] = unfinishedTasks(plan)
  expect(readDescription(desk.host.doc(`${target?.calendar}.${copy}`))).toBe('Van key is with Jonas.')
  expect(desk.said().at(-1)).toContain('One task is on “Event: Spring swap, 1 March 2027” now.')
})

it('whoever may not plan reads, and is told whom to ask', async () => {
  const desk = await planEvent({ roles: [0, 3, 1] })
  desk.host.setMayWrite(false)
  desk.show(DebriefTab)
  expect(screen.getByText(/Ask Jonas Meyer/)).toBeTruthy()
  expect(screen.queryByRole('textbox')).toBeNull()
  expect(screen.getByText(/Nobody was checked in/)).toBeTruthy()
})
