import { expect } from 'vitest'
import type { CommunitySession } from '../../renderer/src/session/communitySession.ts'
import { DocKind, type MemberId, Role, type Role as RoleNumber } from '../../src/shared/log/ids.ts'
import { Clock, Computer } from './computer.ts'
import { EVIL, EvilMember } from './evilMember.ts'
import { EvilRelay } from './evilRelay.ts'
import { Network } from './network.ts'
import { type Generator, generator } from './random.ts'

/** Which of the community's circles has keys of its own. */
const CIRCLE = 'c1c1c1c1c1c1c1c1'
const MARKER = 'PLAINTEXTMARKER'
/** Entries; the app takes a thousand. */
const CHECKPOINT_AFTER = 10
const TRIM_GRACE = 8 * 24 * 3600
const LIVELOCK = 200_000
const RELAY = 'ws://127.0.0.1:1'

/** Lets everything that is ready run to its end; only frames, turns of the relay and timers wait to be drawn. */
const idle = () => new Promise<void>((done) => setImmediate(done))

/** What one run has seen, for the sum of many. */
export interface RunReport {
  entries: number
  crashes: number
  removals: number
  rotations: number
  refused: number
  /** Relays that had trimmed at the end. */
  trimmed: number
  /** How often a relay's disk was replaced by an older copy. */
  restores: number
  /** Computers that at the end follow another log than the founder's; each of the two says that something is wrong. */
  apart: number
  /** Frames that a relay changed. */
  lies: number
  /** Deeds of a member with a program of its own. */
  evil: number
  /** How often somebody was to change who belongs to a circle. */
  circles: number
}

/** Honest: nobody lies. Restores: the relay's disk is replaced by an older copy. */
type RunKind = 'honest' | 'restores' | 'evil member' | 'evil relay'

/** Is this document one of those that the device may open? */
const reads = (session: CommunitySession, key: string): boolean => session.docs().some(({ id }) => id === key)

/** A report of a run in which nothing has happened. */
export const nothingYet = (): RunReport => ({
  entries: 0,
  crashes: 0,
  removals: 0,
  rotations: 0,
  refused: 0,
  trimmed: 0,
  restores: 0,
  apart: 0,
  lies: 0,
  evil: 0,
  circles: 0,
})

class Run {
  readonly random: Generator
  readonly network: Network
  readonly clock: Clock
  readonly computers: Computer[] = []
  readonly report: RunReport = nothingYet()
  /** Keys of documents by the role that may write them. */
  readonly docs: { key: string; write: RoleNumber }[] = []
  invites: string[] = []
  /** Edits that were on a disk: each must be found at the end, or be among what its computer was told is refused. */
  readonly durable: { id: string; key: string; computer: Computer }[] = []
  #edits = 0
  #evilLink = ''
  readonly #backUps: (() => void)[] = []
  #founder: string | null = null

  readonly kind: RunKind
  #evil: EvilMember | null = null

  constructor(seed: number, kind: RunKind) {
    this.kind = kind
    this.random = generator(seed)
    this.network = new Network(this.random)
    this.clock = new Clock(this.random)
  }

  async step(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const moved = this.random.chance(0.9) ? this.network.step() : this.clock.step()
      await idle()
      if (!moved && !this.network.step() && !this.clock.step()) return
      await idle()
    }
  }

  /** Until nothing moves any more. */
  async settle(): Promise<void> {
    for (let i = 0; i < LIVELOCK; i++) {
      await idle()
      const moved = this.network.step() || this.clock.step()
      if (moved) continue
      await idle()
      if (!this.network.step() && !this.clock.step()) return
    }
    throw new Error('livelock: something moves for ever')
  }

  /** Drives the world until a promise has settled, or until `given up`: then null. */
  async drive<T>(work: Promise<T>): Promise<T>
  async drive<T>(work: Promise<T>, givenUp: () => boolean): Promise<T | null>
  async drive<T>(work: Promise<T>, givenUp: () => boolean = () => false): Promise<T | null> {
    const state: { done: boolean } = { done: false }
    const watched = work.finally(() => {
      state.done = true
    })
    watched.catch(() => {})
    for (let i = 0; i < LIVELOCK && !state.done; i++) {
      await idle()
      if (givenUp()) return null
      if (!this.network.step()) this.clock.step()
    }
    if (!state.done) throw new Error('a promise never settles')
    return watched
  }

  async found(): Promise<Computer> {
    const founder = new Computer('m0', this.network, this.clock, CHECKPOINT_AFTER)
    const communities = await founder.boot()
    const session = await communities.create(`${MARKER} community`, 'moss', `${MARKER} m0`)
    founder.session = session
    founder.room = session.room
    this.#founder = session.member
    this.computers.push(founder)
    for (const [write, audience] of [
      [Role.member, 0],
      [Role.organizer, 0],
      [Role.steward, 0],
      [Role.organizer, 2],
    ] as const) {
      const made = await this.drive(session.createDoc(DocKind.board, write, audience))
      if (!made.ok) throw new Error(made.code)
      this.docs.push({ key: made.id, write })
    }
    await this.#openCircle(founder)
    // Written before there is a relay: published unchanged later.
    const open = await this.drive(founder.open(this.docs[0]?.key ?? ''))
    open?.doc.getText('t').insert(0, `${MARKER} first`)
    await this.settle()
    expect(await this.drive(session.chooseRelay(RELAY, ''))).toBe('done')
    await this.settle()
    return founder
  }

  /** A circle with a board of its own, written by its members. */
  async #openCircle(founder: Computer): Promise<void> {
    const { session } = founder
    const kept = session && (await this.drive(session.keepCircle(CIRCLE, [])))
    if (!session || !kept?.ok) throw new Error('the circle got no keys')
    const made = await this.drive(session.createDoc(DocKind.board, Role.member, kept.slot))
    if (!made.ok) throw new Error(made.code)
    this.docs.push({ key: made.id, write: Role.member })
  }

  /** Somebody says who belongs to the circle from now on. */
  changeCircle(computer: Computer): void {
    const { session } = computer
    if ((session?.role ?? -1) < Role.organizer) return
    const members = session?.members().filter(() => this.random.chance(0.5)) ?? []
    this.report.circles += 1
    void session?.keepCircle(
      CIRCLE,
      members.map(({ id }) => id),
    )
  }

  async makeInvite(by: Computer, role: RoleNumber): Promise<void> {
    const made = await this.drive(by.session?.invite(role, 20, 0) ?? Promise.reject(new Error('no session')))
    if (made.ok) this.invites.push(made.link)
    if (made.ok && this.#evilLink === '') this.#evilLink = made.link
  }

  async join(): Promise<void> {
    // A join that is lied to waits for a relay that does not.
    if (this.network.evil) this.network.evil.victim = null
    const link = this.random.pick(this.invites)
    const name = `m${this.computers.length}`
    const computer = new Computer(name, this.network, this.clock, CHECKPOINT_AFTER)
    const communities = await computer.boot()
    const read = communities.readLink(link)
    if (!read.ok) throw new Error(read.error)
    const joined = await this.drive(communities.join(read.link, 'sky', `${MARKER} ${name}`))
    if (!joined.ok) return
    computer.session = joined.session
    computer.room = joined.session.room
    this.computers.push(computer)
  }

  async edit(computer: Computer): Promise<void> {
    const { key } = this.random.pick(this.docs)
    if (!computer.session?.mayWrite(key)) return
    // The role may be lost while it is opened.
    const opening = computer.open(key).catch(() => null)
    const open = await this.drive(opening, () => computer.dead)
    if (!open || !computer.alive) return
    const { doc } = open
    const text = doc.getText('t')
    const id = `edit${++this.#edits}`
    doc.transact(() => {
      doc.getMap('own').set(id, true)
      if (this.random.chance(0.3) && text.length > 4) text.delete(this.random.below(text.length - 2), 2)
      else text.insert(this.random.below(text.length + 1), `${MARKER}${this.random.below(100)} `)
      doc.getMap('m').set(`k${this.random.below(9)}`, `${computer.name} ${this.random.below(1000)}`)
    })
    await idle()
    if (computer.alive && computer.session?.currentStatus.writing === false) this.durable.push({ id, key, computer })
  }

  async act(): Promise<void> {
    const { random } = this
    const computer = random.pick(this.computers)
    const what = random.next()
    if (!computer.alive) {
      if (computer.session) this.fail(computer)
      if (what < 0.3) await computer.restart()
      return
    }
    const session = computer.session
    if (!session) return
    if (what < 0.5) await this.edit(computer)
    else if (what < 0.6) computer.hangUp()
    else if (what < 0.64) this.fail(computer)
    else if (what < 0.68) computer.crashAt(random.below(4))
    else if (what < 0.7) this.network.crash()
    else if (what < 0.78) await this.changeRole(computer)
    else if (what < 0.81) this.remove(computer)
    else if (what < 0.84) this.changeCircle(computer)
    else if (what < 0.87) await this.join()
    else if (what < 0.91) this.network.pass(TRIM_GRACE)
    else if (this.kind === 'evil member' && what < 0.98) this.#misbehave()
    else if (this.kind === 'evil relay' && what < 0.95) this.#lie()
    else if (this.kind === 'restores' && what < 0.95) this.#backUps.push(this.network.backUp())
    else if (this.kind === 'restores' && this.#backUps.length > 0) {
      this.report.restores += 1
      random.pick(this.#backUps)()
    }
  }

  #misbehave(): void {
    this.#evil ??= new EvilMember(this.network, `${RELAY}/${this.computers[0]?.room}`, this.random, this.#evilLink)
    this.report.evil += 1
    this.#evil.act()
  }

  /** Begins to lie to somebody, or stops. */
  #lie(): void {
    this.network.evil ??= new EvilRelay(this.random)
    if (this.network.evil.victim === null) this.network.evil.begin(this.random.pick(this.computers).name)
    else this.network.evil.victim = null
  }

  fail(computer: Computer): void {
    computer.crash()
    this.report.crashes += 1
  }

  /** The founder stays, so that somebody can always rotate. */
  target(computer: Computer) {
    const others = computer.session?.members().filter(({ id, me }) => !me && id !== this.#founder) ?? []
    return others.length > 0 ? this.random.pick(others).id : null
  }

  async changeRole(computer: Computer): Promise<void> {
    const member = this.target(computer)
    if (member === null || (computer.session?.role ?? -1) < Role.organizer) return
    void computer.session?.setRole(member, this.random.pick([0, 1, 2, 3] as const))
  }

  remove(computer: Computer): void {
    const member = this.target(computer)
    if (member === null || (computer.session?.role ?? -1) < Role.organizer) return
    this.report.removals += 1
    void computer.session?.removeMember(member)
  }

  /** Everybody comes back, and everything that waits gets its chance. */
  async quiesce(): Promise<void> {
    if (this.network.evil) {
      this.report.lies += this.network.evil.lies
      this.network.evil = null
      // What it withheld shows when it is asked again; while it goes on withholding there is only silence (A6).
      this.network.crash()
    }
    for (const computer of this.computers) {
      computer.crashAt(-1)
      if (computer.dead || !computer.session) {
        if (computer.session) this.fail(computer)
        await computer.restart()
      }
      computer.session?.retryNow()
    }
    for (let round = 0; round < 4; round++) {
      await this.settle()
      for (const computer of this.computers) computer.session?.retryNow()
    }
    await this.settle()
  }

  async check(): Promise<void> {
    const founder = this.computers[0]
    const reference = founder?.session
    if (!founder || !reference) throw new Error('no founder')
    const state = reference.inspect()
    this.report.entries += state.index
    this.report.rotations += state.epoch
    const belongs = (computer: Computer) => computer.session !== null && computer.session.role !== null
    const live = this.computers.filter(
      (c) => belongs(c) && reference.members().some(({ id }) => id === c.session?.member),
    )

    for (const computer of live) {
      const session = computer.session
      if (!session) continue
      const status = session.currentStatus
      const label = `${computer.name} ${JSON.stringify({ ...status, role: session.role })}`
      // S1 convergence of authority: same head, epoch, people and documents
      expect(session.inspect(), `${label} founder ${JSON.stringify(reference.currentStatus)}`).toEqual(state)
      expect(session.members().map(({ id, role }) => [id, role])).toEqual(
        reference.members().map(({ id, role }) => [id, role]),
      )
      // S2 no false alarms; the outbox empties for whoever may write
      if (this.kind !== 'evil member') expect(status.warnings, label).toEqual([])
      expect(status.link, label).toBe('live')
      expect(status.waiting, label).toBe(0)
      this.report.refused += status.refused
      // S4 nobody holds a longer ladder than their role once rotation is done
      if (!state.rotationDue) expect(session.ladderRole(), label).toBeLessThanOrEqual(session.role ?? -1)
      // S9 a circle is read by those who belong to it and by organizers, and by nobody else
      const [circle] = reference.circleKeys()
      const role = session.role ?? 0
      const belongs = role === Role.member && circle?.members?.includes(session.member ?? ('' as MemberId))
      expect(circle?.waiting, label).toBe(false)
      if (!state.rotationDue)
        expect(session.circleKeys()[0]?.reads, label).toBe(role >= Role.organizer || belongs === true)
      // S1 convergence of content: what is on the screen is what the log says, here and at the founder
      for (const { key } of this.docs) {
        if (!reads(session, key)) continue
        const mine = await this.drive(computer.open(key))
        const theirs = await this.drive(founder.open(key))
        expect(mine?.doc.getText('t').toString(), `${label} ${key}`).toBe(theirs?.doc.getText('t').toString())
        expect(mine?.doc.getMap('m').toJSON(), label).toEqual(theirs?.doc.getMap('m').toJSON())
        // S8 nothing that was refused has changed a document
        expect(mine?.doc.getText('t').toString(), label).not.toContain(EVIL)
      }
    }
    // S6 what was on a disk is in the community, or its author knows that it was refused
    for (const { id, key, computer } of this.durable) {
      const told = computer.session?.refusedEdits().some(({ doc }) => doc === key) || !live.includes(computer)
      const open = await this.drive(founder.open(key))
      expect(told || open?.doc.getMap('own').has(id), `${id} of ${computer.name} in ${key}`).toBe(true)
    }
    // S4 whoever was removed holds no key of an epoch after the rotation that shut them out
    for (const computer of this.computers) {
      if (live.includes(computer) || !computer.session || state.rotationDue) continue
      expect(computer.session.newestEpoch(), computer.name).toBeLessThan(state.epoch)
    }
    for (const { head } of this.network.log.rooms.values()) this.report.trimmed += head.floor > 0 ? 1 : 0
    // S5 the relay's log holds no plaintext
    const stored = [...this.network.log.rooms.values()].flatMap(({ rows }) => rows.map(({ bytes }) => bytes))
    expect(stored.some((bytes) => Buffer.from(bytes).includes(MARKER))).toBe(false)
  }

  /** Where a relay has lost data or lied: everything comes back, or whoever misses something is told. */
  async checkLost(): Promise<void> {
    const founder = this.computers[0]
    const reference = founder?.session
    if (!founder || !reference) throw new Error('no founder')
    const state = reference.inspect()
    const warned = (session: CommunitySession) =>
      session.currentStatus.warnings.length > 0 || session.currentStatus.stopped !== null
    for (const computer of this.computers) {
      const { session } = computer
      if (!session || session.role === null) continue
      const label = `${computer.name} ${JSON.stringify(session.currentStatus)} founder ${JSON.stringify(reference.currentStatus)}`
      if (session.inspect().head !== state.head) {
        this.report.apart += 1
        expect(warned(session) || warned(reference), label).toBe(true)
        continue
      }
      for (const { key } of this.docs) {
        if (session.currentStatus.waiting > 0 || reference.currentStatus.waiting > 0 || !reads(session, key)) continue
        const mine = await this.drive(computer.open(key))
        const theirs = await this.drive(founder.open(key))
        expect(mine?.doc.getText('t').toString(), `${label} ${key}`).toBe(theirs?.doc.getText('t').toString())
      }
    }
    // S7 nothing that was on a disk is gone without a word
    for (const { id, key, computer } of this.durable) {
      const { session } = computer
      if (!session || session.role === null || !reads(session, key)) continue
      const listed = [...session.refusedEdits(), ...session.keptElsewhere()].some(({ doc }) => doc === key)
      const open = await this.drive(computer.open(key))
      const label = `${id} of ${computer.name} in ${key} ${JSON.stringify(session.currentStatus)}`
      expect(listed || open?.doc.getMap('own').has(id), label).toBe(true)
    }
  }

  end(): void {
    for (const computer of this.computers) computer.crash()
  }
}

/** One seeded run of the whole: local log, publishing, joins, edits, crashes, removals, rotations; then every property. */
export async function simulate(seed: number, steps = 30): Promise<RunReport> {
  const run = new Run(seed, (['honest', 'restores', 'evil member', 'evil relay'] as const)[seed % 4] ?? 'honest')
  try {
    const founder = await run.found()
    await run.makeInvite(founder, Role.member)
    await run.makeInvite(founder, Role.organizer)
    for (let i = 0; i < 3; i++) await run.join()
    for (let i = 0; i < steps; i++) {
      await run.act()
      await run.step(run.random.below(20))
    }
    await run.quiesce()
    if (run.report.restores > 0 || run.report.lies > 0) await run.checkLost()
    else await run.check()
    return run.report
  } finally {
    run.end()
  }
}
