import { screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import CardSteps from './CardSteps.svelte'
import { sitDown } from './testing/desk.ts'

async function begin(steps: readonly string[] = [], writable = true) {
  const desk = await sitDown()
  const given = () => ({ detail: desk.detail('One'), writable })
  desk.show(CardSteps, given)
  for (const step of steps) await userEvent.type(screen.getByLabelText('New step'), `${step}{Enter}`)
  const texts = () => desk.detail('One').stepGroups.flatMap((group) => group.steps.map(({ text }) => text))
  return { ...desk, texts }
}

it('steps are typed one after the other, and blanks are none', async () => {
  const { texts } = await begin(['Call', 'Write', '  '])
  expect(texts()).toEqual(['Call', 'Write'])
  expect(screen.getByText('0 of 2')).toBeTruthy()
})

it('a tick counts, and can be taken back', async () => {
  const { board } = await begin(['Call', 'Write'])
  await userEvent.click(screen.getByRole('checkbox', { name: 'Call' }))
  expect(screen.getByText('1 of 2')).toBeTruthy()
  board.undo()
  expect(await screen.findByText('0 of 2')).toBeTruthy()
  expect((screen.getByRole('checkbox', { name: 'Call' }) as HTMLInputElement).checked).toBe(false)
})

it('a step is renamed in place, moved by its buttons, and said so', async () => {
  const { texts, announcer } = await begin(['Call', 'Write'])
  await userEvent.click(screen.getByRole('button', { name: 'Call' }))
  await userEvent.keyboard('Call the office{Enter}')
  await userEvent.click(screen.getByRole('button', { name: 'Move “Call the office” down' }))
  expect(texts()).toEqual(['Write', 'Call the office'])
  expect(announcer.text).toBe('Step moved.')
})

it('a removed step comes back by the message’s Undo', async () => {
  const { texts, toasts } = await begin(['Call', 'Write'])
  await userEvent.click(screen.getByRole('button', { name: 'Remove “Call”' }))
  expect(texts()).toEqual(['Write'])
  toasts.list[0]?.action?.run()
  expect(texts()).toEqual(['Call', 'Write'])
})

it('where nothing can be changed there is nothing to change it with', async () => {
  await begin([], false)
  expect(screen.queryByLabelText('New step')).toBeNull()
})

it('a step that was begun is there again when its card is, and on no other', async () => {
  const desk = await sitDown({ 'To do': ['One', 'Two'] })
  const open = (title: string) => desk.show(CardSteps, () => ({ detail: desk.detail(title), writable: true }))
  const field = () => screen.getByLabelText<HTMLInputElement>('New step')
  const first = open('One')
  await userEvent.type(field(), 'Call the')
  first.unmount()
  const other = open('Two')
  expect(field().value).toBe('')
  other.unmount()
  open('One')
  expect(field().value).toBe('Call the')
})
