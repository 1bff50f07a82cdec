import { describe, expect, it } from 'vitest'
import type { PersonRecord } from '#shared/domain/people/record.ts'
import { type PlanChoices, planPeople } from './peoplePlan.ts'
import { carriedOut, contact, drafts, finish, person } from './peopleTestkit.ts'

const plan = (text: string, here: readonly PersonRecord[] = [], choices: PlanChoices = {}) =>
  finish(planPeople(drafts(text).drafts, here, choices))

const said = (state: 'yes' | 'no') => {
  const one = { id: 'c', state, source: 'form', on: '', by: null, at: 1 }
  return new Map([['email', { state, current: one, history: [one] }]] as const)
}

const ann = (more: Partial<PersonRecord> = {}) =>
  person(1, 'Ann Lee', { emails: [contact('emails', 'ann@example.org')], ...more })

describe('a plan of an import', () => {
  it('makes whom nobody knows, and folds rows of one file that are one person', () => {
    const { items, counts, folded } = plan(
      'Name,E-mail,Phone,Role,Tags\nAnn Lee,ann@example.org,,,a\nLee Ann,ANN@example.org,030 1234567,Cook,b\nBob Ray,bob@example.org,,,',
    )
    expect(counts).toMatchObject({ create: 2, change: 0 })
    expect(folded).toBe(1)
    expect(items[0]).toMatchObject({
      rows: [2, 3],
      source: 'mail:ann@example.org',
      patch: { name: 'Ann Lee', role: 'Cook', tags: { add: ['b', 'a'] }, phones: { put: [{ e164: '+49301234567' }] } },
    })
  })

  it('keeps two apart who share an address but no name', () => {
    expect(plan('Name,E-mail\nAnn Lee,us@example.org\nBob Ray,us@example.org').counts.create).toBe(2)
    expect(plan('Name,E-mail\nBob Ray,ann@example.org', [ann()]).items[0]).toMatchObject({
      action: 'possible',
      candidates: [{ id: ann().id, reason: 'email' }],
    })
  })

  it('finds people by what an import knows them by, then by e-mail, then by telephone and a like name', () => {
    const here = [
      person(1, 'Old Name', { source: 'id:zetkin:9' }),
      ann({ id: person(2, '').id }),
      person(3, 'Cem Aydın', { phones: [contact('phones', '0171 1', '', '+491711234567')] }),
    ]
    expect(plan('zetkin_id,Name\n9,New Name', here).items[0]?.id).toBe(here[0]?.id)
    expect(plan('Name,E-mail\nAnne Lee,Ann@Example.org', here).items[0]?.id).toBe(here[1]?.id)
    expect(plan('Name,Phone\nAydin Cem,0171 1234567', here).items[0]?.id).toBe(here[2]?.id)
  })

  it('leaves a mere likeness of names to somebody to decide', () => {
    const here = [person(1, 'Jürgen Müller')]
    const text = 'Name\nMueller Juergen'
    expect(plan(text, here).items[0]).toMatchObject({ action: 'possible', candidates: [{ reason: 'name' }] })
    expect(plan(text, here, { people: new Map([[2, 'new']]) }).counts.create).toBe(1)
    expect(plan(text, here, { people: new Map([[2, 'skip']]) }).items[0]).toMatchObject({
      action: 'skipped',
      why: 'chosen',
    })
    expect(plan(text, here, { people: new Map([[2, person(1, '').id]]) }).items[0]).toMatchObject({ id: here[0]?.id })
    expect(plan('Name\nJürgen Maier', here).counts.create).toBe(1)
  })

  it('fills what is empty here, and asks about what differs', () => {
    const text = 'Name,E-mail,Role,Pronouns\nAnn Lee,ann@example.org,Cook,she/her'
    const here = [ann({ role: 'Chair' })]
    const [kept] = plan(text, here).items
    expect(kept).toMatchObject({
      action: 'change',
      patch: { pronouns: 'she/her' },
      conflicts: [{ field: 'role', here: 'Chair', file: 'Cook', choice: 'here' }],
    })
    expect(kept?.patch.role).toBeUndefined()
    const fields = new Map([[2, new Map([['role', 'file' as const]])]])
    expect(plan(text, here, { fields }).items[0]?.patch.role).toBe('Cook')
  })

  it('changes nothing when the same file comes again', () => {
    const text = 'id,Name,E-mail,Role,Tags,Notes,Newsletter\n7,Ann Lee,ann@example.org,Cook,"a, b",Hello,yes'
    const [item] = plan(text).items
    const made = item && carriedOut(item, person(1, ''))
    expect(made).toMatchObject({ name: 'Ann Lee', role: 'Cook' })
    expect(plan(text, made ? [made] : []).items[0]).toMatchObject({ action: 'same', patch: {}, consent: [], notes: [] })
  })

  it('takes what changed in the file where nobody has touched it here, and keeps what was changed here', () => {
    const first = 'id,Name,Role,Pronouns,Tags\n7,Ann Lee,Cook,she,"a, b"'
    const second = 'id,Name,Role,Pronouns,Tags\n7,Ann Lee,Chair,they,"b, c"'
    const [item] = plan(first).items
    if (item === undefined) throw new Error('no item')
    const made = { ...carriedOut(item, person(1, '')), pronouns: 'xe', tags: ['a', 'b', 'own'] }
    const again = plan(second, [made]).items[0]
    expect(again).toMatchObject({
      patch: { role: 'Chair', tags: { add: ['c'], remove: ['a'] } },
      conflicts: [{ field: 'pronouns', here: 'xe', file: 'they', choice: 'here' }],
    })
    // What was taken away here stays away, and what the file has not changed is no question.
    expect(plan(first, [{ ...made, role: '', tags: ['b'] }]).items[0]).toMatchObject({ action: 'same', conflicts: [] })
  })

  it('never flips consent from no to yes, and always takes a no', () => {
    const yes = 'Name,E-mail,Newsletter\nAnn Lee,ann@example.org,yes'
    const no = 'Name,E-mail,Newsletter\nAnn Lee,ann@example.org,no'
    for (const otherwise of ['file', 'here', 'both'] as const) {
      const kept = plan(yes, [ann({ consent: said('no') })], { otherwise })
      expect(kept.items[0]?.consent).toEqual([])
      expect(kept.consentKept).toBe(1)
    }
    expect(plan(no, [ann({ consent: said('yes') })]).items[0]?.consent).toMatchObject([
      { channel: 'email', state: 'no' },
    ])
    expect(plan(yes, [ann()]).items[0]?.consent).toMatchObject([{ state: 'yes', source: 'list' }])
    // Of two rows of one person the no counts, whichever comes first.
    const both = (a: string, b: string) =>
      plan(`Name,E-mail,Newsletter\nAnn Lee,a@b.org,${a}\nAnn Lee,a@b.org,${b}`).items[0]
    expect(both('yes', 'no')?.consent).toMatchObject([{ state: 'no' }])
    expect(both('no', 'yes')?.consent).toMatchObject([{ state: 'no' }])
  })

  it('leaves people in the bin where they are', () => {
    expect(plan('Name,E-mail\nAnn Lee,ann@example.org', [ann({ binnedAt: 5 })]).items[0]).toMatchObject({
      action: 'skipped',
      why: 'binned',
    })
  })

  it('of 20,000 rows and 5,000 people is made in steps', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `Given${i % 977} Family${i % 4_999},p${i}@example.org`)
    const list = drafts(`Name,E-mail\n${rows.join('\n')}`).drafts
    const here = Array.from({ length: 5_000 }, (_, i) =>
      person(i, `Given${i % 977} Family${i}`, { emails: [contact('emails', `p${i}@example.org`)] }),
    )
    const steps = planPeople(list, here)
    let count = 0
    let step = steps.next()
    for (; !step.done; step = steps.next()) count++
    expect(count).toBeGreaterThan(50)
    expect(step.value.items.length).toBeGreaterThan(19_000)
  })
})
