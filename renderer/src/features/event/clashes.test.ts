import { screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync } from 'svelte'
import { expect, it } from 'vitest'
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs'
import { memberId } from '#renderer/stores/memoryHost.ts'
import { changeEvent } from '#shared/domain/calendar.ts'
import type { WriteContext } from '#shared/domain/context.ts'
import { addRunItem, changeRunItem, readRunItems } from '#shared/domain/event/run.ts'
import { must } from '#shared/domain/testkit.ts'
import Clashes from './Clashes.svelte'
import { clashWords } from './clashWords.ts'
import { planEvent, SWAP } from './testing/eventDesk.ts'

/** Jonas does something on a copy of the document while somebody else does something here; then both meet. */
function apart(doc: Doc, ctx: WriteContext, theirs: (copy: Doc, ctx: WriteContext) => void, ours: () => void) {
  const copy = new Doc()
  applyUpdate(copy, encodeStateAsUpdate(doc))
  theirs(copy, { ...ctx, by: memberId(2), origin: 2 })
  ours()
  applyUpdate(doc, encodeStateAsUpdate(copy))
  copy.destroy()
  flushSync()
}

it('what two people set apart is shown with their names; whoever chooses settles it for all', async () => {
  const desk = await planEvent()
  const { event, calendar } = desk
  const doc = calendar.docs[0]
  if (!doc) throw new Error('no calendar')
  desk.show(Clashes)
  expect(screen.queryByRole('region')).toBeNull()
  const at = (hour: string) => ({ when: { ...SWAP, start: `2026-11-28T${hour}` } })
  apart(
    doc,
    calendar.context,
    (copy, ctx) => must(changeEvent(copy, event.id, at('14:30'), ctx)),
    () => must(calendar.run(changeEvent, event.id, at('15:00'))),
  )
  const clash = within(screen.getByRole('region', { name: 'Changed apart' }))
  expect(clash.getByText(/14:30–16:00/)).toBeTruthy()
  expect(clash.getByText('Jonas Meyer')).toBeTruthy()
  expect(clash.getByText('Amara Okafor')).toBeTruthy()
  const theirs = clash.getByText(/14:30–16:00/).closest('.value')
  if (!(theirs instanceof HTMLElement)) throw new Error('no value')
  await userEvent.click(within(theirs).getByRole('button'))
  expect(screen.queryByRole('region')).toBeNull()
  expect(event.head?.when?.start).toBe('2026-11-28T14:30')
  expect(desk.announcer.text).toMatch(/^When: .*14:30/)
})

it('a length of the run of show that was set apart is shown as such, and settled', async () => {
  const desk = await planEvent()
  const { event } = desk
  const item = must(event.change(addRunItem, { title: 'Soup', minutes: 30 }))
  desk.show(Clashes)
  apart(
    event.plan,
    event.context,
    (copy, ctx) => must(changeRunItem(copy, item, { minutes: 45 }, ctx)),
    () => must(event.change(changeRunItem, item, { minutes: 60 })),
  )
  const clash = within(screen.getByRole('region', { name: 'Changed apart in the plan' }))
  expect(clash.getByText('Two versions of the length of “Soup”:')).toBeTruthy()
  expect(clash.getByText('45 min')).toBeTruthy()
  await userEvent.click(clash.getByRole('button', { name: 'Take this' }))
  expect(screen.queryByRole('region')).toBeNull()
  expect([45, 60]).toContain(readRunItems(event.plan)[0]?.minutes)
})

it('values are shown as where they were set: times, lengths, days, money', () => {
  const shown = (key: string, value: unknown) => clashWords(key, value, SWAP, 'EUR')
  expect(shown('from', -90)).toBe('08:30')
  expect(shown('fixed', null)).toBe('After the one before')
  expect(shown('delay', 15)).toBe('15 min')
  expect(shown('day', 0)).toBe('1')
  expect(shown('planned', 123_450)).toBe('€1,234.50')
  expect(shown('title', '')).toBe('Nothing')
  expect(shown('title', 'Soup')).toBe('Soup')
})
