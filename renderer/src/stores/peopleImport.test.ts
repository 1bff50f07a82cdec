import { afterEach, describe, expect, it, vi } from 'vitest'
import type { PersonId } from '#shared/domain/ids.ts'
import { addPerson, changePerson } from '#shared/domain/people/changePerson.ts'
import { binPerson, recordConsent } from '#shared/domain/people/personFate.ts'
import { must } from '#shared/domain/testkit.ts'
import { BROKE_OFF, PeopleImport } from './peopleImport.svelte.ts'
import { deskHere, memoryViews } from './peopleImportKit.ts'
import {
  all,
  bringIn,
  closeStores,
  docs,
  german,
  look,
  named,
  open,
  preview,
  stores,
  text,
} from './peopleImportTestkit.ts'
import { PeopleStore } from './peopleStore.svelte.ts'

afterEach(closeStores)

describe('a list as a German Excel writes it', () => {
  it('is only read at first: its columns are told, its doubles folded, and nothing is written', async () => {
    const opened = await open()
    const { imports, store } = opened
    const shown = await look(imports, german(300, 12))
    expect(imports.list).toMatchObject({ encoding: 'windows-1252', delimiter: ';', rows: 300 })
    expect(imports.targets.map(({ to }) => to)).toEqual(['name', 'emails', 'phones', 'joined', 'tags', 'consent'])
    expect(shown).toMatchObject({ counts: { create: 288, change: 0, same: 0, possible: 0 }, folded: 12, losses: [] })
    expect((await imports.shown('create', 0, 10)).map(({ name }) => name)[0]).toBe('Jürgen Müller')
    expect(store.people).toEqual([])
    expect(store.canUndo).toBe(false)
  })

  it('comes in as one step of undo, with dates, telephones, tags and consent as the list has them', async () => {
    const opened = await open()
    const { imports, store } = opened
    const report = await bringIn(imports, german(300, 12))
    expect(report.failures.size).toBe(0)
    expect(store.people).toHaveLength(288)
    expect(named(opened, 'person3@')).toMatchObject({
      name: 'Cem Müller',
      home: 2,
      joined: '2019-04-04',
      tags: ['Küche', 'Straßenfest'],
      phones: [{ e164: '+49301000003' }],
    })
    expect(named(opened, 'person3@').consent.get('email')).toMatchObject({
      state: 'yes',
      current: { source: 'Mitglieder.csv' },
    })
    expect(named(opened, 'person5@').consent.get('email')?.state).toBe('no')
    expect(imports.mayTakeBack).toBe(true)
    expect(await imports.takeBack()).toBe(true)
    expect(store.people).toEqual([])
    expect(store.canUndo).toBe(false)
  })

  it('again brings no doubles and writes nothing; changed, it brings only what changed', async () => {
    const opened = await open()
    await bringIn(opened.imports, german(300, 12))
    const before = all(opened)
    const again = opened.make()
    expect(await look(again, german(300, 12))).toMatchObject({
      counts: { create: 0, change: 0, same: 288 },
      toWrite: 0,
    })
    expect(again.remembered).toBe(true)
    expect(all(opened)).toBe(before)
    // Ours from here on: the list must not turn it back.
    must(opened.store.run(changePerson, named(opened, 'person7@').id, { joined: '2020-01-01' }))
    const changed = (row: string[], n: number) => (n === 8 ? [...row.slice(0, 2), '030 777777', ...row.slice(3)] : row)
    expect(await look(again, german(300, 12, changed))).toMatchObject({ counts: { create: 0, change: 1, same: 287 } })
    await again.start()
    expect(named(opened, 'person8@').phones.map(({ value }) => value)).toContain('030 777777')
    expect(named(opened, 'person7@').joined).toBe('2020-01-01')
    expect(opened.store.people).toHaveLength(288)
  })
})

describe('what goes wrong', () => {
  it('stopped half way it takes back what was written, and older steps stay', async () => {
    const opened = await open()
    const { imports, store, onBreath } = opened
    must(store.run(addPerson, { name: 'Ours' }))
    const before = all(opened)
    await look(imports, german(300, 12))
    let most = 0
    onBreath(() => {
      if (imports.phase.name !== 'importing') return
      most = Math.max(most, imports.phase.done)
      if (imports.phase.done >= 100) imports.cancel()
    })
    await imports.start()
    // The piece in hand is the last one.
    expect(most).toBe(150)
    expect(preview(imports).counts.create).toBe(288)
    expect(all(opened)).toBe(before)
    expect(store.undo()).toBe(true)
    expect(store.people).toEqual([])
  })

  it('broken off between two pieces, the same list brings the rest and no doubles', async () => {
    const opened = await open()
    const { imports, host, store, onBreath } = opened
    await look(imports, german(300, 12))
    // The run ends for good, as with the process: nobody takes anything back.
    onBreath(() => {
      if (imports.phase.name === 'importing' && imports.phase.done >= 100) throw new Error('the process is gone')
    })
    await imports.start()
    onBreath(() => {})
    expect(imports.phase).toEqual({ name: 'failed', error: { code: 'file.failed' } })
    expect(store.people).toHaveLength(100)
    const later = PeopleStore.open({
      ...host,
      documents: () => docs([0, 2]),
      members: () => [],
      ownWords: () => undefined,
    })
    stores.push(later)
    while (!later.ready) await Promise.resolve()
    const rest = new PeopleImport(later, { desk: () => deskHere(), kept: memoryViews(), region: 'DE' })
    expect(await look(rest, german(300, 12))).toMatchObject({ counts: { create: 188, same: 100 } })
    await rest.start()
    expect(later.people).toHaveLength(288)
    expect(new Set(later.people.map(({ name }) => name)).size).toBe(288)
  })

  it('a no is never turned into a yes by a list, also if it came after the preview', async () => {
    const opened = await open()
    const { imports, store } = opened
    await bringIn(imports, text('Name,Email\nAnn Lee,ann@example.org\nBob Ray,bob@example.org'))
    const [ann, bob] = [named(opened, 'Ann'), named(opened, 'Bob')]
    must(store.run(recordConsent, ann.id, 'email', { state: 'no', source: 'said so', on: '' }, []))
    const yes = text('Name,Email,Newsletter\nAnn Lee,ann@example.org,yes\nBob Ray,bob@example.org,yes')
    expect(await look(imports, yes)).toMatchObject({ consentKept: 1, counts: { change: 1, same: 1 } })
    must(store.run(recordConsent, bob.id, 'email', { state: 'no', source: 'just now', on: '' }, []))
    await imports.start()
    // What it comes to has changed meanwhile: it is shown once more.
    expect(preview(imports).consentKept).toBe(2)
    await imports.start()
    for (const name of ['Ann', 'Bob']) expect(named(opened, name).consent.get('email')?.state).toBe('no')
  })

  it.each([
    ['nothing in it', text(' \n'), 'table.empty'],
    ['no text', { name: 'a.csv', bytes: Uint8Array.of(1, 0, 0, 0, 5) }, 'table.not-text'],
    ['an old workbook', { name: 'a.xls', bytes: Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 1) }, 'xlsx.old-or-locked'],
    ['a damaged workbook', { name: 'a.xlsx', bytes: Uint8Array.of(0x50, 0x4b, 3, 4, 1) }, 'xlsx.damaged'],
  ])('a file with %s is refused with its reason', async (_, file, code) => {
    const { imports, store } = await open()
    await imports.read(file)
    expect(imports.phase).toMatchObject({ name: 'failed', error: { code } })
    expect(store.people).toEqual([])
  })

  it('cut-off contacts are refused, whole ones come in with their numbers', async () => {
    const opened = await open()
    await opened.imports.read(text('BEGIN:VCARD\nFN:Ann', 'a.vcf'))
    await opened.imports.look()
    expect(opened.imports.phase).toMatchObject({ name: 'failed', error: { code: 'vcard.none' } })
    await bringIn(opened.imports, text('BEGIN:VCARD\nVERSION:3.0\nFN:Ann Lee\nTEL:030 901820\nEND:VCARD', 'a.vcf'))
    expect(named(opened, 'Ann').phones[0]?.e164).toBe('+4930901820')
  })

  it('a file that is too large is not even read', async () => {
    const { imports } = await open()
    const huge = new File(['Name'], 'huge.csv')
    Object.defineProperty(huge, 'size', { value: 1024 ** 3 })
    Object.defineProperty(huge, 'arrayBuffer', { value: () => Promise.reject(new Error('it was read')) })
    await imports.readFile(huge)
    expect(imports.phase).toMatchObject({ name: 'failed', error: { code: 'table.too-large' } })
  })

  it('who may only read is told so', async () => {
    const { host, imports } = await open()
    host.setMayWrite(false)
    await imports.read(german(3, 0))
    expect(imports.phase).toMatchObject({ name: 'failed', error: { code: 'role.read-only' } })
  })

  it('an import that cannot go on says how far it came, and brings in the rest the next time', async () => {
    const { store, imports } = await open()
    const whole = store.runMany.bind(store)
    const cut = vi.spyOn(store, 'runMany').mockImplementation((items, ...rest) => whole(items.slice(0, 2), ...rest))
    const list = text('Name,Email\nAnn Lee,ann@example.org\nBob Ray,bob@example.org\nCy Fox,cy@example.org')
    await expect(bringIn(imports, list)).rejects.toThrow(BROKE_OFF)
    expect(imports.phase).toMatchObject({ name: 'failed', error: { code: BROKE_OFF, detail: { done: 2, total: 3 } } })
    expect(store.people).toHaveLength(2)
    cut.mockRestore()
    imports.reset()
    await bringIn(imports, list)
    expect(store.people).toHaveLength(3)
  })
})

describe('what somebody decides', () => {
  const list = 'Name,Email,Role\nAnn Lee,ann@example.org,Cook\nMueller Juergen,,Driver\nBob Ray,bob@example.org,Baker'

  async function withThree() {
    const opened = await open()
    must(opened.store.run(addPerson, { name: 'Jürgen Müller' }))
    must(
      opened.store.run(addPerson, { name: 'Ann Lee', role: 'Chair', emails: { put: [{ value: 'ann@example.org' }] } }),
    )
    const binned = must(
      opened.store.run(addPerson, { name: 'Bob Ray', emails: { put: [{ value: 'bob@example.org' }] } }),
    )
    must(opened.store.run(binPerson, binned))
    return opened
  }

  it('those who may be here wait until it is said who they are', async () => {
    const opened = await withThree()
    const { imports } = opened
    expect(await look(imports, text(list))).toMatchObject({ counts: { possible: 1, same: 1, skipped: 1 } })
    const [possible] = await imports.shown('possible', 0, 10)
    expect(possible).toMatchObject({ name: 'Mueller Juergen', facts: ['Driver'] })
    await imports.decideAll('same')
    expect(preview(imports).counts).toMatchObject({ possible: 0, change: 1 })
    await imports.choices.decide(3, 'new')
    expect(preview(imports).counts).toMatchObject({ create: 1, change: 0 })
    await imports.choices.decide(3, null)
    expect(preview(imports).counts).toMatchObject({ possible: 1 })
    await imports.choices.decide(3, opened.store.people.find(({ name }) => name === 'Jürgen Müller')?.id as PersonId)
    await imports.start()
    expect(opened.store.people).toHaveLength(3)
    expect(named(opened, 'Jürgen').role).toBe('Driver')
  })

  it('where both say something, what is here stays until somebody takes the list’s', async () => {
    const opened = await withThree()
    const { imports } = opened
    await look(imports, text(list))
    const [differs] = await imports.shown('conflicts', 0, 10)
    expect(differs?.conflicts).toEqual([{ field: 'role', here: 'Chair', file: 'Cook', choice: 'here' }])
    await imports.choices.choose(differs?.row ?? 0, 'role', 'file')
    await imports.start()
    expect(named(opened, 'Ann').role).toBe('Cook')
  })

  it('a column becomes a field of the community, made once and found again', async () => {
    const opened = await open()
    const { imports, store } = opened
    const shoes = text('Name,Shoe size\nAnn Lee,38\nBob Ray,44')
    await imports.read(shoes)
    await imports.aim(1, { to: 'new-field', name: 'Shoe size', kind: 'number' })
    await imports.look()
    await imports.start()
    expect(store.fields).toMatchObject([{ name: 'Shoe size', kind: 'number', audience: 2 }])
    const id = store.fields[0]?.id ?? ''
    expect(named(opened, 'Ann').custom.get(id)).toBe(38)
    // What it was marked with counts for the field: the list may change it.
    await bringIn(imports, text('Name,Shoe size\nAnn Lee,39\nBob Ray,44'))
    expect(store.fields).toHaveLength(1)
    expect(named(opened, 'Ann').custom.get(id)).toBe(39)
    await imports.takeBack()
    expect(named(opened, 'Ann').custom.get(id)).toBe(38)
  })

  it('notes come once, however often the list does', async () => {
    const opened = await open()
    const notes = text('Name,Email,Notes\nAnn Lee,ann@example.org,Sings alto')
    await bringIn(opened.imports, notes)
    await bringIn(opened.imports, notes)
    expect(named(opened, 'Ann').notes.map(({ text: words }) => words)).toEqual(['Sings alto'])
  })

  it('what only stewards keep is left out with a word, and the rest comes', async () => {
    const opened = await open()
    const { imports } = opened
    expect(imports.homes).toEqual([0, 2])
    const sealed = opened.host.doc(docs([0])[0]?.id ?? '').getMap('settings')
    sealed.set('audience/birthday', 3)
    const report = await bringIn(imports, text('Name,Birthday\nAnn Lee,1990-02-03\nBob Ray,'))
    expect(report).toMatchObject({ sealed: 1 })
    expect(report.failures.size).toBe(0)
    expect(opened.store.people).toHaveLength(2)
  })
})
