import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ready } from '../../src/shared/crypto/sodium.ts'
import { Role } from '../../src/shared/log/ids.ts'
import { type Person, Town } from './town.ts'

const DAY = 24 * 3600 * 1000
beforeAll(ready)
let town: Town
beforeEach(() => {
  town = new Town()
})
afterEach(() => town.end())

const warnings = ({ session }: Person) => session.currentStatus.warnings
const dayOf = (person: Person, days: number) => {
  person.computer.now = days * DAY
}

/** A member who writes on the first day, while the only steward is away. */
async function alone() {
  const amara = await town.found('Amara')
  const cleo = await town.member(amara, Role.member, 'Cleo')
  const dan = await town.member(amara, Role.member, 'Dan')
  const board = await town.board(amara)
  town.away(amara)
  dayOf(cleo, 1)
  await town.types(cleo, board, 'one ')
  return { amara, cleo, dan, board }
}

describe('R46 a member who writes and hears from no steward', () => {
  it('is told so a week after the first entry, not before, also when other members are there', async () => {
    const { cleo, dan, board } = await alone()
    dayOf(cleo, 7)
    await town.types(dan, board, 'two ')
    await town.types(cleo, board, 'three ')
    expect(warnings(cleo)).toEqual([])
    dayOf(cleo, 8)
    await town.types(dan, board, 'four ')
    expect(warnings(cleo)).toEqual([{ code: 'silent' }])
  })

  it('is told at a start too, since the time is kept', async () => {
    const { cleo } = await alone()
    town.away(cleo)
    dayOf(cleo, 9)
    expect(warnings(await town.back(cleo))).toEqual([{ code: 'silent' }])
  })

  it('is no longer told once a steward has written, and the week begins anew', async () => {
    const { amara, cleo, board } = await alone()
    dayOf(cleo, 9)
    await town.types(cleo, board, 'two ')
    expect(warnings(cleo)).toEqual([{ code: 'silent' }])
    await town.types(await town.back(amara), board, 'here ')
    expect(warnings(cleo)).toEqual([])
    await town.types(cleo, board, 'three ')
    dayOf(cleo, 15)
    await town.types(cleo, board, 'four ')
    expect(warnings(cleo)).toEqual([])
  })

  it('but a steward is not', async () => {
    const amara = await town.found('Amara')
    const board = await town.board(amara)
    await town.types(amara, board, 'one ')
    dayOf(amara, 30)
    await town.types(amara, board, 'two ')
    expect(warnings(amara)).toEqual([])
  })
})
