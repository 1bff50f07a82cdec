import { screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync } from 'svelte'
import { expect, it, vi } from 'vitest'
import type { Answers } from '#renderer/stores/memoryCommunity.ts'
import { memberId } from '#renderer/stores/memoryHost.ts'
import { readPlanFacts, setPlanFacts } from '#shared/domain/event/facts.ts'
import { guestOf, readGuests } from '#shared/domain/event/guestList.ts'
import { answerEvent } from '#shared/domain/event/guests.ts'
import { addQuestion, readQuestions } from '#shared/domain/event/questions.ts'
import { must } from '#shared/domain/testkit.ts'
import GuestsTab from './GuestsTab.svelte'
import { planEvent } from './testing/eventDesk.ts'

/** A session whose sealed words are read by whoever organizes. */
const sealing: Answers = {
  sealConfidence: async (_, words) => ({ epoch: 0, box: `box:${words}` }),
  openConfidences: async (items) => items.map(({ box }) => box.replace(/^box:/, '')),
}
const row = (name: string) => screen.getByRole('row', { name: new RegExp(name) })
/** Without a layout the open menu counts as hidden: its items are found by their words. */
async function choose(label: string) {
  await userEvent.click(screen.getByText(label))
  await vi.waitFor(() => expect(screen.queryByRole('menu', { hidden: true })).toBeNull())
}
const places = (capacity: number, waiting: 'auto' | 'ask' | 'hand' = 'auto') => ({ capacity, waiting })

it('an organizer puts somebody without the app on the list, and takes it back by Undo', async () => {
  const desk = await planEvent({ answers: sealing })
  desk.show(GuestsTab)
  expect(screen.getByText('No answers yet')).toBeTruthy()
  await userEvent.click(screen.getAllByRole('button', { name: 'Add a guest' })[0] as HTMLElement)
  const form = screen.getByRole('dialog', { name: 'Add a guest' })
  await userEvent.type(within(form).getByLabelText('Name'), 'Frau Özdemir')
  await userEvent.clear(within(form).getByLabelText('How many come with them'))
  await userEvent.type(within(form).getByLabelText('How many come with them'), '2')
  await userEvent.click(within(form).getByRole('button', { name: 'Add' }))
  expect(row('Frau Özdemir').textContent).toContain('+2')
  expect(screen.getByRole('region', { name: 'Totals' }).textContent).toMatch(/3\s+coming/)
  expect(desk.guests()[0]?.need?.text).toBe('box:')
  desk.takeUp()
  expect(screen.queryByRole('row', { name: /Frau Özdemir/ })).toBeNull()
})

it('a list of names is added at once; one that is refused stays to be mended, and nobody is added twice', async () => {
  const desk = await planEvent({ answers: sealing })
  desk.show(GuestsTab)
  await userEvent.click(screen.getAllByRole('button', { name: 'Add a guest' })[0] as HTMLElement)
  const form = within(screen.getByRole('dialog'))
  await userEvent.selectOptions(form.getByLabelText('Who'), 'Several people without the app')
  const names = form.getByLabelText<HTMLTextAreaElement>('Names, one on each line')
  await userEvent.type(names, `Ada{Enter}{Enter}${'x'.repeat(101)}{Enter}Bo`)
  await userEvent.click(form.getByRole('button', { name: 'Add' }))
  expect(desk.guests().map(({ name }) => name)).toEqual(['Ada'])
  expect(names.value).toMatch(/^x+\nBo$/)
  await userEvent.clear(names)
  await userEvent.type(names, 'Bo')
  await userEvent.click(form.getByRole('button', { name: 'Add' }))
  expect(
    desk
      .guests()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['Ada', 'Bo'])
  desk.takeUp()
  expect(desk.guests().map(({ name }) => name)).toEqual(['Ada'])
})

it('a place that becomes free goes to whoever waits longest, by whichever computer sees it first, and is no step of undo', async () => {
  const desk = await planEvent()
  must(desk.event.change(setPlanFacts, places(1)))
  const first = desk.invite('Ada')
  desk.invite('Bo')
  desk.invite('Cleo')
  desk.show(GuestsTab)
  const waiting = screen.getByRole('region', { name: 'Waiting list' })
  expect(
    within(waiting)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent?.includes('Bo')),
  ).toEqual([true, false])
  const room = readPlanFacts(desk.event.plan)
  must(desk.event.answer(answerEvent, first, { answer: 'no' }, { asOrganizer: true, room }))
  flushSync()
  expect(row('Bo').textContent).toContain('Has a place')
  expect(row('Cleo').textContent).toContain('number 1')
  desk.event.undo()
  flushSync()
  expect(row('Bo').textContent).toContain('Has a place')
  expect(screen.getByText('One more place was given than there are')).toBeTruthy()
})

it('where waiting is asked first, the place is offered and nobody sits down by themselves', async () => {
  const desk = await planEvent()
  must(desk.event.change(setPlanFacts, places(1, 'ask')))
  const first = desk.invite('Ada')
  desk.invite('Bo')
  desk.show(GuestsTab)
  const room = readPlanFacts(desk.event.plan)
  must(desk.event.answer(answerEvent, first, { answer: 'no' }, { asOrganizer: true, room }))
  flushSync()
  expect(screen.getByRole('region', { name: 'Waiting list' }).textContent).toContain('a place is offered')
  await userEvent.click(screen.getByRole('button', { name: 'Bo takes the place' }))
  expect(row('Bo').textContent).toContain('Has a place')
})

it('a place that was given twice is listed with when and by whom; an organizer keeps it or sends it back', async () => {
  const desk = await planEvent()
  must(desk.event.change(setPlanFacts, places(2)))
  desk.invite('Ada')
  desk.invite('Bo')
  must(desk.event.change(setPlanFacts, places(1)))
  desk.show(GuestsTab)
  const twice = screen.getByRole('region', { name: 'One more place was given than there are' })
  expect(twice.textContent).toMatch(/Bo.*given Sun 22 Nov, \d\d:\d\d by Amara Okafor/)
  await userEvent.click(within(twice).getByRole('button', { name: 'Keep Bo: 2 places' }))
  expect(screen.queryByText('One more place was given than there are')).toBeNull()
  desk.takeUp()
  await userEvent.click(screen.getByRole('button', { name: 'Bo back to the waiting list' }))
  expect(row('Bo').textContent).toContain('On the waiting list, number 1')
  expect(desk.guests()).toHaveLength(2)
})

it('answers that were given apart are both shown until somebody chooses', async () => {
  const desk = await planEvent()
  must(desk.reply(2, 'yes'))
  const jonas = guestOf(memberId(2))
  const answers = desk.event.answers
  const guests = answers.getMap('guests')
  guests.set(`${jonas}/answer~00000000000000ff`, { value: 'no', by: memberId(1), at: 1_795_000_000_000 })
  desk.show(GuestsTab)
  const apart = screen.getByRole('region', { name: 'Answers given apart' })
  expect(apart.textContent).toContain('Jonas Meyer')
  await userEvent.click(within(apart).getByRole('button', { name: 'Take “Can’t” of Jonas Meyer' }))
  expect(screen.queryByRole('region', { name: 'Answers given apart' })).toBeNull()
  expect(readGuests(answers)[0]?.answer).toBe('no')
})

it('organizers read needs by name, and everybody gets totals that point at nobody', async () => {
  const desk = await planEvent({ answers: sealing })
  desk.show(GuestsTab)
  for (const name of ['Ada', 'Bo', 'Cleo']) {
    await userEvent.click(screen.getAllByRole('button', { name: 'Add a guest' })[0] as HTMLElement)
    const form = screen.getByRole('dialog')
    await userEvent.type(within(form).getByLabelText('Name'), name)
    await userEvent.click(within(form).getByLabelText('Vegan'))
    if (name === 'Bo') await userEvent.click(within(form).getByLabelText('A seat'))
    await userEvent.click(within(form).getByRole('button', { name: 'Add' }))
  }
  expect(await screen.findByText('Vegan, A seat')).toBeTruthy()
  const totals = screen.getByRole('region', { name: 'What guests need' })
  expect(totals.textContent).toMatch(/3\s+vegan/)
  expect(totals.textContent).toMatch(/fewer than 3\s+a seat/)
  expect(totals.textContent).toContain('You read what single guests need')
})

it('a member reads totals only, and has nothing to change others’ answers with', async () => {
  const desk = await planEvent({ roles: [1, 3, 1], answers: sealing })
  must(desk.reply(2, 'yes', 1))
  desk.show(GuestsTab)
  expect(row('Jonas Meyer').textContent).toContain('Coming')
  expect(screen.queryByRole('combobox')).toBeNull()
  expect(screen.queryByRole('columnheader', { name: 'Needs' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Add a guest' })).toBeNull()
  expect(screen.getByText(/sealed for organizers/)).toBeTruthy()
})

it('a guest of the community reads the list and is told whom to ask', async () => {
  const desk = await planEvent({ roles: [0, 3, 1] })
  must(desk.reply(2, 'yes'))
  desk.host.setMayWrite(false)
  desk.show(GuestsTab)
  expect(screen.getByText(/as a guest of the community. Ask Jonas Meyer/)).toBeTruthy()
  expect(row('Jonas Meyer')).toBeTruthy()
})

it('places that others may have given too are called uncertain', async () => {
  const desk = await planEvent({ waiting: 3 })
  must(desk.event.change(setPlanFacts, places(5)))
  desk.invite('Ada')
  desk.show(GuestsTab)
  expect(row('Ada').textContent).toContain('Has a place, not certain yet')
})

it('somebody taken off the list comes back by Undo, with their answer', async () => {
  const desk = await planEvent()
  desk.invite('أمل الحسيني', 'maybe')
  desk.show(GuestsTab)
  expect(screen.getByText('أمل الحسيني').getAttribute('dir')).toBe('auto')
  await userEvent.click(screen.getByRole('button', { name: 'Actions for أمل الحسيني' }))
  await choose('Take off the list')
  expect(desk.guests()).toHaveLength(0)
  desk.takeUp()
  expect(desk.guests()[0]?.answer).toBe('maybe')
})

it('questions are asked, answered for somebody by an organizer, and taken back', async () => {
  const desk = await planEvent({ answers: sealing })
  desk.invite('Ada')
  desk.show(GuestsTab)
  await userEvent.click(screen.getByRole('button', { name: 'Questions…' }))
  await userEvent.type(screen.getByLabelText('New question'), 'What do you bring?')
  await userEvent.click(screen.getByRole('button', { name: 'Add the question' }))
  expect(readQuestions(desk.event.plan).map(({ text }) => text)).toEqual(['What do you bring?'])
  await userEvent.click(screen.getByRole('button', { name: 'Done' }))
  await userEvent.click(screen.getByRole('button', { name: 'Actions for Ada' }))
  await choose('Edit…')
  await userEvent.type(screen.getByLabelText('What do you bring?'), 'Soup')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByRole('cell', { name: 'Soup' })).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Questions…' }))
  await userEvent.click(screen.getByRole('button', { name: 'Remove “What do you bring?”' }))
  expect(readQuestions(desk.event.plan)).toEqual([])
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
  expect(readQuestions(desk.event.plan)).toHaveLength(1)
})

it('a hundred are shown at once, and the search goes through all of them', async () => {
  const desk = await planEvent()
  for (let i = 0; i < 120; i++) desk.invite(`Guest ${String(i).padStart(3, '0')}`)
  must(desk.event.change(addQuestion, { text: 'Bring?', kind: 'text' as const }))
  desk.show(GuestsTab)
  expect(screen.getByText(/100 of 120 are shown/)).toBeTruthy()
  await userEvent.type(screen.getByRole('searchbox', { name: 'Find a guest' }), 'guest 119')
  expect(row('Guest 119')).toBeTruthy()
  expect(screen.getAllByRole('row')).toHaveLength(2)
})
