import { screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { tick } from 'svelte'
import { describe, expect, it, vi } from 'vitest'
import { memberId } from '#renderer/stores/memoryHost.ts'
import { addLabel } from '#shared/domain/board.ts'
import { assign, renameCard, setDone, setDue, setLabel } from '#shared/domain/card.ts'
import { addStep, setStepDone } from '#shared/domain/checklist.ts'
import { addComment } from '#shared/domain/comment.ts'
import { must } from '#shared/domain/testkit.ts'
import BoardGlimpse from './BoardGlimpse.svelte'
import CardTile from './CardTile.svelte'
import { sitDown } from './testing/desk.ts'

async function look() {
  const desk = await sitDown()
  const card = desk.card('One')
  const given = () => ({ card, list: desk.list('To do'), next: null, tabbable: true, open: false })
  return { ...desk, id: card, view: () => desk.show(CardTile, given) }
}
const tile = () => screen.getByRole('button')

describe('the face of a card', () => {
  it('is only its name where there is nothing more', async () => {
    const { view } = await look()
    view()
    expect(tile().textContent?.trim()).toBe('One')
    expect(screen.queryByRole('progressbar')).toBeNull()
  })

  it('shows labels by name, the due date, steps, comments and people', async () => {
    const { board, id, view } = await look()
    const label = must(board.run(addLabel, { name: 'Permits', hue: 'clay' as const }))
    must(board.run(setLabel, id, label, true))
    must(board.run(setDue, id, '2031-05-04'))
    const step = must(board.run(addStep, id, { text: 'Call' }))
    must(board.run(addStep, id, { text: 'Write' }))
    must(board.run(setStepDone, id, step, true))
    must(board.run(addComment, id, 'Yes.'))
    must(board.run(assign, id, memberId(2), true))
    view()
    for (const words of ['Permits', 'Due 4 May 2031', '1 / 2']) expect(tile().textContent).toContain(words)
    expect(screen.getByRole('progressbar', { name: 'Steps' }).getAttribute('value')).toBe('1')
    expect(screen.getByRole('img', { name: 'Jonas Meyer' })).toBeTruthy()
    must(board.run(setDone, id, true))
    await tick()
    expect(tile().textContent).toContain('Done · 4 May 2031')
  })

  it('follows what others write', async () => {
    const { board, id, view } = await look()
    view()
    must(board.run(renameCard, id, 'مهرجان الشارع'))
    await tick()
    expect(screen.getByText('مهرجان الشارع').getAttribute('dir')).toBe('auto')
  })

  it('tells whose hand is on it, and that they have gone', async () => {
    const { board, host, id, view } = await look()
    view()
    const jonas = host.enter(board.id, { member: memberId(2), card: id, field: 'description' })
    await tick()
    expect(tile().textContent).toContain('Jonas is editing')
    jonas({ member: memberId(2), card: id, field: null })
    await tick()
    expect(tile().textContent).toContain('Jonas is looking')
    jonas(null)
    await tick()
    expect(tile().textContent).not.toContain('Jonas')
  })

  it('opens by mouse and by Enter', async () => {
    const { id, view, openCard } = await look()
    view()
    await userEvent.click(tile())
    tile().focus()
    await userEvent.keyboard('{Enter}')
    expect(openCard.mock.calls).toEqual([[id], [id]])
  })
})

it('a card that is clicked before its board is there is asked for', async () => {
  const { board, id, show, community } = await look()
  const face = board.face(id)
  const onwant = vi.fn()
  const lists = face ? [{ title: 'To do', count: 1, faces: [face] }] : []
  show(BoardGlimpse, () => ({ glimpse: { lists, labels: [] }, community, wanted: null, onwant }))
  await userEvent.click(screen.getByRole('button', { name: 'One' }))
  expect(onwant.mock.calls).toEqual([[id]])
})
