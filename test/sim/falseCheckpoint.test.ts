import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ready } from '../../src/shared/crypto/sodium.ts'
import { Role } from '../../src/shared/log/ids.ts'
import { EvilMember } from './evilMember.ts'
import { Town } from './town.ts'

const RELAY = 'ws://127.0.0.1:1'
const WEEK_AND_MORE = 8 * 24 * 3600
beforeAll(ready)
let town: Town
beforeEach(() => {
  town = new Town()
})
afterEach(() => town.end())

/** A steward with a program of its own writes a checkpoint in which the board says something else, and has the relay trim. */
async function falsified(sly: boolean) {
  const amara = await town.found('Amara')
  const cleo = await town.member(amara, Role.member, 'Cleo')
  const dan = await town.member(amara, Role.member, 'Dan')
  const board = await town.board(amara)
  await town.types(cleo, board, 'what was said ')
  await town.types(dan, board, 'and agreed')
  town.away(dan)
  const link = await town.link(amara, Role.member, 5)
  const known = new Set(amara.session.members().map(({ id }) => id))
  const evil = new EvilMember(town.network, `${RELAY}/${cleo.session.room}`, town.random, link)
  await town.settle()
  evil.act() // joins
  await town.settle()
  const member = amara.session.members().find(({ id }) => !known.has(id))
  if (!member) throw new Error('not joined')
  expect(await town.does(amara.session.setRole(member.id, Role.steward))).toBe('done')
  evil.again()
  await town.settle()
  evil.checkpoints(sly)
  await town.settle()
  evil.trims()
  await town.settle()
  town.network.pass(WEEK_AND_MORE)
  await town.settle()
  return { amara, cleo, dan, board, evil, link }
}

describe('R45 a checkpoint of a steward that says something else', () => {
  it('warns whoever was there, and changes nothing for them', async () => {
    const { amara, cleo, board } = await falsified(true)
    const [room] = town.network.log.rooms.values()
    expect(room?.head.floor).toBeGreaterThan(0)
    for (const person of [amara, cleo]) {
      expect(person.session.currentStatus.warnings).toContainEqual({ code: 'checkpoint' })
      expect(await town.sees(person, board)).toBe('what was said and agreed')
    }
  })

  it.each([true, false])(
    'is not taken by whoever was away: they are told, and see what they saw (sly: %s)',
    async (sly) => {
      const { dan, board } = await falsified(sly)
      const back = await town.back(dan)
      expect(back.session.currentStatus).toMatchObject({ stopped: 'history', warnings: [{ code: 'checkpoint' }] })
      expect(await town.sees(back, board)).toBe('what was said and agreed')
    },
  )
})
