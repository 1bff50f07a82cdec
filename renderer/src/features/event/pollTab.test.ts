import { fireEvent, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync } from 'svelte'
import { expect, it } from 'vitest'
import { memberId } from '#renderer/stores/memoryHost.ts'
import { aMember } from '#shared/domain/event/person.ts'
import { addOption, readPoll, voteFor } from '#shared/domain/event/poll.ts'
import { must } from '#shared/domain/testkit.ts'
import PollTab from './PollTab.svelte'
import { planEvent } from './testing/eventDesk.ts'

const FRIDAY = { start: '2027-03-05T18:00', end: '2027-03-05T20:00', zone: 'Europe/Berlin' }
const SATURDAY = { start: '2027-03-06T10:00', end: '2027-03-06T12:00', zone: 'Europe/Berlin' }

async function ask(furnishing: Parameters<typeof planEvent>[0] = {}) {
  const desk = await planEvent({ when: null, ...furnishing })
  const friday = must(desk.event.change(addOption, FRIDAY))
  const saturday = must(desk.event.change(addOption, SATURDAY))
  const jonas = (vote: 'yes' | 'no') => {
    const by = memberId(2)
    const docs = { plan: desk.event.plan, answers: desk.event.answers }
    const ctx = { ...desk.event.context, by, origin: 'jonas' }
    must(voteFor(docs, friday, { person: aMember(by), asOrganizer: false }, vote, ctx))
  }
  return { ...desk, friday, saturday, jonas, poll: () => readPoll(desk.event.plan, desk.event.answers, desk.zone) }
}
const row = (name: string) => within(screen.getByRole('row', { name: new RegExp(`^${name}`) }))

it('one votes in one’s own row, takes it back, and sees others’ without changing them', async () => {
  const desk = await ask({ roles: [1, 3, 1] })
  desk.jonas('no')
  desk.show(PollTab)
  const mine = row('Amara Okafor')
  await userEvent.click(mine.getByRole('button', { name: /^Maybe: Amara Okafor, Friday,? 5 March 2027, 18:00–20:00$/ }))
  expect(desk.poll().options[0]).toMatchObject({ yes: 0, maybe: 1, no: 1 })
  expect(row('Jonas Meyer').queryByRole('button')).toBeNull()
  expect(row('Jonas Meyer').getByRole('img', { name: 'No' })).toBeTruthy()
  await userEvent.click(mine.getByRole('button', { name: /^Maybe: .*Friday/ }))
  expect(desk.poll().options[0]).toMatchObject({ maybe: 0, no: 1 })
})

it('the best is marked, and chosen it becomes the date; Undo leaves the event without one again', async () => {
  const desk = await ask()
  desk.jonas('yes')
  desk.show(PollTab)
  expect(screen.getByRole('columnheader', { name: /Best.*Friday,? 5 March/ })).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: /^Choose Friday,? 5 March 2027, 18:00–20:00$/ }))
  expect(desk.context.head.when).toEqual(FRIDAY)
  expect(screen.getByText('Chosen')).toBeTruthy()
  desk.takeUp()
  expect(desk.context.head.when).toBeNull()
})

it('times are told by the clocks of whoever looks, and the original is named where it differs', async () => {
  const desk = await ask({ zone: 'America/New_York' })
  desk.show(PollTab)
  const header = screen.getByRole('columnheader', { name: /Friday/ })
  expect(header.textContent).toMatch(
    /Friday,? 5 March 2027, 12:00–14:00\s*Friday,? 5 March 2027, 18:00–20:00 in Berlin/,
  )
})

it('a time is put to the vote, over midnight if it ends earlier than it begins, and taken off with Undo', async () => {
  const desk = await ask()
  desk.show(PollTab)
  await fireEvent.input(screen.getByLabelText('Day'), { target: { value: '2027-03-07' } })
  await fireEvent.input(screen.getByLabelText('From'), { target: { value: '22:00' } })
  await fireEvent.input(screen.getByLabelText('Until'), { target: { value: '01:00' } })
  await userEvent.click(screen.getByRole('button', { name: 'Put to the vote' }))
  expect(desk.poll().options.at(-1)?.when).toEqual({
    start: '2027-03-07T22:00',
    end: '2027-03-08T01:00',
    zone: 'Europe/Berlin',
  })
  await userEvent.click(screen.getByRole('button', { name: /^Take Sunday,? 7 March 2027.* off the poll$/ }))
  expect(desk.poll().options).toHaveLength(2)
  desk.takeUp()
  expect(desk.poll().options).toHaveLength(3)
})

it('an organizer votes for a name without the app, and for no member', async () => {
  const desk = await ask()
  desk.jonas('no')
  desk.show(PollTab)
  await userEvent.type(screen.getByLabelText('Vote for somebody without the app'), 'Frau Özdemir{Enter}')
  await userEvent.click(row('Frau Özdemir').getByRole('button', { name: /^Yes: .*Saturday/ }))
  expect(desk.poll().options[1]).toMatchObject({ yes: 1 })
  expect(row('Jonas Meyer').queryByRole('button')).toBeNull()
})

it('a guest of the community sees the poll and cannot vote', async () => {
  const desk = await ask({ roles: [0, 3, 1] })
  desk.jonas('yes')
  desk.host.setMayWrite(false)
  desk.show(PollTab)
  flushSync()
  expect(screen.queryByRole('button')).toBeNull()
  expect(row('Jonas Meyer').getByRole('img', { name: 'Yes' })).toBeTruthy()
})
