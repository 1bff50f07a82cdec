import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ready } from '../../src/shared/crypto/sodium.ts'
import { Role } from '../../src/shared/log/ids.ts'
import { READ, WRITE } from '../../src/shared/protocol/rights.ts'
import { Town } from './town.ts'

beforeAll(ready)
let town: Town
beforeEach(() => {
  town = new Town()
})
afterEach(() => town.end())

describe('a further device', () => {
  it('C1 of a member comes in by a link of its own, with the name and role that were there', async () => {
    const amara = await town.found('Amara')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const laptop = await town.joins(await town.deviceLink(cleo), '')
    expect(laptop.member).toBe(cleo.member)
    expect(laptop.session.role).toBe(Role.member)
    expect(laptop.session.members().find(({ me }) => me)).toMatchObject({ name: 'Cleo', devices: 2 })
    expect(laptop.session.about.myName).toBe('Cleo')
    const listed = amara.session.devices().filter(({ member }) => member === cleo.member)
    expect(listed).toHaveLength(2)
    expect(laptop.session.devices().filter(({ here }) => here)).toHaveLength(1)
  })

  it('C9 that is unlinked reads and writes nothing more; keys change by themselves', async () => {
    const amara = await town.found('Amara')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const laptop = await town.joins(await town.deviceLink(cleo), '')
    const kept = await town.deviceLink(cleo)
    const lost = laptop.session.devices().find(({ here }) => here)
    expect(lost && (await town.does(cleo.session.unlinkDevice(lost.id, true)))).toBe('done')
    expect(laptop.session.role).toBeNull()
    expect(laptop.session.newestEpoch()).toBeLessThan(amara.session.inspect().epoch)
    expect(cleo.session.role).toBe(Role.member)
    expect(cleo.session.devices().find(({ id }) => id === lost?.id)?.gone).toBe(true)
    expect(await town.outcome(kept)).toBe('join.withdrawn')
    expect(lost && (await town.does(cleo.session.unlinkDevice(lost.id, false)))).toBe('moot')
  })

  it('C9 a steward unlinks within one change of keys, and nobody unlinks whom they are not above', async () => {
    const amara = await town.found('Amara')
    const ben = await town.member(amara, Role.organizer, 'Ben')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const deviceOf = (member: string) => amara.session.devices().find((one) => one.member === member)
    const [bens, cleos] = [deviceOf(ben.member), deviceOf(cleo.member)]
    expect(bens && (await town.does(cleo.session.unlinkDevice(bens.id, false)))).toBe('role')
    const { index } = amara.session.inspect()
    expect(cleos && (await town.does(amara.session.unlinkDevice(cleos.id, false)))).toBe('done')
    expect(amara.session.inspect()).toMatchObject({ index: index + 1, epoch: 1, rotationDue: false })
    expect(cleo.session.role).toBeNull()
    // W24 whoever stays goes on through the new gate by itself
    for (const { session } of [amara, ben]) expect(session.currentStatus.link).toBe('live')
    expect(cleo.session.currentStatus.stopped).toBe('removed')
  })

  it('K2 where the members’ gate is older than the right to make links, that is told', async () => {
    const amara = await town.found('Amara')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const dan = await town.member(amara, Role.member, 'Dan')
    const room = town.network.log.rooms.get(amara.session.room)
    for (const [key, gate] of room?.gates ?? [])
      if (gate.rights === 19) room?.gates.set(key, { ...gate, rights: READ | WRITE })
    cleo.computer.hangUp()
    await town.settle()
    expect(await town.does(cleo.session.inviteDevice(0))).toEqual({ ok: false, code: 'invite.gate' })
    expect(await town.does(amara.session.removeMember(dan.member))).toBe('done')
    expect((await town.does(cleo.session.inviteDevice(0))).ok).toBe(true)
  })
})

describe('recovery kits', () => {
  it('bring back name, role and all that was written when every device is lost; the kit works once', async () => {
    const amara = await town.found('Amara')
    const board = await town.board(amara, Role.organizer, 2)
    await town.types(amara, board, 'only organizers read this')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const made = await town.does(amara.session.makeKit())
    expect(made).toMatchObject({ ok: true, kit: { relay: 'ws://127.0.0.1:1', member: 'Amara', made: 0 } })
    if (!made.ok) return
    town.away(amara)
    const restored = await town.joins(made.kit.link, 'a name typed in a hurry')
    expect(restored.member).toBe(amara.member)
    expect(restored.session.role).toBe(Role.steward)
    expect(cleo.session.members().find(({ id }) => id === amara.member)).toMatchObject({ name: 'Amara', devices: 2 })
    expect(await town.sees(restored, board)).toBe('only organizers read this')
    expect(await town.outcome(made.kit.link)).toBe('join.used')
    const lost = restored.session.devices().find(({ member, here }) => member === amara.member && !here)
    expect(lost && (await town.does(restored.session.unlinkDevice(lost.id, true)))).toBe('done')
    expect(restored.session.inspect()).toMatchObject({ epoch: 1, rotationDue: false })
  })

  it('outlive a change of keys, and the years', async () => {
    const amara = await town.found('Amara')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const made = await town.does(amara.session.makeKit())
    expect(await town.does(amara.session.removeMember(cleo.member))).toBe('done')
    town.network.now += 5 * 365 * 24 * 3600
    expect(made.ok && (await town.outcome(made.kit.link))).toBe('ok')
  })

  it('count: organizers see how many stewards, devices and kits stand between the community and its loss', async () => {
    const amara = await town.found('Amara')
    const ben = await town.member(amara, Role.organizer, 'Ben')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    expect(amara.session.safety()).toEqual({ stewards: 1, stewardDevices: 1, kits: 0 })
    await town.deviceLink(amara)
    await town.does(cleo.session.makeKit())
    expect(amara.session.safety().kits).toBe(0)
    const made = await town.does(amara.session.makeKit())
    expect(made.ok).toBe(true)
    expect(amara.session.safety()).toEqual({ stewards: 1, stewardDevices: 1, kits: 1 })
    expect(ben.session.safety().kits).toBe(1)
    expect(cleo.session.safety()).toEqual({ stewards: 1, stewardDevices: 1, kits: null })
    expect(await town.does(amara.session.setRole(ben.member, Role.steward))).toBe('done')
    expect(ben.session.safety()).toEqual({ stewards: 2, stewardDevices: 2, kits: 1 })
    if (!made.ok) return
    await town.joins(made.kit.link, '')
    expect(ben.session.safety()).toEqual({ stewards: 2, stewardDevices: 3, kits: 0 })
  })
})

describe('leaving', () => {
  it('C8 anybody may leave, but the last steward', async () => {
    const amara = await town.found('Amara')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    expect(await town.does(amara.session.leave())).toBe('last')
    expect(await town.does(cleo.session.leave())).toBe('done')
    expect(cleo.session.role).toBeNull()
    expect(amara.session.members().map(({ name }) => name)).toEqual(['Amara'])
    expect(amara.session.inspect()).toMatchObject({ epoch: 1, rotationDue: false })
    expect(await town.does(amara.session.removeMember(cleo.member))).toBe('moot')
    const [here] = amara.session.devices()
    expect(here && (await town.does(amara.session.unlinkDevice(here.id, false)))).toBe('last')
    const dan = await town.member(amara, Role.organizer, 'Dan')
    expect(await town.does(dan.session.removeMember(amara.member))).toBe('last')
    expect(await town.does(amara.session.setRole(dan.member, Role.steward))).toBe('done')
    expect(await town.does(amara.session.leave())).toBe('done')
    expect(dan.session.inspect()).toMatchObject({ epoch: 2, rotationDue: false })
  })
})
