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

const offered = ({ session }: Person, board: string) => session.docs().some(({ id }) => id === board)

/** A steward, an organizer, and a circle with a board of its own that Cleo belongs to and Dan does not. */
const withKitchen = async () => {
  const amara = await town.found('Amara')
  const ben = await town.member(amara, Role.organizer, 'Ben')
  const cleo = await town.member(amara, Role.member, 'Cleo')
  const dan = await town.member(amara, Role.member, 'Dan')
  const slot = await town.circle(ben, [cleo])
  const board = await town.board(ben, Role.member, slot)
  return { amara, ben, cleo, dan, slot, board }
}

describe('a board of a circle', () => {
  it('C12 is written by its members and by organizers, and opened by nobody else', async () => {
    const { amara, ben, cleo, dan, board } = await withKitchen()
    await town.types(cleo, board, 'rice ')
    await town.types(amara, board, 'beans ')
    await town.types(ben, board, 'oil')
    for (const person of [amara, ben, cleo]) expect(await town.sees(person, board)).toBe('rice beans oil')
    expect(offered(dan, board)).toBe(false)
    await expect(dan.session.documents.open(board)).rejects.toThrow('doc.private')
    for (const { session } of [amara, ben, cleo, dan])
      expect(session.currentStatus).toMatchObject({ waiting: 0, refused: 0, warnings: [] })
  })

  it('C12 opens for whoever comes into the circle, with all that was written before, and after a start too', async () => {
    const { ben, cleo, dan, board } = await withKitchen()
    await town.types(cleo, board, 'rice ')
    await town.circle(ben, [cleo, dan])
    expect(await town.sees(dan, board)).toBe('rice ')
    await town.types(dan, board, 'salt')
    expect(await town.sees(cleo, board)).toBe('rice salt')
    town.away(dan)
    expect(await town.sees(await town.back(dan), board)).toBe('rice salt')
  })

  it('C12 closes for whoever leaves it: the next steward’s device changes the keys by itself', async () => {
    const { amara, ben, cleo, dan, slot, board } = await withKitchen()
    await town.circle(ben, [cleo, dan])
    await town.types(dan, board, 'salt ')
    await town.circle(ben, [cleo])
    expect(amara.session.inspect()).toMatchObject({ epoch: 1, rotationDue: false })
    expect(offered(dan, board)).toBe(false)
    expect(dan.computer.docs.has(board)).toBe(false)
    await town.types(cleo, board, 'rice')
    expect(await town.sees(ben, board)).toBe('salt rice')
    expect(dan.session.circleKeys()).toEqual([{ slot, circle: null, members: null, reads: false, waiting: false }])
    expect(ben.session.circleKeys()[0]).toMatchObject({ members: [cleo.member], reads: true, waiting: false })
  })

  it('R52 waits while its keys have not been handed out; nothing that was written meanwhile is lost or set aside', async () => {
    const { amara, ben, cleo, dan, board } = await withKitchen()
    town.away(ben)
    // The steward’s device dies between the new keys and what hands them on.
    amara.computer.crashAt(0)
    await town.does(Promise.race([amara.session.removeMember(dan.member), town.settle()]))
    town.away(amara)
    expect(cleo.session.circleKeys()[0]).toMatchObject({ waiting: true, reads: true })
    await town.types(cleo, board, 'kept ')
    expect(cleo.session.currentStatus).toMatchObject({ waiting: 1, refused: 0, link: 'live' })
    const again = await town.back(ben)
    expect(await town.sees(again, board)).toBe('kept ')
    expect(cleo.session.currentStatus).toMatchObject({ waiting: 0, refused: 0 })
  })

  it('R52 comes to a further device once an organizer’s device is there', async () => {
    const { amara, ben, cleo, board } = await withKitchen()
    await town.types(cleo, board, 'rice')
    for (const person of [amara, ben]) town.away(person)
    const laptop = await town.joins(await town.deviceLink(cleo), '')
    expect(offered(laptop, board)).toBe(false)
    await town.back(ben)
    expect(await town.sees(laptop, board)).toBe('rice')
  })

  it('C6 stays with an organizer who becomes a member only if they are in the circle', async () => {
    const { amara, ben, cleo, board } = await withKitchen()
    expect(await town.does(amara.session.setRole(ben.member, Role.member))).toBe('done')
    expect(offered(ben, board)).toBe(false)
    await town.circle(amara, [cleo, ben])
    expect(offered(ben, board)).toBe(true)
    expect(ben.session.circleKeys()[0]).toMatchObject({ circle: null, members: null })
  })

  it('R40 is in a checkpoint, for those who read it', async () => {
    const { amara, cleo, dan, ben, board } = await withKitchen()
    await town.types(cleo, board, 'rice')
    expect(await town.does(amara.session.checkpointNow())).toBe('done')
    town.network.pass(8 * 24 * 3600)
    await town.types(cleo, board, ' oil')
    const second = await town.joins(await town.deviceLink(cleo), '')
    expect(await town.sees(second, board)).toBe('rice oil')
    await town.circle(ben, [cleo, dan])
    expect(await town.sees(dan, board)).toBe('rice oil')
  })

  it('C12 is for organizers to give keys to', async () => {
    const { cleo } = await withKitchen()
    expect(await town.does(cleo.session.keepCircle('d1d1d1d1d1d1d1d1', []))).toEqual({ ok: false, code: 'role' })
  })
})
