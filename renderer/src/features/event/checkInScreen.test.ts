import { screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync } from 'svelte'
import { beforeEach, expect, it, vi } from 'vitest'
import { memberId } from '#renderer/stores/memoryHost.ts'
import { readAttendance } from '#shared/domain/event/attendance.ts'
import { checkIn } from '#shared/domain/event/checkIn.ts'
import { setPlanFacts } from '#shared/domain/event/facts.ts'
import { must } from '#shared/domain/testkit.ts'
import CheckIn from './CheckIn.svelte'
import { thisDoor } from './door.svelte.ts'
import { planEvent } from './testing/eventDesk.ts'

beforeEach(() => {
  thisDoor.name = 'Door 1'
})
async function atTheDoor(furnishing: Parameters<typeof planEvent>[0] = {}) {
  const desk = await planEvent(furnishing)
  const onclose = vi.fn()
  const count = () => {
    const { present, came } = readAttendance(desk.event.answers, null)
    return { present, came }
  }
  return { ...desk, onclose, count, open: () => desk.show(CheckIn, () => ({ onclose })) }
}
const field = () => screen.getByRole<HTMLInputElement>('searchbox', { name: 'Who is at the door?' })
const row = (name: string) =>
  within(screen.getByRole('list', { name: 'Guests' }))
    .getByText(name)
    .closest('li')
const last = () => screen.getByRole('status', { name: 'Last' }).textContent

it('a name is typed and Enter lets the first one in, with all who come along', async () => {
  const desk = await atTheDoor()
  desk.invite('Łukasz Müller', 'yes', 2)
  desk.invite('Ada Lovelace')
  desk.open()
  expect(document.activeElement).toBe(field())
  await userEvent.type(field(), 'lukasz{Enter}')
  expect(row('Łukasz Müller')?.textContent).toMatch(/In since \d\d:\d\d, Door 1 · 3 of 3/)
  expect(last()).toContain('Łukasz Müller is in, with 2 people.')
  expect(desk.count()).toEqual({ present: 3, came: 3 })
  // the next name replaces the last
  await userEvent.keyboard('ada{Enter}')
  expect(field().value).toBe('ada')
  expect(desk.count()).toEqual({ present: 4, came: 4 })
})

it('nobody is let in while nothing is typed', async () => {
  const desk = await atTheDoor()
  desk.invite('Ada')
  desk.open()
  await userEvent.keyboard('{Enter}')
  expect(desk.count()).toEqual({ present: 0, came: 0 })
})

it('whoever is in already is not let in once more, and it is said since when', async () => {
  const desk = await atTheDoor()
  desk.invite('Ada')
  desk.open()
  await userEvent.type(field(), 'ada{Enter}')
  await userEvent.keyboard('{Enter}')
  expect(last()).toMatch(/Ada is in already: In since \d\d:\d\d, Door 1/)
  expect(readAttendance(desk.event.answers, null).records).toHaveLength(1)
})

it('arrows choose another one', async () => {
  const desk = await atTheDoor()
  desk.invite('Ann Arbor')
  desk.invite('Ann Bath')
  desk.open()
  await userEvent.type(field(), 'ann{ArrowDown}{Enter}')
  expect(row('Ann Bath')?.dataset.state).toBe('in')
  expect(row('Ann Arbor')?.dataset.state).toBe('not')
})

it('a guest who arrives from elsewhere does not slip under Enter', async () => {
  const desk = await atTheDoor()
  desk.invite('Ann Bath')
  desk.open()
  await userEvent.type(field(), 'ann')
  desk.invite('Ann Aaron')
  flushSync()
  await userEvent.keyboard('{Enter}')
  expect(row('Ann Bath')?.dataset.state).toBe('in')
  expect(row('Ann Aaron')?.dataset.state).toBe('not')
})

it('somebody who is on no list comes in by their typed name in one step, and by Undo is gone again', async () => {
  const desk = await atTheDoor()
  desk.open()
  await userEvent.type(field(), 'Zoë Quinn{Enter}')
  expect(row('Zoë Quinn')?.dataset.state).toBe('in')
  expect(desk.guests()[0]).toMatchObject({ name: 'Zoë Quinn', walkIn: true, answer: null })
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
  expect(desk.count()).toEqual({ present: 0, came: 0 })
  expect(desk.guests()).toHaveLength(0)
})

it('a member who had not answered is found by name and let in under that name', async () => {
  const desk = await atTheDoor()
  desk.open()
  expect(row('Jonas Meyer')?.textContent).toContain('Has not answered')
  await userEvent.type(field(), 'jonas{Enter}')
  expect(desk.guests()[0]).toMatchObject({ member: memberId(2), walkIn: true })
  expect(row('Jonas Meyer')?.dataset.state).toBe('in')
})

it('somebody comes alone, the others later; one leaves, all leave, they are back', async () => {
  const desk = await atTheDoor()
  desk.invite('Ada', 'yes', 1)
  desk.open()
  const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))
  await press('Check in Ada alone')
  expect(row('Ada')?.textContent).toContain('1 of 2')
  await press('One more with Ada')
  expect(desk.count()).toEqual({ present: 2, came: 2 })
  await press('One with Ada leaves')
  expect(desk.count()).toEqual({ present: 1, came: 2 })
  await press('Ada leaves')
  expect(row('Ada')?.textContent).toContain('Left at')
  await press('Ada is back')
  expect(desk.count()).toEqual({ present: 2, came: 2 })
  expect(screen.queryByText('Checked in twice')).toBeNull()
})

it('the last steps are taken back one by one, also with Ctrl Z', async () => {
  const desk = await atTheDoor()
  desk.invite('Ada')
  desk.invite('Bo')
  desk.open()
  await userEvent.type(field(), 'ada{Enter}')
  await userEvent.keyboard('bo{Enter}')
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
  expect(last()).toContain('Taken back: Bo.')
  await userEvent.clear(field())
  await userEvent.keyboard('{Control>}z{/Control}')
  expect(desk.count()).toEqual({ present: 0, came: 0 })
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull()
})

it('who came in at two doors is listed with both doors and times and counted once', async () => {
  const desk = await atTheDoor()
  const ada = desk.invite('Ada')
  desk.open()
  await userEvent.type(field(), 'ada{Enter}')
  const other = { ...desk.event.context, by: memberId(2), origin: 'door 2' }
  must(checkIn(desk.event.answers, ada, { kind: 'in', door: 'Garden gate', again: true }, other))
  flushSync()
  const twice = screen.getByRole('region', { name: 'Checked in twice' })
  expect(twice.textContent).toMatch(/Ada.*\d\d:\d\d, Door 1 \(Amara Okafor\).*\d\d:\d\d, Garden gate \(Jonas Meyer\)/s)
  expect(desk.count()).toEqual({ present: 1, came: 1 })
})

it('one too many is shown from the record on that was one too many', async () => {
  const desk = await atTheDoor()
  must(desk.event.change(setPlanFacts, { capacity: 1, waiting: 'hand' as const }))
  desk.invite('Ada')
  desk.invite('Bo')
  desk.open()
  expect(row('Bo')?.textContent).toContain('On the waiting list')
  await userEvent.type(field(), 'ada{Enter}')
  expect(screen.queryByRole('region', { name: 'More than 1 in' })).toBeNull()
  await userEvent.keyboard('bo{Enter}')
  const over = screen.getByRole('region', { name: 'More than 1 in' })
  expect(over.textContent).toMatch(/2 people at most\s*since \d\d:\d\d, Door 1, with\s+Bo\s*and still/)
})

it('the door is asked for once, and can be called something else', async () => {
  thisDoor.name = ''
  const desk = await atTheDoor()
  desk.open()
  await userEvent.type(screen.getByLabelText('Or call it'), 'Garden gate')
  await userEvent.click(screen.getByRole('button', { name: 'Use it' }))
  expect(field()).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Garden gate: change the door' }))
  await userEvent.click(screen.getByRole('button', { name: 'Door 2' }))
  expect(thisDoor.name).toBe('Door 2')
})

it('Escape clears what is typed and only then closes', async () => {
  const desk = await atTheDoor()
  desk.open()
  await userEvent.type(field(), 'ada{Escape}')
  expect(field().value).toBe('')
  expect(desk.onclose).not.toHaveBeenCalled()
  await userEvent.keyboard('{Escape}')
  expect(desk.onclose).toHaveBeenCalledOnce()
})

it('without a connection it says that all is saved here and how much waits', async () => {
  const desk = await atTheDoor({ waiting: 4 })
  desk.open()
  expect(screen.getByRole('status', { name: 'Sync at this door' }).textContent).toBe(
    'No connection, and none is needed: saved here, 4 changes wait to be shared. The doors meet later.',
  )
})

it('whoever may only read sees who is in and has nothing to press', async () => {
  const desk = await atTheDoor({ roles: [0, 3, 1] })
  desk.invite('Ada')
  desk.host.setMayWrite(false)
  desk.open()
  await userEvent.type(field(), 'ada{Enter}')
  expect(desk.count()).toEqual({ present: 0, came: 0 })
  expect(screen.queryByRole('button', { name: /Check in/ })).toBeNull()
  expect(screen.queryByRole('button', { name: /walk-in/ })).toBeNull()
})
