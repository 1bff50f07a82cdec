import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ready } from '../../src/shared/crypto/sodium.ts'
import { Role } from '../../src/shared/log/ids.ts'
import { type Person, Town } from './town.ts'

beforeAll(ready)
let town: Town
beforeEach(() => {
  town = new Town()
})
afterEach(() => town.end())

const CLEO = { own: { pronouns: 'they/them' }, sealed: { phones: [{ value: '030 901820' }] }, quiet: true }
const wordsOf = (seenBy: Person, whose: Person) => seenBy.session.profilesOf([whose.member])[0]
const listed = (seenBy: Person, whose: Person) => seenBy.session.members().find(({ id }) => id === whose.member)

describe('R51 what members say of themselves', () => {
  it('is read by everyone, but for what is for organizers', async () => {
    const amara = await town.found('Amara')
    const ben = await town.member(amara, Role.organizer, 'Ben')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const dan = await town.member(amara, Role.member, 'Dan')
    const before = listed(dan, cleo)?.profile
    expect(await town.does(cleo.session.setMyProfile(CLEO))).toBe('done')
    for (const reader of [amara, ben, cleo]) expect(wordsOf(reader, cleo)).toEqual(CLEO)
    expect(wordsOf(dan, cleo)).toEqual({ ...CLEO, sealed: null })
    expect(listed(dan, cleo)).toMatchObject({ name: 'Cleo' })
    expect(listed(dan, cleo)?.profile).not.toBe(before)
    expect(wordsOf(dan, ben)).toEqual({ own: {}, sealed: null, quiet: false })
  })

  it('waits on the disk while nobody listens, outlives a restart, and is shared then', async () => {
    const amara = await town.found('Amara')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    cleo.computer.hangUp()
    expect(await cleo.session.setMyProfile(CLEO)).toBe('done')
    await cleo.session.setMyName('Cleo Marin')
    town.away(cleo)
    expect(wordsOf(amara, cleo)).toEqual({ own: {}, sealed: null, quiet: false })
    const again = await town.back(cleo)
    expect(wordsOf(again, cleo)).toEqual(CLEO)
    expect(wordsOf(amara, cleo)).toEqual(CLEO)
    expect(listed(amara, cleo)?.name).toBe('Cleo Marin')
  })

  it('stays when only the name is changed', async () => {
    const amara = await town.found('Amara')
    await town.does(amara.session.setMyProfile(CLEO))
    await town.does(amara.session.setMyName('Amara Okafor'))
    expect(wordsOf(amara, amara)).toEqual(CLEO)
    expect(listed(amara, amara)?.name).toBe('Amara Okafor')
  })

  it('is not put back by a device that knows an older one', async () => {
    const amara = await town.found('Amara')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const laptop = await town.joins(await town.deviceLink(cleo), '')
    await town.does(cleo.session.setMyProfile(CLEO))
    town.away(cleo)
    await town.does(laptop.session.setMyName('Cleo Marin'))
    expect(wordsOf(laptop, cleo)).toEqual(CLEO)
    // what this one does not say anew stays as it was
    expect(await town.does(laptop.session.setMyProfile({ own: {}, sealed: null, quiet: false }))).toBe('done')
    const again = await town.back(cleo)
    expect(listed(amara, cleo)?.name).toBe('Cleo Marin')
    expect(again.session.about.myName).toBe('Cleo Marin')
    for (const reader of [amara, again])
      expect(wordsOf(reader, cleo)).toEqual({ own: {}, sealed: CLEO.sealed, quiet: false })
  })

  it('is read on all computers of whoever said it, also on one that comes later, and by no other member', async () => {
    const amara = await town.found('Amara')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const dan = await town.member(amara, Role.member, 'Dan')
    await town.does(cleo.session.setMyProfile(CLEO))
    const laptop = await town.joins(await town.deviceLink(cleo), '')
    expect(wordsOf(laptop, cleo)).toEqual(CLEO)
    // Handed on by a device that did not write it.
    town.away(cleo)
    const phone = await town.joins(await town.deviceLink(laptop), '')
    expect(wordsOf(phone, cleo)).toEqual(CLEO)
    expect(wordsOf(dan, cleo)).toEqual({ ...CLEO, sealed: null })
    const { index } = amara.session.inspect()
    await town.settle()
    expect(amara.session.inspect().index).toBe(index)
  })

  it('K1 is sealed to the organizers of the day on which it is sent, and read by later ones', async () => {
    const amara = await town.found('Amara')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const dan = await town.member(amara, Role.member, 'Dan')
    town.away(cleo)
    const offline = await (async () => {
      await cleo.computer.restart()
      cleo.computer.hangUp()
      const { session } = cleo.computer
      if (!session) throw new Error('not started')
      expect(await session.setMyProfile(CLEO)).toBe('done')
      town.away(cleo)
      return cleo
    })()
    expect(await town.does(amara.session.removeMember(dan.member))).toBe('done')
    await town.back(offline)
    expect(wordsOf(amara, cleo)).toEqual(CLEO)
    expect(amara.session.inspect().epoch).toBe(1)
    const eve = await town.member(amara, Role.organizer, 'Eve')
    expect(wordsOf(eve, cleo)).toEqual(CLEO)
  })

  it('has its limits', async () => {
    const amara = await town.found('Amara')
    const much = (length: number) => ({ ...CLEO, sealed: { addresses: 'ü'.repeat(length) } })
    expect(await town.does(amara.session.setMyProfile(much(500)))).toBe('profile.box-full')
    const large = { ...CLEO, own: { photo: 'A'.repeat(32 * 1024) } }
    expect(await town.does(amara.session.setMyProfile(large))).toBe('profile.too-large')
    expect(wordsOf(amara, amara)).toEqual({ own: {}, sealed: {}, quiet: false })
  })

  it('F6 is blanked by somebody above, and not put back by itself', async () => {
    const amara = await town.found('Amara')
    const ben = await town.member(amara, Role.organizer, 'Ben')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    await town.does(cleo.session.setMyProfile(CLEO))
    expect(await town.does(cleo.session.blankProfile(ben.member))).toBe('role')
    expect(await town.does(ben.session.blankProfile(cleo.member))).toBe('done')
    town.away(cleo)
    await town.back(cleo)
    expect(wordsOf(amara, cleo)).toEqual({ own: {}, sealed: null, quiet: false })
    expect(listed(amara, cleo)).toMatchObject({ name: '', profile: '' })
    await town.does(amara.session.removeMember(cleo.member))
    expect(await town.does(amara.session.blankProfile(cleo.member))).toBe('done')
    amara.computer.hangUp()
    expect(await amara.session.blankProfile(ben.member)).toBe('offline')
  })
})

describe('a checkpoint that is asked for', () => {
  it('is written by a steward’s device before it is due, without what was blanked', async () => {
    const amara = await town.found('Amara')
    const ben = await town.member(amara, Role.organizer, 'Ben')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    await town.does(cleo.session.setMyProfile(CLEO))
    await town.does(amara.session.blankProfile(cleo.member))
    expect(await town.does(ben.session.checkpointNow())).toBe('not-steward')
    expect(await town.does(amara.session.checkpointNow())).toBe('done')
    town.network.now += 8 * 24 * 3600
    const dan = await town.member(amara, Role.member, 'Dan')
    amara.computer.hangUp()
    expect(await amara.session.checkpointNow()).toBe('offline')
    await town.settle()
    const eve = await town.member(amara, Role.organizer, 'Eve')
    for (const reader of [dan, eve]) expect(wordsOf(reader, cleo)).toEqual({ own: {}, sealed: null, quiet: false })
    expect(listed(eve, ben)?.name).toBe('Ben')
  })

  it('carries large profiles as they are', async () => {
    const amara = await town.found('Amara')
    const large = { ...CLEO, own: { photo: 'A'.repeat(28_000) } }
    await town.does(amara.session.setMyProfile(large))
    expect(await town.does(amara.session.checkpointNow())).toBe('done')
    expect(await town.does(amara.session.checkpointNow())).toBe('done')
    town.network.now += 8 * 24 * 3600
    const eve = await town.member(amara, Role.organizer, 'Eve')
    expect(wordsOf(eve, amara)).toEqual(large)
  })
})
