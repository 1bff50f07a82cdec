import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ready } from '../../src/shared/crypto/sodium.ts'
import { Role } from '../../src/shared/log/ids.ts'
import { Town } from './town.ts'

beforeAll(ready)
let town: Town
beforeEach(() => {
  town = new Town()
})
afterEach(() => town.end())

describe('open invites', () => {
  it('R19 are listed with what they open, by whom, and since when; organizers are told what others made', async () => {
    const amara = await town.found('Amara')
    const ben = await town.member(amara, Role.organizer, 'Ben')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    await town.link(amara, Role.member, 5, 3600)
    await town.deviceLink(cleo)
    const seen = (session: typeof amara.session) =>
      session.invites().map(({ role, uses, maker, member, ends, kit, mayRevoke }) => ({
        role,
        uses,
        maker,
        member,
        ends,
        kit,
        mayRevoke,
      }))
    const first = { role: Role.member, uses: 5, maker: amara.member, member: null, ends: 3_600_000, kit: false }
    const second = { role: Role.member, uses: 1, maker: cleo.member, member: cleo.member }
    expect(seen(amara.session)).toEqual([
      { ...first, mayRevoke: true },
      { ...second, ends: null, kit: null, mayRevoke: true },
    ])
    expect(seen(ben.session)).toEqual(seen(amara.session))
    expect(seen(cleo.session)).toEqual([
      { ...first, ends: null, kit: null, mayRevoke: false },
      { ...second, ends: null, kit: false, mayRevoke: true },
    ])
    expect(cleo.session.invites()[1]?.made).toBe(0)
  })

  it('R19 a link works while its maker is away', async () => {
    const amara = await town.found('Amara')
    const link = await town.link(amara, Role.member)
    town.away(amara)
    expect(await town.outcome(link)).toBe('ok')
  })

  it('R19 and after the keys have changed while the maker was away', async () => {
    const amara = await town.found('Amara')
    const ben = await town.member(amara, Role.organizer, 'Ben')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const link = await town.link(ben, Role.member)
    town.away(ben)
    expect(await town.does(amara.session.removeMember(cleo.member))).toBe('done')
    expect(amara.session.inspect().epoch).toBe(1)
    expect(await town.outcome(link)).toBe('ok')
  })

  it('R19 a mailbox that is refused leaves nothing in the log', async () => {
    const amara = await town.found('Amara')
    const { index } = amara.session.inspect()
    const room = town.network.log.rooms.get(amara.session.room)
    expect(room).toBeDefined()
    // the relay has taken another community's worth of mailboxes
    for (let i = 0; i < 500; i++) {
      const mailbox = { hash: new Uint8Array(32).fill(i & 255).fill(i >> 8, 1), blob: new Uint8Array(1), ttl: 0 }
      room?.mailboxes.put({ kind: 'mailboxPut', room: '', mailbox, most: 1000 }, 0)
    }
    expect(await town.does(amara.session.invite(Role.member, 1, 0))).toEqual({ ok: false, code: 'invite.quota' })
    expect(amara.session.inspect().index).toBe(index)
    expect(amara.session.invites()).toEqual([])
  })

  it('are made again from the start when the keys change in between', async () => {
    const amara = await town.found('Amara')
    const ben = await town.member(amara, Role.organizer, 'Ben')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const removed = amara.session.removeMember(cleo.member)
    const made = await town.does(ben.session.invite(Role.member, 1, 0))
    expect(await removed).toBe('done')
    expect(made.ok && (await town.outcome(made.link))).toBe('ok')
  })

  it('end as moot, offline or without a relay with codes of their own', async () => {
    const amara = await town.found('Amara')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    expect(await town.does(cleo.session.invite(Role.member, 1, 0))).toEqual({ ok: false, code: 'invite.moot' })
    for (let i = 0; i < 4; i++) await town.deviceLink(cleo)
    expect(await town.does(cleo.session.inviteDevice(0))).toEqual({ ok: false, code: 'invite.too-many' })
    cleo.computer.hangUp()
    expect(await cleo.session.inviteDevice(0)).toEqual({ ok: false, code: 'invite.offline' })
  })
})

describe('a link that no longer works says why', () => {
  it('R18 used up: by the relay, and by the log where the relay does not know yet', async () => {
    const amara = await town.found('Amara')
    const link = await town.link(amara, Role.member)
    town.away(amara)
    const ben = await town.joins(link, 'Ben')
    // nobody who may delete the mailbox was there
    expect(await town.outcome(link)).toBe('join.used')
    await town.back(amara)
    const { log, now } = town.network
    const fates = log.rooms.get(ben.session.room)
    expect(fates).toBeDefined()
    expect(await town.outcome(link)).toBe('join.used')
    expect(now).toBe(town.network.now)
  })

  it('R18 withdrawn, also for guests; keys change by themselves', async () => {
    const amara = await town.found('Amara')
    const links = [await town.link(amara, Role.member, 5), await town.link(amara, Role.guest, 5)]
    for (const { id } of amara.session.invites()) expect(await town.does(amara.session.revokeInvite(id))).toBe('done')
    for (const link of links) expect(await town.outcome(link)).toBe('join.withdrawn')
    expect(amara.session.inspect()).toMatchObject({ rotationDue: false })
    expect(amara.session.inspect().epoch).toBeGreaterThan(0)
    expect(amara.session.invites()).toEqual([])
  })

  it('R18 withdrawn by an organizer while no steward is there: nobody comes in by it at once', async () => {
    const amara = await town.found('Amara')
    const ben = await town.member(amara, Role.organizer, 'Ben')
    const link = await town.link(ben, Role.member, 5)
    town.away(amara)
    const [open] = ben.session.invites()
    expect(open && (await town.does(ben.session.revokeInvite(open.id)))).toBe('done')
    expect(await town.outcome(link)).toBe('join.withdrawn')
    expect(ben.session.inspect().rotationDue).toBe(true)
    const again = await town.back(amara)
    expect(again.session.inspect().rotationDue).toBe(false)
  })

  it('R18 expired; and a change of keys does not bring it back', async () => {
    const amara = await town.found('Amara')
    const cleo = await town.member(amara, Role.member, 'Cleo')
    const link = await town.link(amara, Role.member, 1, 60)
    town.network.now += 60
    expect(await town.outcome(link)).toBe('join.expired')
    expect(await town.does(amara.session.removeMember(cleo.member))).toBe('done')
    expect(await town.outcome(link)).toBe('join.expired')
    town.network.now += 91 * 24 * 3600
    expect(await town.outcome(link)).toBe('join.gone')
  })

  it('K7 mistyped: told before anybody is asked', async () => {
    const amara = await town.found('Amara')
    const link = await town.link(amara, Role.member)
    const communities = await town.computer('Nobody').boot()
    const at = link.length - 20
    const mistyped = link.slice(0, at) + (link[at] === 'x' ? 'y' : 'x') + link.slice(at + 1)
    expect(communities.readLink(mistyped)).toEqual({ ok: false, error: 'damaged' })
    expect(communities.readLink(link.slice(0, -9))).toEqual({ ok: false, error: 'damaged' })
    expect(communities.readLink('see you there')).toEqual({ ok: false, error: 'form' })
  })
})
