import { expect, it } from 'vitest'
import { Errands } from './errands.ts'

function start() {
  const line = { up: true, sent: [] as number[], ref: 0 }
  const errands = new Errands({
    ready: () => line.up,
    nextRef: () => ++line.ref,
    send: ([ref = 0]) => line.sent.push(ref),
  })
  return { line, errands, ask: () => errands.ask((ref) => Uint8Array.of(ref)) }
}

it('an errand waits for the line, goes again after a lost one, and ends with the answer to it', async () => {
  const { line, errands, ask } = start()
  line.up = false
  const outcome = ask()
  expect(line.sent).toEqual([])
  line.up = true
  errands.lineReady()
  errands.lineReady()
  expect(line.sent).toEqual([1])
  errands.lineLost()
  errands.lineReady()
  expect(line.sent).toEqual([1, 2])
  expect(errands.answered(1, 'done')).toBe(false)
  expect(errands.answered(2, 'quota')).toBe(true)
  expect(await outcome).toBe('quota')
  errands.lineLost()
  errands.lineReady()
  expect(line.sent).toEqual([1, 2])
})

it('several go at once and are told apart; whoever waits when nobody listens any more is told', async () => {
  const { errands, ask } = start()
  const outcomes = [ask(), ask()]
  expect(errands.answered(0, 'done')).toBe(false)
  expect(errands.answered(2, 'done')).toBe(true)
  errands.stopped()
  expect(await Promise.all(outcomes)).toEqual(['stopped', 'done'])
})
