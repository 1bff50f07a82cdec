import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { memoryCommunity } from '#renderer/stores/memoryCommunity.ts'
import { memberId } from '#renderer/stores/memoryHost.ts'
import type { FoundMention } from '#renderer/stores/mentionNote.ts'
import ForYouPage from './ForYouPage.svelte'

const community = memoryCommunity({ names: ['Amara Okafor', 'Jonas Meyer'] })
const me = { kind: 'member', id: memberId(1), name: 'Amara, as she was called' } as const
const one = (title: string, more: Partial<FoundMention> = {}): FoundMention => ({
  doc: 'fair',
  card: title.padEnd(16, '0') as FoundMention['card'],
  title,
  comment: title.padEnd(16, '1') as FoundMention['comment'],
  by: memberId(2),
  name: '',
  at: Date.UTC(2031, 4, 1, 12),
  excerpt: ['could you, ', me, '?'],
  seen: false,
  ...more,
})
function show(found: readonly FoundMention[] | null, more: object = {}) {
  const [onopen, seeAll] = [vi.fn(), vi.fn()]
  const unseen = (found ?? []).filter(({ seen }) => !seen).length
  const mentions = found && { found, unseen, ready: true, failed: false, isFull: false, seeAll, ...more }
  render(ForYouPage, { mentions, community, titleOf: () => 'Street fair', onopen })
  return { onopen, seeAll }
}

it('says who named one, in which words, where, and which are new; a click leads there', async () => {
  const old = one('old', { seen: true, by: null, name: 'Someone from Trello' })
  const { onopen, seeAll } = show([one('new'), old])
  const rows = screen.getAllByRole('button', { name: /Street fair/ })
  expect(rows[0]?.textContent).toMatch(/New:\s*Jonas Meyer.*could you,\s*@Amara Okafor\?.*new · Street fair/s)
  expect(rows[1]?.textContent).not.toContain('New:')
  expect(rows[1]?.textContent).toContain('Someone from Trello')
  expect(screen.getByText('That is all.')).toBeTruthy()
  await userEvent.click(rows[1] as HTMLElement)
  expect(onopen).toHaveBeenCalledWith(old)
  await userEvent.click(screen.getByRole('button', { name: 'Mark all as seen' }))
  expect(seeAll).toHaveBeenCalledOnce()
})

it('says that there is nothing, that it ends, and that something could not be read', () => {
  show([])
  expect(screen.getByText('Nothing for you')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Mark all as seen' })).toBeNull()
  show([one('seen', { seen: true })], { isFull: true, failed: true })
  expect(screen.getByText(/The list ends here/)).toBeTruthy()
  expect(screen.getByText(/could not be read just now/)).toBeTruthy()
})

it('shows that it is still looking only to whoever has waited', async () => {
  vi.useFakeTimers()
  show(null)
  expect(screen.queryByText('Nothing for you')).toBeNull()
  expect(screen.queryByLabelText('Looking through the boards')).toBeNull()
  await vi.advanceTimersByTimeAsync(600)
  expect(screen.getByLabelText('Looking through the boards')).toBeTruthy()
  vi.useRealTimers()
})
