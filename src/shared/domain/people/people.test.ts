import { describe, expect, it } from 'vitest'
import type { CircleId, PersonId } from '../ids.ts'
import { roots } from '../schema.ts'
import { must } from '../testkit.ts'
import { UndoGroup } from '../undo.ts'
import { addPerson, changePerson, moveToTheirPlaces, noteJoined, writeKeys } from './changePerson.ts'
import { addCircle, changeCircle, readCircles } from './circles.ts'
import { addCustomField, changeCustomField, readCustomFields } from './customFields.ts'
import { isOnlyNoted } from './nothingKnown.ts'
import { chooseAudience } from './peopleDocs.ts'
import { bytesOf, keeper, keysIn, meetAll, viewOf } from './peopleTestkit.ts'
import { PeopleView } from './peopleView.ts'
import {
  binPerson,
  changeCare,
  dropNote,
  forgetPerson,
  mergePeople,
  putNote,
  recordConsent,
  restorePerson,
  sweepForgotten,
} from './personFate.ts'

const run = (steps: Generator<unknown>) => {
  for (const _ of steps) void _
}
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3)

it('whoever looks at the list while it is put together sees all of it in the end', () => {
  const a = keeper(1)
  for (let at = 0; at < 350; at++) must(addPerson(a.docs, { name: `Person ${at}`, home: 0 }, a.ctx()))
  const view = new PeopleView()
  const seen: number[] = []
  for (const [audience, doc] of a.docs) for (const _ of view.include(audience, doc)) seen.push(view.all.length)
  expect(seen.length).toBeGreaterThan(2)
  expect(view.all.length).toBe(350)
})

describe('a person', () => {
  it('has what was written, in the form it was meant', () => {
    const a = keeper(1)
    const circle = must(addCircle(a.docs, { name: 'Kitchen', hue: 'honey' }, a.ctx()))
    const field = must(addCustomField(a.docs, { name: 'Has a van', kind: 'flag', audience: 0 }, a.ctx()))
    const id = must(
      addPerson(
        a.docs,
        {
          name: ' Leila \n Karimi ',
          home: 0,
          given: 'Leila',
          family: 'Karimi',
          pronouns: 'she/her',
          role: 'Treasurer',
          joined: '2023-04-01',
          birthday: '--02-29',
          free: '0700040',
          photo: PNG,
          languages: { add: ['Farsi', 'German'] },
          skills: { add: ['First aid', 'first  aid', 'Cooking'] },
          tags: { add: ['press'] },
          emails: { put: [{ value: 'Leila@example.org', label: 'home' }, { value: 'leila@example.org' }] },
          phones: { put: [{ value: '030 123456', e164: '+4930123456' }] },
          addresses: { put: [{ value: 'Hauptstr. 1, Berlin' }] },
          links: { put: [{ value: 'https://example.org/leila' }] },
          circles: new Map([[circle, 'lead']]),
          custom: new Map([[field, true]]),
        },
        a.ctx(),
      ),
    )
    expect(a.person(id)).toMatchObject({
      name: 'Leila Karimi',
      home: 0,
      given: 'Leila',
      family: 'Karimi',
      pronouns: 'she/her',
      role: 'Treasurer',
      joined: '2023-04-01',
      birthday: '--02-29',
      free: '0700040',
      photo: PNG,
      languages: ['Farsi', 'German'],
      skills: ['Cooking', 'first aid'],
      tags: ['press'],
      emails: [{ value: 'leila@example.org', label: '' }],
      phones: [{ value: '030 123456', e164: '+4930123456' }],
      addresses: [{ value: 'Hauptstr. 1, Berlin' }],
      links: [{ value: 'https://example.org/leila' }],
      circles: new Map([[circle, 'lead']]),
      custom: new Map([[field, true]]),
      createdBy: a.id,
      binnedAt: null,
    })
    const [mail] = a.person(id).emails
    must(
      changePerson(
        a.docs,
        id,
        {
          pronouns: '',
          photo: null,
          free: '0000000',
          skills: { remove: ['COOKING'] },
          emails: { remove: [mail?.id ?? ''] },
          circles: new Map([[circle, null]]),
        },
        a.ctx(),
      ),
    )
    expect(a.person(id)).toMatchObject({ pronouns: '', photo: null, free: '', skills: ['first aid'], emails: [] })
    expect(a.person(id).circles.size).toBe(0)
  })

  it.each([
    [{ name: '  ' }, 'name.empty'],
    [{ joined: '2026-02-30' }, 'date.invalid'],
    [{ birthday: '--13-01' }, 'date.invalid'],
    [{ free: '07' }, 'choice.invalid'],
    [{ photo: Uint8Array.of(60, 115, 118, 103) }, 'photo.invalid'],
    [{ photo: new Uint8Array([...PNG, ...new Uint8Array(8_192)]) }, 'photo.invalid'],
    [{ links: { put: [{ value: 'javascript:alert(1)' }] } }, 'link.unsafe'],
    [{ emails: { put: [{ value: ' ' }] } }, 'contact.invalid'],
    [{ phones: { put: [{ value: '1', e164: '030' }] } }, 'contact.invalid'],
    [{ pronouns: 'x'.repeat(201) }, 'text.too-long'],
    [{ custom: new Map([['nonsense', 1]]) }, 'field.unknown'],
    [{ circles: new Map([['nonsense', 'in' as const]]) }, 'circle.unknown'],
  ])('is not changed by what is refused (%#)', (patch, code) => {
    const a = keeper(1)
    const id = must(addPerson(a.docs, { name: 'Ada', pronouns: 'they', home: 0 }, a.ctx()))
    const before = a.person(id)
    expect(changePerson(a.docs, id, { role: 'Chair', ...patch }, a.ctx())).toMatchObject({ error: { code } })
    expect(a.person(id)).toEqual(before)
  })

  it('is read whatever a hostile organizer wrote', () => {
    const a = keeper(1)
    const id = must(addPerson(a.docs, { name: 'Ada', home: 0 }, a.ctx()))
    const map = roots.people(a.docs.get(0) as never)
    for (const key of [
      'name',
      'pronouns',
      'joined',
      'birthday',
      'free',
      'photo',
      'greeted',
      'follow',
      'quiet',
      'buddy',
    ])
      map.set(`${id}/${key}`, { nested: ['x'] })
    for (const key of ['email/x', 'email/0000000000000001', 'link/0000000000000001', 'lang/x', 'circle/x', 'custom/x'])
      map.set(`${id}/${key}`, key.startsWith('link') ? { value: 'javascript:alert(1)' } : 7)
    for (const key of ['note/0000000000000001', 'consent/email/1', 'consent/radio/1', '', '/', 'toString', '__x'])
      map.set(`${id}/${key}`, { state: 'perhaps', text: 5 })
    map.set('toString/name', 'Nobody')
    map.set('/name', 'Nobody')
    const [person, ...others] = a.people()
    expect(others).toEqual([])
    expect(person).toMatchObject({ name: '', emails: [], links: [], languages: [], notes: [], photo: null, joined: '' })
    expect([...(person?.consent ?? []), ...(person?.circles ?? []), ...(person?.custom ?? [])]).toEqual([])
  })
})

describe('who reads what (audiences)', () => {
  it('each value stands in the document of its field, or of the person where that is stricter', () => {
    const steward = keeper(1)
    const id = must(
      addPerson(
        steward.docs,
        { name: 'Ada', home: 0, pronouns: 'she', emails: { put: [{ value: 'ada@example.org' }] } },
        steward.ctx(),
      ),
    )
    expect(keysIn(steward.docs, 0)).toEqual(['createdAt', 'createdBy', 'name', 'pronouns'])
    expect(keysIn(steward.docs, 2)).toEqual([expect.stringMatching(/^email\//)])
    const hidden = must(addPerson(steward.docs, { name: 'Hid', home: 3, pronouns: 'he' }, steward.ctx()))
    expect(bytesOf(steward.docs, 0, 2)).not.toContain(hidden)
    expect(steward.person(hidden)).toMatchObject({ home: 3, pronouns: 'he' })
    expect(steward.person(id).home).toBe(0)
  })

  it('an organizer cannot write where stewards read, and finds nothing of it', () => {
    const [steward, organizer] = [keeper(1), keeper(2, [0, 2])]
    const id = must(addPerson(steward.docs, { name: 'Ada', home: 0 }, steward.ctx()))
    must(chooseAudience(steward.docs, 'birthday', 3, steward.ctx()))
    must(changePerson(steward.docs, id, { birthday: '1990-01-02' }, steward.ctx()))
    meetAll(steward, organizer)
    expect(organizer.person(id).birthday).toBe('')
    const refused = changePerson(organizer.docs, id, { birthday: '1991-01-02', pronouns: 'x' }, organizer.ctx())
    expect(refused).toMatchObject({ error: { code: 'field.sealed' } })
    expect(organizer.person(id).pronouns).toBe('')
    expect(chooseAudience(steward.docs, 'notes', 0, steward.ctx())).toMatchObject({ error: { code: 'field.too-wide' } })
  })

  it('a stricter audience moves what there is, and what somebody writes without the news is moved later', () => {
    const [a, b] = [keeper(1), keeper(2)]
    const id = must(addPerson(a.docs, { name: 'Ada', home: 0, skills: { add: ['van'] } }, a.ctx()))
    meetAll(a, b)
    must(chooseAudience(a.docs, 'skills', 2, a.ctx()))
    run(moveToTheirPlaces(a.docs, a.ctx()))
    must(changePerson(b.docs, id, { skills: { add: ['canary-cooking'] } }, b.ctx()))
    expect(keysIn(a.docs, 0)).not.toContain('skill/van')
    meetAll(a, b)
    expect(a.person(id).skills).toEqual(['canary-cooking', 'van'])
    expect(keysIn(a.docs, 0)).toContain('skill/canary-cooking')
    run(moveToTheirPlaces(a.docs, a.ctx()))
    expect(keysIn(a.docs, 0)).not.toContain('skill/canary-cooking')
    expect(a.person(id).skills).toEqual(['canary-cooking', 'van'])
    meetAll(a, b)
    expect(b.person(id).skills).toEqual(['canary-cooking', 'van'])
  })

  it('a day that an app has noted of a member stands alone, moves with its audience, and goes with the forgotten', () => {
    const a = keeper(1)
    const id = 'a'.repeat(16) as PersonId
    must(noteJoined(a.docs, id, '2031-05-01', a.ctx()))
    expect(keysIn(a.docs, 0)).toEqual(['joined'])
    expect(isOnlyNoted(a.person(id))).toBe(true)
    must(chooseAudience(a.docs, 'joined', 2, a.ctx()))
    run(moveToTheirPlaces(a.docs, a.ctx()))
    expect([keysIn(a.docs, 0), keysIn(a.docs, 2)]).toEqual([[], ['joined']])
    expect(a.person(id).joined).toBe('2031-05-01')
    must(changePerson(a.docs, id, { name: 'Jonas', role: 'Chair' }, a.ctx()))
    expect(isOnlyNoted(a.person(id))).toBe(false)
    must(noteJoined(a.docs, id, '2031-05-02', a.ctx()))
    must(forgetPerson(a.docs, [id], a.ctx()))
    expect(noteJoined(a.docs, id, '2031-05-03', a.ctx())).toMatchObject({ error: { code: 'person.forgotten' } })
    expect([keysIn(a.docs, 0), keysIn(a.docs, 2)].flat()).not.toContain('joined')
    expect(noteJoined(a.docs, 'b'.repeat(16) as PersonId, 'soon', a.ctx())).toMatchObject({ ok: false })
  })

  it('nothing goes to more readers but what somebody has just chosen for them', () => {
    const a = keeper(1)
    must(chooseAudience(a.docs, 'skills', 2, a.ctx()))
    must(chooseAudience(a.docs, 'languages', 2, a.ctx()))
    const id = must(
      addPerson(a.docs, { name: 'Ada', home: 0, skills: { add: ['van'] }, languages: { add: ['Farsi'] } }, a.ctx()),
    )
    // The document for everyone has not caught up: it does not say yet that fewer read these.
    const behind = new Map([...a.docs, [0, keeper(2).docs.get(0) as never] as const])
    must(addPerson(behind, { name: 'Bea', home: 0 }, a.ctx()))
    roots.people(behind.get(0) as never).set(`${id}/name`, 'Ada')
    run(moveToTheirPlaces(behind, a.ctx()))
    expect(keysIn(behind, 0).filter((key) => /^(skill|lang)/.test(key))).toEqual([])
    must(chooseAudience(a.docs, 'skills', 0, a.ctx()))
    run(moveToTheirPlaces(a.docs, a.ctx(), { mayWiden: (key) => key.startsWith('skill/') }))
    expect(keysIn(a.docs, 0)).toContain('skill/van')
    expect(keysIn(a.docs, 2)).toContain('lang/farsi')
  })

  it('a person moves as a whole, to fewer readers and back', () => {
    const a = keeper(1)
    const id = must(
      addPerson(a.docs, { name: 'Ada', home: 0, role: 'Chair', emails: { put: [{ value: 'a@b.c' }] } }, a.ctx()),
    )
    const before = a.person(id)
    must(changePerson(a.docs, id, { home: 3 }, a.ctx()))
    expect([keysIn(a.docs, 0), keysIn(a.docs, 2)]).toEqual([[], []])
    expect(a.person(id)).toEqual({ ...before, home: 3 })
    must(changePerson(a.docs, id, { home: 0 }, a.ctx()))
    expect(a.person(id)).toEqual(before)
    expect(keysIn(a.docs, 3)).toEqual([])
  })

  it('a field of the community’s own has its audience too, its name as well', () => {
    const a = keeper(1)
    const id = must(addPerson(a.docs, { name: 'Ada', home: 0 }, a.ctx()))
    const field = must(addCustomField(a.docs, { name: 'Residence status', kind: 'text', audience: 2 }, a.ctx()))
    must(changePerson(a.docs, id, { custom: new Map([[field, 'Duldung']]) }, a.ctx()))
    expect(bytesOf(a.docs, 0)).not.toMatch(/Residence|Duldung/)
    must(changeCustomField(a.docs, field, { audience: 3, name: 'Papers' }, a.ctx()))
    run(moveToTheirPlaces(a.docs, a.ctx()))
    expect(readCustomFields(a.docs)).toMatchObject([{ id: field, name: 'Papers', audience: 3, kind: 'text' }])
    expect(keysIn(a.docs, 2)).toEqual([])
    expect(a.person(id).custom.get(field)).toBe('Duldung')
  })

  it('what an import knows people by is never where everybody reads', () => {
    const a = keeper(1)
    const id = must(addPerson(a.docs, { name: 'Ada', home: 0 }, a.ctx()))
    must(writeKeys(a.docs, id, { source: 'csv:ada@example.org', marks: 'aaaaabbbbb' }, a.ctx()))
    expect(keysIn(a.docs, 0)).toEqual(['createdAt', 'createdBy', 'name'])
    expect(a.person(id)).toMatchObject({ source: 'csv:ada@example.org', marks: 'aaaaabbbbb' })
  })
})

describe('consent', () => {
  const yes = { state: 'yes', source: 'form', on: '2026-05-01' } as const
  const no = { state: 'no', source: 'said so', on: '2026-06-01' } as const
  it('is what was said last, by whoever knew what was said before', () => {
    const a = keeper(1)
    const id = must(addPerson(a.docs, { name: 'Ada', home: 0 }, a.ctx()))
    const known = () => a.person(id).consent.get('email')?.history ?? []
    for (const said of [yes, no, yes]) {
      must(recordConsent(a.docs, id, 'email', said, known(), a.ctx()))
      expect(a.person(id).consent.get('email')?.state).toBe(said.state)
    }
    expect(known()).toHaveLength(3)
    expect(a.person(id).consent.get('phone')).toBeUndefined()
    expect(keysIn(a.docs, 0).join()).not.toContain('consent')
  })

  it('of a yes and a no that did not know of each other the no counts, whatever the clocks say', () => {
    const [a, b] = [keeper(1), keeper(2)]
    const id = must(addPerson(a.docs, { name: 'Ada', home: 0 }, a.ctx()))
    meetAll(a, b)
    must(recordConsent(b.docs, id, 'email', no, [], b.ctx()))
    for (let i = 0; i < 5; i++) a.ctx()
    must(recordConsent(a.docs, id, 'email', yes, [], a.ctx()))
    meetAll(a, b)
    for (const one of [a, b]) expect(one.person(id).consent.get('email')?.state).toBe('no')
    must(recordConsent(a.docs, id, 'email', yes, a.person(id).consent.get('email')?.history ?? [], a.ctx()))
    meetAll(a, b)
    for (const one of [a, b]) expect(one.person(id).consent.get('email')?.state).toBe('yes')
  })
})

describe('notes, care, bin', () => {
  it('are kept, changed and taken back', () => {
    const a = keeper(1)
    const id = must(addPerson(a.docs, { name: 'Ada', home: 0 }, a.ctx()))
    must(putNote(a.docs, id, 'Prefers calls', a.ctx()))
    const [note] = a.person(id).notes
    must(putNote(a.docs, id, 'Prefers letters', a.ctx(), note?.id))
    expect(a.person(id).notes).toMatchObject([{ text: 'Prefers letters', by: a.id }])
    must(dropNote(a.docs, id, note?.id ?? '', a.ctx()))
    must(changeCare(a.docs, id, { greeted: true, buddy: a.id, followUp: { remind: '2026-12-01' } }, a.ctx()))
    expect(a.person(id)).toMatchObject({
      notes: [],
      care: { greeted: { by: a.id }, buddy: a.id, followUp: { by: a.id, remind: '2026-12-01' }, leaveAlone: false },
    })
    must(changeCare(a.docs, id, { greeted: false, buddy: null, followUp: null, leaveAlone: true }, a.ctx()))
    expect(a.person(id).care).toEqual({ greeted: null, buddy: null, followUp: null, leaveAlone: true })
    must(binPerson(a.docs, id, a.ctx()))
    expect(a.person(id).binnedAt).not.toBeNull()
    must(restorePerson(a.docs, id, a.ctx()))
    expect(a.person(id).binnedAt).toBeNull()
    expect(keysIn(a.docs, 0)).toEqual(['createdAt', 'createdBy', 'name'])
  })
})

describe('two records of one person', () => {
  it('become one, with all notes and refusals, and two again by undo', () => {
    const a = keeper(1)
    const undo = new UndoGroup()
    const origin = { mine: true }
    const ctx = () => ({ ...a.ctx(), origin })
    for (const doc of a.docs.values()) undo.includePeople(doc, origin, () => 0)
    const keep = must(addPerson(a.docs, { name: 'Ada Lovelace', home: 0 }, ctx()))
    const drop = must(addPerson(a.docs, { name: 'A. Lovelace', home: 2, emails: { put: [{ value: 'a@b.c' }] } }, ctx()))
    must(putNote(a.docs, drop, 'Met in May', ctx()))
    must(recordConsent(a.docs, drop, 'email', { state: 'no', source: '', on: '' }, [], ctx()))
    const before = a.people()
    undo.group(() =>
      must(mergePeople(a.docs, a.person(keep), a.person(drop), { emails: { put: [{ value: 'a@b.c' }] } }, ctx())),
    )
    const [one, ...others] = a.people()
    expect(others).toEqual([])
    expect(one).toMatchObject({ id: keep, emails: [{ value: 'a@b.c' }], notes: [{ text: 'Met in May' }] })
    expect(one?.consent.get('email')?.state).toBe('no')
    const view = viewOf(a.docs)
    expect([view.current(drop), view.formerIds(keep)]).toEqual([keep, [keep, drop]])
    undo.undo()
    expect(a.people()).toEqual(before)
  })

  it('merged by two the other way round, one of them stays', () => {
    const [a, b] = [keeper(1), keeper(2)]
    const ids = ['Ada', 'Ada L.', 'A. L.'].map((name) => must(addPerson(a.docs, { name, home: 0 }, a.ctx())))
    const [x, y, z] = ids as [PersonId, PersonId, PersonId]
    meetAll(a, b)
    must(mergePeople(a.docs, a.person(x), a.person(y), {}, a.ctx()))
    must(mergePeople(a.docs, a.person(z), a.person(x), {}, a.ctx()))
    must(mergePeople(b.docs, b.person(y), b.person(z), {}, b.ctx()))
    const followed = viewOf(b.docs)
    for (const doc of b.docs) doc[1].on('afterTransaction', (change) => followed.apply(doc[0], change))
    meetAll(a, b)
    const lowest = [...ids].sort()[0]
    expect(a.people().map(({ id }) => id)).toEqual([lowest])
    expect(b.people()).toEqual(a.people())
    expect(followed.all).toEqual(a.people())
    for (const id of ids) expect(viewOf(a.docs).current(id)).toBe(lowest)
  })
})

describe('somebody who is forgotten', () => {
  it('is in no document any more, with all that was merged into them, and cannot be written again', () => {
    const a = keeper(1)
    const undo = new UndoGroup()
    for (const doc of a.docs.values()) undo.includePeople(doc, 'mine', () => 0)
    const ctx = () => ({ ...a.ctx(), origin: 'mine' })
    const id = must(
      addPerson(a.docs, { name: 'Canary Name', home: 0, emails: { put: [{ value: 'canary@example.org' }] } }, ctx()),
    )
    const twin = must(addPerson(a.docs, { name: 'Canary Twin', home: 2 }, ctx()))
    const other = must(addPerson(a.docs, { name: 'Bea', home: 0 }, ctx()))
    must(mergePeople(a.docs, a.person(id), a.person(twin), {}, ctx()))
    must(forgetPerson(a.docs, viewOf(a.docs).formerIds(id), ctx()))
    expect(a.people().map((one) => one.id)).toEqual([other])
    for (const doc of a.docs.values())
      for (const value of roots.people(doc).values()) expect(JSON.stringify(value)).not.toMatch(/canary/i)
    expect(changePerson(a.docs, id, { name: 'Back' }, ctx())).toMatchObject({ error: { code: 'person.forgotten' } })
  })

  it('stays so where somebody wrote about them meanwhile, and where only stewards could remove it', () => {
    const [organizer, steward] = [keeper(1, [0, 2]), keeper(2)]
    must(chooseAudience(steward.docs, 'birthday', 3, steward.ctx()))
    const id = must(addPerson(steward.docs, { name: 'Ada', home: 0, birthday: '1990-01-01' }, steward.ctx()))
    meetAll(organizer, steward)
    must(forgetPerson(organizer.docs, [id], organizer.ctx()))
    must(changePerson(steward.docs, id, { pronouns: 'she' }, steward.ctx()))
    meetAll(organizer, steward)
    expect(steward.people()).toEqual([])
    expect(keysIn(steward.docs, 3)).toContain('birthday')
    expect(sweepForgotten(steward.docs, steward.ctx())).toBe(true)
    expect([keysIn(steward.docs, 3), keysIn(steward.docs, 0)]).toEqual([[], ['forgotten']])
    expect(sweepForgotten(steward.docs, steward.ctx())).toBe(false)
  })

  it('of somebody whom only few may know nothing appears where more read', () => {
    const steward = keeper(1)
    const id = must(addPerson(steward.docs, { name: 'Hid', home: 3 }, steward.ctx()))
    must(forgetPerson(steward.docs, [id], steward.ctx()))
    expect([keysIn(steward.docs, 0), keysIn(steward.docs, 2), keysIn(steward.docs, 3)]).toEqual([[], [], ['forgotten']])
  })
})

describe('circles', () => {
  it('are named, coloured, put away, and known to those of their audience', () => {
    const a = keeper(1)
    const id: CircleId = must(addCircle(a.docs, { name: 'Press', hue: 'sky', audience: 2 }, a.ctx()))
    must(changeCircle(a.docs, id, { name: 'Press & radio', archived: true }, a.ctx()))
    expect(readCircles(a.docs)).toMatchObject([{ id, name: 'Press & radio', hue: 'sky', archived: true, audience: 2 }])
    expect(readCircles(new Map([...a.docs].filter(([audience]) => audience === 0)))).toEqual([])
    // Who is in it is known to the same, and to nobody else.
    const person = must(addPerson(a.docs, { name: 'Ada', home: 0, circles: new Map([[id, 'in']]) }, a.ctx()))
    expect(a.person(person).circles.get(id)).toBe('in')
    expect(bytesOf(a.docs, 0)).not.toContain(id)
    const open = must(addCircle(a.docs, { name: 'Kitchen', hue: 'moss' }, a.ctx()))
    must(changePerson(a.docs, person, { circles: new Map([[open, 'lead']]) }, a.ctx()))
    expect(keysIn(a.docs, 0)).toContain(`circle/${open}`)
  })

  it('are known to others later, with who is in them; narrowed, nothing of them stays where more people read', () => {
    const a = keeper(1)
    const id: CircleId = must(addCircle(a.docs, { name: 'Press', hue: 'sky', about: 'Radio' }, a.ctx()))
    const person = must(addPerson(a.docs, { name: 'Ada', home: 0, circles: new Map([[id, 'lead']]) }, a.ctx()))
    const key = `circle/${id}`
    const readers = (audience: 0 | 2) => {
      must(changeCircle(a.docs, id, { audience }, a.ctx()))
      for (const _ of moveToTheirPlaces(a.docs, a.ctx(), { mayWiden: (one) => one === key }));
      expect(a.person(person).circles.get(id)).toBe('lead')
    }
    readers(2)
    expect(keysIn(a.docs, 0)).not.toContain(key)
    for (const word of ['Press', 'Radio', 'lead']) expect(bytesOf(a.docs, 0)).not.toContain(word)
    expect(readCircles(a.docs)).toMatchObject([{ name: 'Press', hue: 'sky', about: 'Radio', audience: 2 }])
    readers(0)
    expect(keysIn(a.docs, 0)).toContain(key)
    expect(keysIn(a.docs, 2)).not.toContain(key)
    expect(changeCircle(new Map([...a.docs].filter(([of]) => of === 0)), id, { audience: 3 }, a.ctx())).toMatchObject({
      error: { code: 'field.sealed' },
    })
  })
})
