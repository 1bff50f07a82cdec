import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { Pace } from './pace.ts'

/** A text of so many letters, typed one by one by a client. */
function typed(client: number, letters: number): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = client
  for (let i = 0; i < letters; i++) doc.getText('t').insert(0, 'x')
  return Y.encodeStateAsUpdate(doc)
}

/** A clock that goes on by what applying costs. */
function world(costPerByte: () => number) {
  let now = 0
  const doc = new Y.Doc()
  const took: number[] = []
  let breaths = 0
  const pace = new Pace({
    now: () => now,
    breathe: async () => {
      breaths += 1
    },
  })
  const take = (update: Uint8Array) =>
    pace.take(update, (piece) => {
      const cost = costPerByte() * piece.length
      took.push(cost)
      now += cost
      Y.applyUpdate(doc, piece)
    })
  return { doc, took, take, breaths: () => breaths }
}

it('U5 cuts what comes after an update that was far slower than updates are, and loses nothing of it', async () => {
  const { doc, took, take, breaths } = world(() => 0.2)
  for (const client of [1, 2, 3]) await take(typed(client, 300))
  expect(doc.getText('t').length).toBe(900)
  const [first = 0, ...later] = took
  expect(first).toBeGreaterThan(120)
  expect(Math.max(...later)).toBeLessThanOrEqual(16)
  expect(breaths()).toBe(took.length)
})

it('hands honest updates on whole, however large', async () => {
  const { took, take } = world(() => 0.0002)
  for (const client of [1, 2]) await take(typed(client, 1_500))
  expect(took).toHaveLength(2)
})

it('cuts no more once things are quick again', async () => {
  let cost = 0.2
  const { took, take } = world(() => cost)
  await take(typed(1, 300))
  cost = 0.00001
  for (let client = 2; client < 10; client++) await take(typed(client, 300))
  const before = took.length
  await take(typed(20, 300))
  expect(took.length).toBe(before + 1)
})
