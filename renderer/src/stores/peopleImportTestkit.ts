import { expect } from 'vitest'
import type { DocId } from '#shared/domain/ids.ts'
import { seededBytes } from '#shared/domain/testkit.ts'
import { memoryHost } from './memoryHost.ts'
import { PeopleImport } from './peopleImport.svelte.ts'
import { deskHere, germanList, memoryViews } from './peopleImportKit.ts'
import { PeopleStore } from './peopleStore.svelte.ts'

/** For tests: an import into a community without disk, thread or relay. */

const NOON = Date.UTC(2026, 10, 1, 12)
export const stores: PeopleStore[] = []
export const docs = (audiences: readonly number[]) =>
  audiences.map((audience) => ({ id: `${audience}`.repeat(16) as DocId, audience }))

export async function open(audiences: readonly number[] = [0, 2]) {
  const host = memoryHost({ now: () => NOON, randomBytes: seededBytes(1) })
  let breaths = 0
  let atBreath = (_: number) => {}
  const store = PeopleStore.open({
    ...host,
    breathe: async () => atBreath(++breaths),
    documents: () => docs(audiences),
    members: () => [],
    ownWords: () => undefined,
  })
  stores.push(store)
  while (!store.ready) await Promise.resolve()
  const kept = memoryViews()
  const make = () => new PeopleImport(store, { desk: () => deskHere(), kept, region: 'DE' })
  return { host, store, imports: make(), make, onBreath: (heard: (n: number) => void) => (atBreath = heard) }
}
export type Opened = Awaited<ReturnType<typeof open>>

export const text = (words: string, name = 'list.csv') => ({ name, bytes: new TextEncoder().encode(words) })
export const german = (...args: Parameters<typeof germanList>) => ({
  name: 'Mitglieder.csv',
  bytes: germanList(...args),
})
export const preview = ({ phase }: PeopleImport) => {
  if (phase.name !== 'preview') throw new Error(JSON.stringify(phase))
  return phase.preview
}
export async function look(imports: PeopleImport, file: { name: string; bytes: Uint8Array }) {
  await imports.read(file)
  expect(imports.phase).toEqual({ name: 'mapping' })
  for (const column of imports.questions) imports.orders.set(column, 'dmy')
  await imports.look()
  return preview(imports)
}
export async function bringIn(imports: PeopleImport, file: { name: string; bytes: Uint8Array }) {
  await look(imports, file)
  await imports.start()
  if (imports.phase.name !== 'done') throw new Error(JSON.stringify(imports.phase))
  return imports.phase.report
}
export const named = ({ store }: Opened, name: string) => {
  const found = store.people.find((one) => one.name.startsWith(name) || one.emails[0]?.value.startsWith(name))
  if (!found) throw new Error(`nobody called ${name}`)
  return found
}
/** Everything that is known, as it can be compared. */
export const all = ({ store }: Opened) =>
  JSON.stringify(
    [...store.people].sort((a, b) => (a.id < b.id ? -1 : 1)),
    (_, value) => (value instanceof Map ? [...value] : value),
  )

export function closeStores(): void {
  for (const store of stores.splice(0)) store.close()
}
