import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { OpenDoc } from '#renderer/session/documents.ts'
import type { DocId } from '#shared/domain/ids.ts'
import { BoardAhead } from './boardAhead.ts'

const [A, B] = ['a' as DocId, 'b' as DocId]
let open: Set<string>
let read: ReturnType<typeof vi.fn<(board: DocId) => Promise<void>>>
let opened: ReturnType<typeof vi.fn<(board: DocId) => Promise<OpenDoc>>>
let glimpse: ReturnType<typeof vi.fn<(board: DocId) => Promise<Uint8Array>>>
let ahead: BoardAhead

beforeEach(() => {
  vi.useFakeTimers()
  open = new Set()
  read = vi.fn(async () => {})
  opened = vi.fn(async (board) => {
    open.add(board)
    return { release: () => open.delete(board) } as unknown as OpenDoc
  })
  glimpse = vi.fn(async () => new Uint8Array(glimpse.mock.calls.length))
  ahead = new BoardAhead({ glimpse, read, open: opened })
})
afterEach(() => vi.useRealTimers())

it('fetches a board at once, and decodes it for who rests on it', async () => {
  ahead.want(A)
  expect(read).toHaveBeenCalledExactlyOnceWith(A)
  await vi.advanceTimersByTimeAsync(59)
  expect(opened).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(open).toEqual(new Set([A]))
  ahead.want(A)
  expect(read).toHaveBeenCalledOnce()
})

it('decodes nothing for who only passes over', async () => {
  ahead.want(A)
  await vi.advanceTimersByTimeAsync(30)
  ahead.want(B)
  await vi.advanceTimersByTimeAsync(30)
  ahead.leave(B)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(opened).not.toHaveBeenCalled()
})

it('holds a board that is left for the moment it takes to open it, and no longer', async () => {
  ahead.want(A)
  await vi.advanceTimersByTimeAsync(60)
  ahead.leave(B)
  await vi.advanceTimersByTimeAsync(600)
  ahead.leave(A)
  await vi.advanceTimersByTimeAsync(499)
  expect(open).toEqual(new Set([A]))
  ahead.want(A)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(open).toEqual(new Set([A]))
  ahead.leave(A)
  await vi.advanceTimersByTimeAsync(500)
  expect([open, opened.mock.calls]).toEqual([new Set(), [[A]]])
})

it('lets go of a board that another one follows, also while it is still being opened', async () => {
  ahead.want(A)
  await vi.advanceTimersByTimeAsync(60)
  ahead.want(B)
  expect(open).toEqual(new Set())
  vi.advanceTimersByTime(60)
  ahead.stop()
  await vi.advanceTimersByTimeAsync(0)
  expect(opened).toHaveBeenLastCalledWith(B)
  expect(open).toEqual(new Set())
})

it('does not hold a board for ever', async () => {
  ahead.want(A)
  await vi.advanceTimersByTimeAsync(10_060)
  expect(open).toEqual(new Set())
  ahead.want(A)
  await vi.advanceTimersByTimeAsync(60)
  expect(open).toEqual(new Set([A]))
})

it('has the glimpse of the board that is wanted, read once, and asks for that of any other', async () => {
  ahead.want(A)
  expect(glimpse.mock.invocationCallOrder[0]).toBeLessThan(read.mock.invocationCallOrder[0] ?? 0)
  expect([(await ahead.glimpse(A))?.length, (await ahead.glimpse(A))?.length]).toEqual([1, 1])
  expect((await ahead.glimpse(B))?.length).toBe(2)
  ahead.leave(A)
  expect((await ahead.glimpse(A))?.length).toBe(3)
})

it('is silent about what cannot be read', async () => {
  read.mockRejectedValueOnce(new Error('storage.failed'))
  glimpse.mockRejectedValueOnce(new Error('storage.failed'))
  opened.mockRejectedValueOnce(new Error('doc.private'))
  ahead.want(A)
  await vi.advanceTimersByTimeAsync(60)
  ahead.leave(A)
})
