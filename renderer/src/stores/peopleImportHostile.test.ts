import { afterEach, describe, expect, it } from 'vitest'
import { recordConsent } from '#shared/domain/people/personFate.ts'
import { must } from '#shared/domain/testkit.ts'
import { exportColumns } from '#shared/formats/peopleColumns.ts'
import { person } from '#shared/formats/peopleTestkit.ts'
import { writePeopleXlsx } from '#shared/formats/peopleXlsxWrite.ts'
import { PeopleImport } from './peopleImport.svelte.ts'
import { deskHere, memoryViews } from './peopleImportKit.ts'
import { bringIn, closeStores, look, named, open, text } from './peopleImportTestkit.ts'

afterEach(closeStores)

/** More than are written at once; the last one apart. */
const MANY = [...Array.from({ length: 60 }, (_, n) => `${'abcdef'.charAt(n % 6)}${n}`), 'xylo']

describe('a workbook', () => {
  const people = [1, 2, 3].map((n) => person(n, `Ann ${'abc'.charAt(n)}`))
  const columns = exportColumns(people, { fields: ['name'], custom: [], circles: new Map() })
  const file = { name: 'people.xlsx', bytes: writePeopleXlsx(people, columns) }

  it('is unpacked without a number of steps that nobody knows, and stopped meanwhile nothing is kept of it', async () => {
    const { store } = await open()
    const seen: unknown[] = []
    let stop = false
    const desk = () => {
      const here = deskHere()
      const read: typeof here.read = (bytes, choice, fields, progress) =>
        here.read(bytes, choice, fields, (done, total) => {
          progress(done, total)
          seen.push(imports.phase)
          if (stop) imports.cancel()
        })
      return { ...here, read }
    }
    const imports = new PeopleImport(store, { desk, kept: memoryViews(), region: 'DE' })
    await imports.read(file)
    expect(imports.list).toMatchObject({ kind: 'xlsx', rows: 3 })
    expect(seen[0]).toEqual({ name: 'reading', done: 0, total: 0 })
    stop = true
    await imports.read(file)
    expect(imports.phase).toEqual({ name: 'choose' })
    expect(imports.list).toBe(null)
  })
})

describe('what others say and do meanwhile', () => {
  it('a no that is said while the list is written counts, whatever the list says', async () => {
    const opened = await open()
    const { imports, store, onBreath } = opened
    const list = (last: string) =>
      text(['Name,Email,Newsletter', ...MANY.map((word) => `Ann ${word},${word}@example.org,${last}`)].join('\n'))
    await bringIn(imports, list(''))
    const { id } = named(opened, 'Ann xylo')
    await look(imports, list('yes'))
    let said = false
    onBreath(() => {
      if (said || imports.phase.name !== 'importing') return
      said = true
      must(store.run(recordConsent, id, 'email', { state: 'no', source: 'just now', on: '' }, []))
    })
    await imports.start()
    expect(said).toBe(true)
    expect(store.person(id)?.consent.get('email')).toMatchObject({ state: 'no', history: [{}, {}] })
    expect(named(opened, 'Ann a0').consent.get('email')?.state).toBe('yes')
  })

  it.each(['constructor', '__proto__', 'toString'])('%s is a word like another, also the second time', async (word) => {
    const opened = await open()
    const list = text(`Name,Email,Tags,${word},Notes\n${word},${word}@example.org,"${word}, van",${word},${word}`)
    await opened.imports.read(list)
    await opened.imports.aim(3, { to: 'new-field', name: word, kind: 'text' })
    await opened.imports.look()
    await opened.imports.start()
    expect(named(opened, word)).toMatchObject({ name: word, tags: [word, 'van'], notes: [{ text: word }] })
    expect(await look(opened.make(), list)).toMatchObject({ counts: { create: 0, change: 0, same: 1 }, toWrite: 0 })
  })
})
