import { render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync } from 'svelte'
import { expect, it, vi } from 'vitest'
import { keepTemplate, templatesOf } from '#renderer/stores/newEvents.ts'
import { binEvent } from '#shared/domain/calendar.ts'
import { binCard } from '#shared/domain/card.ts'
import { must } from '#shared/domain/testkit.ts'
import EventBin from './EventBin.svelte'
import NewEvent from './NewEvent.svelte'
import TaskPacks from './TaskPacks.svelte'
import { planEvent } from './testing/eventDesk.ts'

it('a template of one’s own is offered for new events, and can be taken away with one undo', async () => {
  const desk = await planEvent()
  must(keepTemplate(desk.event, 'Our swap'))
  const { calendar, toasts } = desk
  render(NewEvent, { calendar, toasts, start: null, open: true, oncreated: vi.fn() })
  const from = await screen.findByLabelText('Start from')
  await userEvent.selectOptions(from, 'Street fair')
  expect(screen.queryByRole('button', { name: 'Take this template away' })).toBeNull()
  await userEvent.selectOptions(from, 'Our swap')
  await userEvent.click(screen.getByRole('button', { name: 'Take this template away' }))
  expect(templatesOf(calendar).map(({ name }) => name)).not.toContain('Our swap')
  desk.takeUp()
  expect(templatesOf(calendar).map(({ name }) => name)).toContain('Our swap')
})

it('what was taken out of the calendar lies in the bin, and can be put back', async () => {
  const desk = await planEvent()
  const { calendar, toasts } = desk
  render(EventBin, { calendar, toasts })
  expect(screen.queryByRole('button', { name: /Bin/ })).toBeNull()
  must(calendar.run(binEvent, desk.event.id))
  flushSync()
  await userEvent.click(screen.getByRole('button', { name: 'Bin (1)' }))
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: /^Put back/ }))
  expect(calendar.events.map(({ title }) => title)).toEqual(['Winter clothes swap'])
  desk.takeUp()
  expect(calendar.events).toEqual([])
})

it('whoever may not change the calendar sees its bin, and puts nothing back', async () => {
  const desk = await planEvent()
  const { calendar, toasts } = desk
  must(calendar.run(binEvent, desk.event.id))
  desk.host.setMayWrite(false)
  flushSync()
  render(EventBin, { calendar, toasts })
  await userEvent.click(screen.getByRole('button', { name: 'Bin (1)' }))
  expect(within(await screen.findByRole('dialog')).queryByRole('button', { name: /^Put back/ })).toBeNull()
})

it('a checklist says what of it is among the tasks, adds what is missing, and is taken back by one undo', async () => {
  const desk = await planEvent()
  desk.show(TaskPacks)
  await userEvent.click(screen.getByRole('button', { name: 'Add a checklist' }))
  const dialog = within(await screen.findByRole('dialog'))
  const pack = (name: string) => dialog.getByRole('heading', { name }).closest('li')
  const cards = () => desk.event.board.lists.flatMap((list) => list.cards)
  await userEvent.click(dialog.getByRole('button', { name: 'Add : Permits' }))
  expect(cards()).toHaveLength(3)
  expect(pack('Permits')?.textContent).toContain('All of it is among the tasks.')
  // Days count back from the event.
  const [first] = cards()
  expect(first && desk.event.board.face(first)?.due).toBe('2026-09-19')
  if (first) must(desk.event.change(binCard, first))
  flushSync()
  expect(pack('Permits')?.textContent).toContain('2 of 3 are among the tasks.')
  await userEvent.click(dialog.getByRole('button', { name: 'Add the rest : Permits' }))
  expect(cards()).toHaveLength(3)
  expect(desk.said().at(-1)).toBe('Permits: 1 card added to the tasks.')
  desk.takeUp()
  expect(cards()).toHaveLength(2)
})
