import { screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync } from 'svelte'
import { expect, it, vi } from 'vitest'
import { changeEvent } from '#shared/domain/calendar.ts'
import { must } from '#shared/domain/testkit.ts'
import EditEvent from './EditEvent.svelte'
import { EventDraft } from './eventDraft.svelte.ts'
import RepeatFields from './RepeatFields.svelte'
import { planEvent, SWAP } from './testing/eventDesk.ts'

const draftOf = (when: { start: string; end: string; zone: string | null } | null) =>
  new EventDraft({ title: 'Walk', when }, 'Europe/Berlin')
const whenOf = (draft: EventDraft) => must(draft.when)

it('an event over the night in which summer time begins keeps its hours on the wall, and when it is moved', () => {
  const night = { start: '2027-03-27T22:00', end: '2027-03-28T04:00', zone: 'Europe/Berlin' }
  const draft = draftOf(night)
  expect(whenOf(draft)).toEqual(night)
  draft.startDay = '2027-04-03'
  draft.startMoved()
  expect(whenOf(draft)).toEqual({ start: '2027-04-03T22:00', end: '2027-04-04T04:00', zone: 'Europe/Berlin' })
})

it('the end follows the start also when a field was empty in between', () => {
  const draft = draftOf({ start: '2027-05-01T10:00', end: '2027-05-01T12:00', zone: 'UTC' })
  for (const day of ['', '2027-06-01']) {
    draft.startDay = day
    draft.startMoved()
  }
  expect(whenOf(draft)).toMatchObject({ start: '2027-06-01T10:00', end: '2027-06-01T12:00' })
})

it('the last day of an event of whole days is shown inclusive and kept exclusive', () => {
  const draft = draftOf({ start: '2027-05-01', end: '2027-05-04', zone: null })
  expect([draft.startDay, draft.endDay]).toEqual(['2027-05-01', '2027-05-03'])
  draft.endDay = '2027-05-05'
  expect(whenOf(draft)).toEqual({ start: '2027-05-01', end: '2027-05-06', zone: null })
  draft.startDay = '2027-05-02'
  draft.startMoved()
  expect(whenOf(draft)).toEqual({ start: '2027-05-02', end: '2027-05-07', zone: null })
})

it('an hour without a zone is meant by everybody’s own clock', () => {
  const draft = draftOf({ start: '2027-05-01T10:00', end: '2027-05-01T12:00', zone: null })
  expect(draft.zone).toBe('')
  expect(whenOf(draft)?.zone).toBeNull()
})

it('what is half typed is refused with a code', () => {
  const draft = draftOf({ start: '2027-05-01T10:00', end: '2027-05-01T12:00', zone: 'Europe/Berlin' })
  draft.endTime = '09:00'
  expect(draft.facts).toMatchObject({ ok: false, error: { code: 'when.order' } })
  draft.zone = 'Europe/Nowhere'
  expect(draft.facts).toMatchObject({ ok: false, error: { code: 'when.zone' } })
  draft.startDay = ''
  expect(draft.facts).toMatchObject({ ok: false, error: { code: 'when.invalid' } })
})

it('how it repeats is chosen in fields and read as words', async () => {
  const desk = await planEvent()
  const draft = draftOf({ start: '2027-05-04T19:30', end: '2027-05-04T21:00', zone: 'Europe/Berlin' })
  desk.show(RepeatFields, () => ({ draft }))
  const words = () => screen.getByRole('status').textContent
  await userEvent.selectOptions(screen.getByLabelText('Repeats'), 'weekly')
  expect(draft.rule).toBe('FREQ=WEEKLY;BYDAY=TU')
  await userEvent.click(screen.getByLabelText('Thu'))
  const every = screen.getByLabelText<HTMLInputElement>('Every so many weeks')
  await userEvent.clear(every)
  await userEvent.tab()
  expect(every.value).toBe('1')
  await userEvent.clear(every)
  await userEvent.type(every, '2')
  await userEvent.tab()
  await userEvent.selectOptions(screen.getByLabelText('Ends'), 'after')
  expect(draft.rule).toMatch(/^FREQ=WEEKLY;(?=.*INTERVAL=2)(?=.*BYDAY=TU,TH)(?=.*COUNT=10)/)
  expect(words()).toMatch(/^Every second Tuesday and Thursday, 10/)
  await userEvent.selectOptions(screen.getByLabelText('Repeats'), 'monthly-weekday')
  expect(words()).toMatch(/first Tuesday/)
  await userEvent.selectOptions(screen.getByLabelText('Repeats'), 'none')
  expect(draft.rule).toBe('')
})

it('the last of the days cannot be unticked: it would take place on none', async () => {
  const desk = await planEvent()
  const draft = draftOf({ start: '2027-05-04T19:30', end: '2027-05-04T21:00', zone: 'Europe/Berlin' })
  desk.show(RepeatFields, () => ({ draft }))
  await userEvent.selectOptions(screen.getByLabelText('Repeats'), 'weekly')
  await userEvent.click(screen.getByLabelText('Tue'))
  expect(screen.getByLabelText<HTMLInputElement>('Tue').checked).toBe(true)
  expect(draft.rule).toBe('FREQ=WEEKLY;BYDAY=TU')
})

async function editing() {
  const desk = await planEvent()
  const onchange = vi.fn()
  const onundated = vi.fn()
  desk.show(EditEvent, () => ({ open: true, occurrence: null, onchange, onundated }))
  const form = within(await screen.findByRole('dialog', { name: 'Event' }))
  return { ...desk, onchange, onundated, form, save: () => userEvent.click(form.getByRole('button', { name: 'Save' })) }
}

it('only what was typed is changed: what somebody else changes meanwhile stays', async () => {
  const desk = await editing()
  must(
    desk.calendar.run(changeEvent, desk.event.id, {
      title: 'Summer clothes swap',
      when: { ...SWAP, end: '2026-11-28T17:00' },
    }),
  )
  flushSync()
  await userEvent.type(desk.form.getByLabelText('Place'), 'Mill Lane Hall')
  await desk.save()
  expect(desk.onchange).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ kind: 'edit', edit: { place: 'Mill Lane Hall' } }),
  )
})

it('an event can lose its date again', async () => {
  const desk = await editing()
  await userEvent.click(desk.form.getByLabelText('It has a date'))
  await desk.save()
  expect(desk.event.head?.when).toBeNull()
  expect(desk.onundated).toHaveBeenCalledOnce()
  expect(desk.onchange).not.toHaveBeenCalled()
  desk.calendar.undo()
  expect(desk.event.head?.when).toEqual(SWAP)
})

it('what is wrong is said beside the field, and the form stays', async () => {
  const desk = await editing()
  await userEvent.clear(desk.form.getByLabelText('Title'))
  await desk.save()
  expect(desk.form.getByLabelText('Title').getAttribute('aria-invalid')).toBe('true')
  await userEvent.type(desk.form.getByLabelText('Title'), 'Swap')
  const zone = desk.form.getByLabelText('Time zone')
  await userEvent.clear(zone)
  await userEvent.type(zone, 'Europe/Nowhere')
  await desk.save()
  expect(desk.form.getByRole('alert').textContent).toMatch(/time zone/)
  expect(desk.onchange).not.toHaveBeenCalled()
})
