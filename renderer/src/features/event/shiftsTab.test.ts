import { screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync } from 'svelte'
import { expect, it } from 'vitest'
import { memberId, memoryCircles } from '#renderer/stores/memoryHost.ts'
import { changeEvent } from '#shared/domain/calendar.ts'
import { askForCover, claimShift, readClaims } from '#shared/domain/event/claims.ts'
import { aMember, personKey } from '#shared/domain/event/person.ts'
import { addShift, readShiftList, type ShiftInput } from '#shared/domain/event/shifts.ts'
import { must } from '#shared/domain/testkit.ts'
import ShiftsTab from './ShiftsTab.svelte'
import { planEvent } from './testing/eventDesk.ts'

const DOOR: ShiftInput = { title: 'Door', from: 0, to: 120, needed: 2 }

async function atShifts(shifts: readonly ShiftInput[], furnishing: Parameters<typeof planEvent>[0] = {}) {
  const desk = await planEvent(furnishing)
  const ids = shifts.map((shift) => must(desk.event.change(addShift, shift)))
  desk.show(ShiftsTab)
  const docs = () => ({ plan: desk.event.plan, answers: desk.event.answers })
  return {
    ...desk,
    /** Jonas. */
    other: (operation: typeof claimShift | typeof askForCover, index: number) => {
      const [shift, by] = [ids[index], memberId(2)]
      const own = { person: aMember(by), asOrganizer: false }
      const ctx = { ...desk.event.context, by, origin: 2 }
      if (shift === undefined) throw new Error('no such shift')
      must(operation === askForCover ? askForCover(docs(), shift, own, true, ctx) : claimShift(docs(), shift, own, ctx))
      flushSync()
    },
    claims: (index: number) =>
      (readClaims(desk.event.answers).get(ids[index] ?? ('' as never)) ?? []).map(({ key, cover }) => [
        key,
        cover !== null,
      ]),
  }
}
const row = (name: string) => screen.getByRole('row', { name: new RegExp(`^${name}`) })
const press = (name: string, where = 'Door') => userEvent.click(within(row(where)).getByRole('button', { name }))
const [ME, JONAS] = [1, 2].map((number) => personKey(aMember(memberId(number))))

it('one signs up and drops out again; each can be undone, and the focus stays in the row', async () => {
  const desk = await atShifts([DOOR])
  await press('Sign up')
  expect(desk.claims(0)).toEqual([[ME, false]])
  expect(row('Door').textContent).toMatch(/1\s*\/ 2/)
  expect(desk.said().at(-1)).toBe('You are down for Door, 10:00–12:00.')
  expect(row('Door').contains(document.activeElement)).toBe(true)
  desk.takeUp()
  expect(desk.claims(0)).toEqual([])
  await press('Sign up')
  await press('Drop')
  expect(desk.claims(0)).toEqual([])
  desk.takeUp()
  expect(desk.claims(0)).toEqual([[ME, false]])
})

it('a full shift offers no place any more', async () => {
  const desk = await atShifts([{ ...DOOR, needed: 1 }])
  desk.other(claimShift, 0)
  expect(screen.getByText('Everything is covered.')).toBeTruthy()
  expect(within(row('Door')).queryByRole('button', { name: 'Sign up' })).toBeNull()
})

it('whoever asks for cover stays signed up until somebody takes over', async () => {
  const desk = await atShifts([{ ...DOOR, needed: 1 }])
  await press('Sign up')
  await press('Ask for cover')
  expect(desk.claims(0)).toEqual([[ME, true]])
  expect(row('Door').textContent?.replace(/\s+/g, ' ')).toContain('Amara Okafor asks for cover')
  await press('I can after all')
  expect(desk.claims(0)).toEqual([[ME, false]])
})

it('one takes over from somebody who asks for it, and is down in their place', async () => {
  const desk = await atShifts([{ ...DOOR, needed: 1 }])
  desk.other(claimShift, 0)
  expect(within(row('Door')).queryByRole('button', { name: 'Take over' })).toBeNull()
  desk.other(askForCover, 0)
  await press('Take over')
  expect(desk.claims(0)).toEqual([[ME, false]])
  desk.takeUp()
  expect(desk.claims(0)).toEqual([[JONAS, true]])
})

it('two shifts at once are pointed out, with who and for how long', async () => {
  const desk = await atShifts([DOOR, { title: 'Kitchen', from: 60, to: 180, needed: 1 }])
  desk.other(claimShift, 0)
  expect(screen.queryByRole('region', { name: 'To look at' })).toBeNull()
  desk.other(claimShift, 1)
  expect(screen.getByRole('region', { name: 'To look at' }).textContent).toContain(
    'Jonas Meyer is down for two shifts at once, for 1 hour.',
  )
})

async function fill(values: Readonly<Record<string, string>>) {
  const form = within(await screen.findByRole('dialog'))
  for (const [label, value] of Object.entries(values)) {
    const field = form.getByLabelText(label)
    await userEvent.clear(field)
    if (value !== '') await userEvent.type(field, value)
  }
  await userEvent.click(form.getByRole('button', { name: /^(Add shift|Save)$/ }))
}

it('a shift that ends before it begins ends on the next day', async () => {
  const desk = await atShifts([])
  await userEvent.click(screen.getByRole('button', { name: 'Add a shift' }))
  await fill({ What: 'Night watch', From: '22:00', Until: '02:00', Needed: '3' })
  expect(readShiftList(desk.event.plan)).toMatchObject([{ title: 'Night watch', from: 720, to: 960, needed: 3 }])
})

it('an empty number is not taken for none: the form says so and nothing is written', async () => {
  const desk = await atShifts([])
  await userEvent.click(screen.getByRole('button', { name: 'Add a shift' }))
  for (const empty of ['Needed', 'Day']) {
    await fill({ What: 'Door', From: '10:00', Until: '12:00', Needed: '1', Day: '1', [empty]: '' })
    expect(screen.getByRole('alert').textContent).toMatch(/number/)
  }
  await fill({ What: '', Needed: '1', Day: '1' })
  expect(screen.getByLabelText('What').getAttribute('aria-invalid')).toBe('true')
  expect(readShiftList(desk.event.plan)).toEqual([])
})

it('a guest of the community reads, and signs up for nothing', async () => {
  const desk = await atShifts([DOOR], { roles: [0] })
  desk.host.setMayWrite(false)
  flushSync()
  expect(within(row('Door')).queryAllByRole('button')).toEqual([])
})

it('what is cancelled takes no more sign-ups; who is down can drop out', async () => {
  const desk = await atShifts([DOOR, { ...DOOR, title: 'Kitchen', from: 180, to: 240 }])
  await press('Sign up')
  must(desk.event.calendar.run(changeEvent, desk.event.id, { status: 'cancelled' }))
  flushSync()
  expect(within(row('Kitchen')).queryByRole('button', { name: 'Sign up' })).toBeNull()
  await press('Drop')
  expect(desk.claims(0)).toEqual([])
})

it('a circle is asked: its people stand first, also those without the app', async () => {
  const desk = await atShifts([DOOR])
  const kitchen = [
    { id: memberId(3), name: 'Leila Karimi' },
    { id: 'f'.repeat(16), name: 'Tomasz Bąk' },
  ]
  Object.assign(desk.community, { directory: memoryCircles({ Kitchen: kitchen }) })
  await press('People for Door')
  const offered = () =>
    screen
      .getAllByRole('menuitemcheckbox', { hidden: true })
      .map(({ textContent }) => textContent?.replace('✓', '').trim())
  expect(offered()).toEqual(['Amara Okafor', 'Jonas Meyer', 'Leila Karimi', 'Ask Kitchen first'])
  await userEvent.click(screen.getByText('Ask Kitchen first'))
  expect(offered()).toEqual(['Leila Karimi', 'Tomasz Bąk', 'Amara Okafor', 'Jonas Meyer', 'Ask Kitchen first'])
  await userEvent.click(screen.getByText('Tomasz Bąk'))
  expect(desk.claims(0)).toEqual([['name:tomasz-bąk', false]])
})
