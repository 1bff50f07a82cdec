import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { memoryCommunity } from '#renderer/stores/memoryCommunity.ts'
import { Toasts } from '#renderer/ui/toasts.svelte.ts'
import SetAside from './SetAside.svelte'

type Outcome = 'waiting' | 'done' | 'role' | 'gap' | 'moot'

async function sendAgain(outcome: Outcome): Promise<string | undefined> {
  const toasts = new Toasts()
  const community = memoryCommunity({
    names: ['Jonas', 'Amara'],
    roles: [1, 3],
    boards: [{ title: 'Street fair' }],
    setAside: [{ mayRetry: true }],
    answers: { retryRefused: async () => [outcome] },
  })
  const { unmount } = render(SetAside, { community, toasts, open: true, oncopy: async () => {} })
  await userEvent.click(screen.getByRole('button', { name: 'Send again' }))
  unmount()
  return toasts.list[0]?.text
}

it('R6 what becomes of changes that are sent again is said for each outcome', async () => {
  expect(await sendAgain('waiting')).toContain('on their way again')
  expect(await sendAgain('done')).toContain('has them already')
  expect(await sendAgain('gap')).toContain('Save them as a file')
  expect(await sendAgain('role')).toContain('still does not allow it')
})

it('R6 nothing is discarded without a second word', async () => {
  const asked: (readonly string[])[] = []
  const community = memoryCommunity({
    names: ['Jonas', 'Amara'],
    setAside: [{ doc: 'elsewhere', reasons: ['elsewhere'] }],
    answers: {
      discardRefused: async (ids) => {
        asked.push(ids)
      },
    },
  })
  render(SetAside, { community, toasts: new Toasts(), open: true, oncopy: async () => {} })
  expect(screen.getByRole('listitem').textContent).toContain('Something you can no longer see here')
  await userEvent.click(screen.getByRole('button', { name: 'Discard…' }))
  expect(asked).toEqual([])
  await userEvent.click(screen.getByRole('button', { name: 'Discard them' }))
  expect(asked).toEqual([['row 0']])
})
