import { fireEvent, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { memberId, memoryCircles } from '#renderer/stores/memoryHost.ts'
import { addLabel } from '#shared/domain/board.ts'
import { assignName, setDue } from '#shared/domain/card.ts'
import { must } from '#shared/domain/testkit.ts'
import CardFields from './CardFields.svelte'
import { sitDown } from './testing/desk.ts'

async function begin(writable = true) {
  const desk = await sitDown()
  must(desk.board.run(addLabel, { name: 'Permits', hue: 'clay' as const }))
  must(desk.board.run(assignName, desk.card('One'), 'Tomasz Bąk', true))
  if (!writable) must(desk.board.run(setDue, desk.card('One'), '2031-05-04'))
  desk.show(CardFields, () => ({ detail: desk.detail('One'), writable }))
  return desk
}

it('labels are put on and taken off from one menu', async () => {
  const { detail, board } = await begin()
  await userEvent.click(screen.getByRole('button', { name: 'Change labels' }))
  await userEvent.click(screen.getByText('Permits'))
  expect(detail('One').labels).toEqual([board.labels[0]?.id])
  await userEvent.click(screen.getAllByText('Permits').at(-1) as HTMLElement)
  expect(detail('One').labels).toEqual([])
})

it('people are members, by a menu, and names that came along, which can be taken off', async () => {
  const { detail } = await begin()
  await userEvent.click(screen.getByRole('button', { name: 'Change people' }))
  await userEvent.click(screen.getByText('Leila Karimi'))
  expect(detail('One').who).toHaveLength(1)
  await userEvent.click(screen.getByLabelText('Take Tomasz Bąk off'))
  expect(detail('One').names).toEqual([])
})

it('a circle assigns everybody in it who has the app, as one step of undo', async () => {
  const desk = await sitDown()
  const kitchen = [
    { id: memberId(2), name: 'Jonas Meyer' },
    { id: memberId(3), name: 'Leila Karimi' },
    { id: 'f'.repeat(16), name: 'Tomasz Bąk' },
  ]
  const openPeople = vi.fn(async () => directory)
  const directory = memoryCircles({ Kitchen: kitchen, 'Without the app': kitchen.slice(2) })
  Object.assign(desk.community, { directory, openPeople })
  desk.show(CardFields, () => ({ detail: desk.detail('One'), writable: true }))
  await userEvent.click(screen.getByRole('button', { name: 'Change people' }))
  expect(openPeople).toHaveBeenCalledOnce()
  expect(screen.queryByText('Everybody in Without the app')).toBeNull()
  expect(screen.getByText('Everybody in Kitchen').parentElement?.textContent).toContain('1 without the app')
  await userEvent.click(screen.getByText('Everybody in Kitchen'))
  expect([...desk.detail('One').who].sort()).toEqual([memberId(2), memberId(3)])
  expect(desk.detail('One').names).toEqual([])
  desk.board.undo()
  expect(desk.detail('One').who).toEqual([])
})

it('a due date is set, done and taken away', async () => {
  const { detail } = await begin()
  await fireEvent.change(screen.getByLabelText('Due date'), { target: { value: '2031-05-04' } })
  expect(detail('One').due).toBe('2031-05-04')
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Done' }))
  expect(detail('One').done).toBe(true)
  await userEvent.click(screen.getByRole('button', { name: 'Take the due date away' }))
  expect(detail('One').due).toBeNull()
})

it('where nothing can be changed it is only told', async () => {
  await begin(false)
  expect(screen.getByText(/4 May 2031/)).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
  expect(screen.queryByLabelText('Due date')).toBeNull()
})

it('what is refused is told, and changes nothing', async () => {
  const { detail, host, toasts } = await begin()
  host.setMayWrite(false)
  await fireEvent.change(screen.getByLabelText('Due date'), { target: { value: '2031-05-04' } })
  expect(detail('One').due).toBeNull()
  expect(toasts.list.map(({ kind }) => kind)).toEqual(['problem'])
})
