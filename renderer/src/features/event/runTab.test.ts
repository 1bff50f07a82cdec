import { screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync } from 'svelte'
import { expect, it, vi } from 'vitest'
import { readRunItems } from '#shared/domain/event/run.ts'
import { reflow } from '#shared/domain/event/runLive.ts'
import RunTab from './RunTab.svelte'
import { planEvent, SWAP } from './testing/eventDesk.ts'

/** Half an hour into the event. */
const HALF_PAST_TEN = Date.UTC(2026, 10, 28, 9, 30)

async function running(lines: readonly string[], furnishing: Parameters<typeof planEvent>[0] & { now?: number } = {}) {
  const desk = await planEvent(furnishing)
  Object.assign(desk.context, furnishing.now === undefined ? {} : { now: furnishing.now })
  const onlive = vi.fn()
  desk.show(RunTab, () => ({ onlive }))
  for (const line of lines) await userEvent.type(screen.getByLabelText('Add to the run of show'), `${line}{Enter}`)
  return { ...desk, onlive, items: () => readRunItems(desk.event.plan) }
}
const list = () => screen.getByRole('list', { name: 'Run of show' })
const rows = () =>
  [...list().querySelectorAll('.row')].map((row) => {
    const time = row.querySelector('.time')?.textContent?.replace(/\s+/g, ' ').trim()
    return `${time} ${row.querySelector('.title')?.textContent}`
  })
const face = (title: string) => within(list()).getByRole('button', { name: new RegExp(`^${title}`) })
async function choose(title: string, what: string) {
  await userEvent.click(screen.getByRole('button', { name: `Actions for ${title}` }))
  await userEvent.click(await screen.findByText(new RegExp(`^${what}`), { selector: '[role=menuitem] *' }))
  await vi.waitFor(() => expect(screen.queryByRole('menu', { hidden: true })).toBeNull())
}

it('a line with a number at its end says how long it takes, and what follows begins when it is over', async () => {
  await running(['Doors open 45', 'Soup 30 min', 'Talk'])
  expect(rows()).toEqual(['10:00 Doors open', '10:45 Soup', '11:15 Talk'])
})

it('Alt and an arrow move an item, which keeps the focus and says where it begins now', async () => {
  const desk = await running(['Doors open 45', 'Soup 30'])
  face('Doors open').focus()
  await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}')
  expect(rows()).toEqual(['10:00 Soup', '10:30 Doors open'])
  await vi.waitFor(() => expect(document.activeElement).toBe(face('Doors open')))
  expect(desk.announcer.text).toBe('Doors open now begins at 10:30.')
  await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}')
  expect(rows()).toEqual(['10:00 Doors open', '10:45 Soup'])
})

it('an item that is held keeps its time when one before it becomes shorter; the free minutes are shown', async () => {
  const desk = await running(['Doors open 60', 'Soup 30'])
  await choose('Soup', 'Hold it')
  await userEvent.click(face('Doors open'))
  const minutes = screen.getByLabelText('Minutes')
  await userEvent.clear(minutes)
  await userEvent.type(minutes, '20')
  await userEvent.tab()
  expect(rows()).toEqual(['10:00 Doors open', '11:00 Soup'])
  expect(list().textContent).toContain('40 minutes free')
  expect(desk.items().map(({ fixed }) => fixed)).toEqual([null, 60])
  await choose('Soup', 'Let it follow')
  expect(rows()).toEqual(['10:00 Doors open', '10:20 Soup'])
})

it('a number that is none is refused with words, and the field shows the old one again', async () => {
  const desk = await running(['Soup 30'])
  await userEvent.click(face('Soup'))
  for (const [label, kept] of [
    ['Minutes', '30'],
    ['Day', '1'],
  ] as const) {
    const field = screen.getByLabelText<HTMLInputElement>(label)
    await userEvent.clear(field)
    await userEvent.tab()
    expect(field.value).toBe(kept)
  }
  expect(desk.items()).toMatchObject([{ minutes: 30, day: 0 }])
  expect(desk.said().at(-1)).toMatch(/number/)
})

it('a name that is refused gives way to the old one', async () => {
  const desk = await running(['Soup 30'])
  await userEvent.click(face('Soup'))
  const field = screen.getByLabelText<HTMLInputElement>('What')
  await userEvent.clear(field)
  await userEvent.tab()
  expect(field.value).toBe('Soup')
  expect(desk.items()[0]?.title).toBe('Soup')
})

it('Escape closes an item that is open, and its line has the focus', async () => {
  await running(['Soup 30'])
  await userEvent.click(face('Soup'))
  screen.getByLabelText('Minutes').focus()
  await userEvent.keyboard('{Escape}')
  expect(screen.queryByLabelText('Minutes')).toBeNull()
  await vi.waitFor(() => expect(document.activeElement).toBe(face('Soup')))
})

it('one o’clock at a party that begins at eight is in the night after', async () => {
  const when = { start: '2026-11-28T20:00', end: '2026-11-29T03:00', zone: 'Europe/Berlin' }
  const desk = await running(['Music 60'], { when })
  await userEvent.click(face('Music'))
  await userEvent.type(screen.getByLabelText('Held at'), '01:00')
  await userEvent.tab()
  expect(desk.items()[0]?.fixed).toBe(300)
})

it('on the day an item is put off, with what follows; planned and expected are shown, and one undo takes it back', async () => {
  const desk = await running(['Doors open 60', 'Soup 30', 'Talk 30'], { now: HALF_PAST_TEN })
  expect(screen.getByText('On time')).toBeTruthy()
  await choose('Soup', '15 min later')
  expect(rows()).toEqual(['10:00 Doors open', 'Planned 11:00 Expected 11:15 Soup', 'Planned 11:30 Expected 11:45 Talk'])
  expect(screen.getByText('15 min late')).toBeTruthy()
  expect(desk.said()).toEqual(['“Soup” begins 15 min later.'])
  desk.takeUp()
  expect(rows()).toEqual(['10:00 Doors open', '11:00 Soup', '11:30 Talk'])
})

it('what was put off can be as planned again', async () => {
  const desk = await running(['Doors open 60', 'Soup 30'], { now: HALF_PAST_TEN })
  await choose('Soup', '5 min later')
  await choose('Soup', 'As planned')
  const live = reflow(desk.event.plan, SWAP, { stamp: '', now: HALF_PAST_TEN, viewerZone: 'Europe/Berlin' })
  expect(live.items.map(({ delay }) => delay)).toEqual([0, 0])
})

it('days before the event nothing can be put off, and no delay is shown', async () => {
  await running(['Soup 30'])
  await userEvent.click(screen.getByRole('button', { name: 'Actions for Soup' }))
  expect(await screen.findByText('Move up')).toBeTruthy()
  expect(screen.queryByText(/min later/)).toBeNull()
  expect(screen.queryByText('On time')).toBeNull()
})

it('what is taken off the plan comes back by Undo', async () => {
  const desk = await running(['Soup 30'])
  await choose('Soup', 'Take off')
  expect(desk.items()).toEqual([])
  desk.takeUp()
  expect(rows()).toEqual(['10:00 Soup'])
})

it('a plan that is longer than the event says so', async () => {
  await running(['Meeting 400'])
  expect(screen.getByText(/ends 40 minutes after the event does/)).toBeTruthy()
})

it('whoever may only read sees times and notes, and nothing to change them with', async () => {
  const desk = await running(['Soup 30'])
  desk.host.setMayWrite(false)
  flushSync()
  expect(screen.queryByLabelText('Add to the run of show')).toBeNull()
  expect(screen.queryByRole('button', { name: 'Actions for Soup' })).toBeNull()
  await userEvent.click(face('Soup'))
  expect(screen.getByLabelText<HTMLInputElement>('Minutes').readOnly).toBe(true)
  expect(screen.queryByRole('button', { name: 'clay' })).toBeNull()
})
