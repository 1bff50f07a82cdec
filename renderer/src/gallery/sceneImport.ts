import { PeopleImport } from '#renderer/stores/peopleImport.svelte.ts'
import { deskHere, memoryViews } from '#renderer/stores/peopleImportKit.ts'
import { busy } from './communities.ts'
import { sceneDirectory } from './scenePeople.ts'

const LIST = [
  'Name,Email,Phone,Role,Joined,Newsletter,Shoe size',
  'Ida Sommer,ida@example.org,030 901820,Cook,03/04/2024,yes,38',
  'Wilhelmina-Antonietta von und zu Hohenstaufen-Riverside,wilhelmina-antonietta.von.und.zu.hohenstaufen@riverside.example.org,+49 30 901821,Keeper of the keys to the shed behind the house,05/06/2025,no,41',
  'Karimi Leila,,,Driver,,,',
  'Jonas Meyer,jonas@example.org,,Somebody else,,yes,',
  'Priya Desai,not an address,,,,perhaps,',
  'ليلى كريمي,layla@example.org,12,,,yes,40',
].join('\n')

export const noList = () => ({ name: 'picture.csv', bytes: Uint8Array.of(1, 0, 0, 0, 2, 3) })

/** An import without disk, thread or relay, in one of its steps. */
export async function sceneImport(step: 'match' | 'look' | 'done'): Promise<PeopleImport> {
  const { store } = sceneDirectory(busy(), true)
  while (!store.ready) await new Promise((done) => setTimeout(done))
  const jonas = store.people.find(({ name }) => name === 'Jonas Meyer')
  if (jonas) store.change(jonas.id, { role: 'Treasurer', emails: { put: [{ value: 'jonas@example.org' }] } })
  const imports = new PeopleImport(store, { desk: () => deskHere(), kept: memoryViews(), region: '' })
  await imports.read({ name: 'helpers-2031.csv', bytes: new TextEncoder().encode(LIST) })
  await imports.aim(6, { to: 'new-field', name: 'Shoe size', kind: 'number' })
  if (step === 'match') return imports
  for (const column of imports.questions) imports.orders.set(column, 'dmy')
  await imports.look()
  if (step === 'done') await imports.start()
  return imports
}
