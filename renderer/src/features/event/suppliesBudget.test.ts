import { screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { readBudget } from '#shared/domain/event/budget.ts'
import { readSupplies } from '#shared/domain/event/supplies.ts'
import BudgetTab from './BudgetTab.svelte'
import SuppliesTab from './SuppliesTab.svelte'
import { planEvent } from './testing/eventDesk.ts'

async function supplies() {
  const desk = await planEvent()
  desk.show(SuppliesTab)
  const add = (line: string) => userEvent.type(screen.getByLabelText('Add something that is needed'), `${line}{Enter}`)
  return { ...desk, add, list: () => readSupplies(desk.event.plan) }
}
async function budget() {
  const desk = await planEvent()
  desk.show(BudgetTab)
  const add = (line: string) => userEvent.type(screen.getByLabelText('Add to expenses'), `${line}{Enter}`)
  return { ...desk, add, now: () => readBudget(desk.event.plan) }
}
async function type(label: string, words: string) {
  const field = screen.getByLabelText<HTMLInputElement>(label)
  await userEvent.clear(field)
  if (words !== '') await userEvent.type(field, words)
  await userEvent.tab()
  return field
}

it('a line says how much of what is needed', async () => {
  const desk = await supplies()
  await desk.add('12 tables')
  await desk.add('1,5 kg rice')
  await desk.add('Tea urn')
  expect(desk.list().map(({ needed, unit, title }) => [needed, unit, title])).toEqual([
    [12, '', 'tables'],
    [1.5, 'kg', 'rice'],
    [1, '', 'Tea urn'],
  ])
})

it('whoever says that they bring something brings what is missing; a part can be said, and the rest stays open', async () => {
  const desk = await supplies()
  await desk.add('12 tables')
  await userEvent.click(screen.getByRole('button', { name: /^I bring it/ }))
  expect(desk.list()[0]).toMatchObject({ open: 0, brings: [{ amount: 12 }] })
  expect(screen.getByText('Somebody sees to everything.')).toBeTruthy()
  await type('How much of tables is needed', '20')
  await type('How much of tables Amara Okafor brings', '5')
  expect(desk.list()[0]?.open).toBe(15)
  expect(screen.getByText('15 still open')).toBeTruthy()
})

it('an amount that is none is refused, and the field shows the old one', async () => {
  const desk = await supplies()
  await desk.add('12 tables')
  for (const wrong of ['', '-3']) expect((await type('How much of tables is needed', wrong)).value).toBe('12')
  expect(desk.list()[0]?.needed).toBe(12)
  expect(desk.said().at(-1)).toMatch(/number/)
})

it('what is there is ticked off; what is taken off the list comes back by Undo', async () => {
  const desk = await supplies()
  await desk.add('Tea urn')
  await userEvent.click(screen.getByLabelText('Got Tea urn'))
  expect(desk.list()[0]?.got).toBe(true)
  await userEvent.click(screen.getByRole('button', { name: 'Take Tea urn off the list' }))
  expect(desk.list()).toEqual([])
  desk.takeUp()
  expect(desk.list()).toMatchObject([{ title: 'Tea urn', got: true }])
})

it.each([
  ['Hall 1.234,50', 123_450, 'Hall'],
  ['Hall 1,234.50', 123_450, 'Hall'],
  ['Hall €120', 12_000, 'Hall'],
  ['Bus line 4a', 0, 'Bus line 4a'],
])('“%s” plans %i cents', async (line, planned, title) => {
  const desk = await budget()
  await desk.add(line)
  expect(desk.now().lines).toMatchObject([{ title, planned, kind: 'expense', actual: null }])
})

it('an amount is typed as people write it, and shown in one form; what is none gives way to the old one', async () => {
  const desk = await budget()
  await desk.add('Hall 100')
  expect((await type('Hall: planned', '1.234,50')).value).toBe('1234.50')
  expect((await type('Hall: planned', 'a lot')).value).toBe('1234.50')
  expect((await type('Hall: planned', '')).value).toBe('1234.50')
  expect((await type('Hall: actual', '12,345,6')).value).toBe('')
  expect(desk.now().lines).toMatchObject([{ planned: 123_450, actual: null }])
  expect((await type('Hall: actual', '99')).value).toBe('99.00')
  expect((await type('Hall: actual', '')).value).toBe('')
})

it('what is spent above the limit is told, and goes when the limit is raised', async () => {
  const desk = await budget()
  await desk.add('Hall 100')
  await type('Spend at most', '80')
  expect(screen.getByRole('status').textContent).toContain('€20.00 above the limit')
  expect((await type('Spend at most', 'much')).value).toBe('80.00')
  await type('Spend at most', '1.000')
  expect(screen.queryByRole('status')).toBeNull()
  expect(desk.now().ceiling).toBe(100_000)
})

it('a currency that nobody knows is refused and the old one stays', async () => {
  const desk = await budget()
  expect((await type('Currency', 'zzz')).value).toBe('EUR')
  expect((await type('Currency', 'jpy')).value).toBe('JPY')
  await desk.add('Hall 1200')
  expect(within(screen.getByRole('region', { name: 'Expenses' })).getAllByText(/¥1,200$/).length).toBeGreaterThan(0)
})
