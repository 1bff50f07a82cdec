import { expect } from 'vitest'
import type { JoinOutcome } from '../../renderer/src/session/communities.ts'
import type { CommunitySession } from '../../renderer/src/session/communitySession.ts'
import type { OpenDoc } from '../../renderer/src/session/documents.ts'
import { type CircleSlot, type DocAudience, DocKind, type MemberId, Role } from '../../src/shared/log/ids.ts'
import { Clock, Computer } from './computer.ts'
import { Network } from './network.ts'
import { type Generator, generator } from './random.ts'

const RELAY = 'ws://127.0.0.1:1'
const idle = () => new Promise<void>((done) => setImmediate(done))

/** Somebody with a computer, while it runs. */
export interface Person {
  readonly name: string
  readonly computer: Computer
  readonly session: CommunitySession
  readonly member: MemberId
}

/** Whole computers of one community at the relay's own core: for what a few people do one after the other. */
export class Town {
  readonly random: Generator
  readonly network: Network
  readonly clock: Clock
  readonly #computers: Computer[] = []

  constructor(seed = 1) {
    this.random = generator(seed)
    this.network = new Network(this.random)
    this.clock = new Clock(this.random)
  }

  /** Until nothing moves any more. */
  async settle(): Promise<void> {
    let still = 0
    while (still < 3) {
      await idle()
      still = this.network.step() || this.clock.step() ? 0 : still + 1
    }
  }

  /** Lets the world go on until this is done. */
  async does<T>(work: Promise<T>): Promise<T> {
    let over = false
    const watched = work.finally(() => {
      over = true
    })
    watched.catch(() => {})
    for (let i = 0; i < 100_000 && !over; i++) {
      await idle()
      if (!this.network.step()) this.clock.step()
    }
    expect(over, 'a promise never settles').toBe(true)
    const value = await watched
    await this.settle()
    return value
  }

  /** A community with its documents, at the relay; its founder is a steward. */
  async found(name: string): Promise<Person> {
    const computer = this.computer(name)
    const session = await (await computer.boot()).create('Riverside', 'moss', name)
    this.#runs(computer, session)
    expect((await this.does(session.createDoc(DocKind.community, Role.organizer))).ok).toBe(true)
    expect(await this.does(session.chooseRelay(RELAY, ''))).toBe('done')
    return { name, computer, session, member: memberOf(session) }
  }

  computer(name: string): Computer {
    const computer = new Computer(name, this.network, this.clock)
    this.#computers.push(computer)
    return computer
  }

  #runs(computer: Computer, session: CommunitySession): void {
    computer.session = session
    computer.room = session.room
  }

  /** Tries to join by a link on a new computer. */
  async tries(link: string, name: string, computer = this.computer(name)): Promise<JoinOutcome> {
    const communities = await computer.boot()
    const read = communities.readLink(link)
    if (!read.ok) throw new Error(read.error)
    const joined = await this.does(communities.join(read.link, 'sky', name))
    if (joined.ok) this.#runs(computer, joined.session)
    return joined
  }

  /** Why a link did not work, `ok` if it did. */
  async outcome(link: string): Promise<string> {
    const joined = await this.tries(link, 'Nobody')
    return joined.ok ? 'ok' : joined.code
  }

  async joins(link: string, name: string): Promise<Person> {
    const computer = this.computer(name)
    const joined = await this.tries(link, name, computer)
    if (!joined.ok) throw new Error(joined.code)
    return { name, computer, session: joined.session, member: memberOf(joined.session) }
  }

  /** The text of a new link. */
  async link(by: Person, role: Role, uses = 1, ttl = 0): Promise<string> {
    const made = await this.does(by.session.invite(role, uses, ttl))
    if (!made.ok) throw new Error(made.code)
    return made.link
  }

  async deviceLink(by: Person, ttl = 0): Promise<string> {
    const made = await this.does(by.session.inviteDevice(ttl))
    if (!made.ok) throw new Error(made.code)
    return made.link
  }

  /** Somebody new in a role; a steward is promoted after joining. */
  async member(by: Person, role: Role, name: string): Promise<Person> {
    const person = await this.joins(await this.link(by, role), name)
    expect(person.session.role).toBe(role)
    return person
  }

  async board(by: Person, write: Role = Role.member, audience: DocAudience = 0): Promise<string> {
    const made = await this.does(by.session.createDoc(DocKind.board, write, audience))
    if (!made.ok) throw new Error(made.code)
    return made.id
  }

  /** Says who belongs to a circle, and gives it keys if it has none. */
  async circle(by: Person, members: readonly Person[], circle = 'c1c1c1c1c1c1c1c1'): Promise<CircleSlot> {
    const kept = await this.does(
      by.session.keepCircle(
        circle,
        members.map(({ member }) => member),
      ),
    )
    if (!kept.ok) throw new Error(kept.code)
    return kept.slot
  }

  async open(by: Person, key: string): Promise<OpenDoc> {
    const open = await this.does(by.computer.open(key))
    if (!open) throw new Error('not open')
    return open
  }

  /** Writes at the end of a document's text. */
  async types(by: Person, key: string, text: string): Promise<void> {
    const { doc } = await this.open(by, key)
    doc.getText('t').insert(doc.getText('t').length, text)
    await this.settle()
  }

  /** What somebody sees of a document. */
  async sees(by: Person, key: string): Promise<string> {
    return (await this.open(by, key)).doc.getText('t').toString()
  }

  /** The program ends; the disk stays. */
  away(person: Person): void {
    person.computer.crash()
  }

  /** The program starts again. */
  async back(person: Person): Promise<Person> {
    await person.computer.restart()
    await this.settle()
    const { session } = person.computer
    if (!session) throw new Error('not started')
    return { ...person, session }
  }

  /** Ends everything, also in the middle. */
  end(): void {
    for (const computer of this.#computers) computer.crash()
  }
}

const memberOf = (session: CommunitySession): MemberId => session.member ?? ('' as MemberId)
