import type { PeopleStore } from '#renderer/stores/peopleStore.svelte.ts'
import { CHANNELS } from '#shared/domain/people/fields.ts'
import { channelWords } from './personWords.ts'

interface Kind {
  readonly value: string
  readonly label: string
}

/** What can be done to many at once; what stands where this computer cannot read is not offered. */
export function bulkKinds(store: PeopleStore): readonly Kind[] {
  const kinds: Kind[] = []
  const here = new Set(store.readable)
  const add = (may: boolean, ...all: readonly Kind[]) => {
    if (may) kinds.push(...all)
  }
  const { audiences } = store
  for (const [field, word] of [
    ['tags', 'tag'],
    ['skills', 'skill'],
    ['languages', 'language'],
  ] as const)
    add(
      here.has(audiences.of(field)),
      { value: `${field}+`, label: `Add a ${word}` },
      { value: `${field}-`, label: `Take a ${word} away` },
    )
  add(
    here.has(audiences.of('circles')) && store.circles.some(({ archived }) => !archived),
    { value: 'circle+', label: 'Put into a circle' },
    { value: 'circle-', label: 'Take out of a circle' },
  )
  add(here.has(audiences.of('role')), { value: 'role', label: 'Set the task' })
  add(here.has(audiences.of('joined')), { value: 'joined', label: 'Set the day they joined' })
  for (const { id, name, audience, archived } of store.fields)
    add(!archived && here.has(audience), { value: `custom:${id}`, label: `Set “${name}”` })
  add(here.has(2), { value: 'home', label: 'Choose who may know of them' })
  for (const channel of here.has(audiences.of('consent')) ? CHANNELS : [])
    add(true, { value: `consent:${channel}`, label: `Consent: ${channelWords(channel)}` })
  add(true, { value: 'bin', label: 'Put into the bin' })
  return kinds
}
