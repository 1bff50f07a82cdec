import type { HostInfo, KeyProtection, Platform } from '#renderer/platform/platform.ts'
import type { CommunityEntry } from '#renderer/session/communities.ts'
import type { CommunityHost } from '#renderer/session/communityHost.ts'
import type { OpenCommunity } from '#renderer/session/openCommunity.ts'
import { HUES, type Hue } from '#shared/domain/hue.ts'
import { numberOf } from './communityNumber.ts'
import { CommunityStore, type Tools } from './communityStore.svelte.ts'
import { type CommunityTemplate, fillCommunity } from './foundation.ts'
import { expectedDocs, lastRoom, rememberRoom } from './lastPlace.ts'
import type { LockStore } from './lockStore.svelte.ts'
import { OpenedFiles } from './openedFiles.svelte.ts'
import type { Reminders } from './reminders.svelte.ts'

export interface Invitation {
  /** Address of the relay that it names. */
  readonly relay: string
  /** For people to compare: see `numberOf`. */
  readonly number: string
}

export type ReadInvitation =
  | { readonly ok: true; readonly invitation: Invitation }
  | { readonly ok: false; readonly code: string }

/** Everything above one community: which there are, which is open, and how one comes to be. */
export class AppStore {
  readonly platform: Platform
  readonly info: HostInfo
  readonly protection: KeyProtection
  readonly lock: LockStore
  readonly #communities: CommunityHost
  readonly #tools: Tools
  entries: readonly CommunityEntry[] = $state.raw([])
  current: CommunityStore | null = $state.raw(null)
  /** Text of an invitation the app was opened with; nothing is done with it before consent. */
  invitation: string | null = $state.raw(null)
  /** Calendar files the app was opened with. */
  readonly opened: OpenedFiles
  /** Null until `remind` is through. */
  reminders: Reminders | null = $state.raw(null)
  #reminding: Promise<Reminders> | null = null

  constructor(
    platform: Platform,
    info: HostInfo,
    protection: KeyProtection,
    lock: LockStore,
    communities: CommunityHost,
    tools: Tools,
  ) {
    this.lock = lock
    this.platform = platform
    this.opened = new OpenedFiles(platform)
    this.info = info
    this.protection = protection
    this.#communities = communities
    this.#tools = tools
  }

  async start(): Promise<void> {
    // The community that was open last is opened while the list is still being read: most starts need nothing else.
    const last = lastRoom()
    const opening = last === null ? null : this.#communities.open(last, expectedDocs(last))
    opening?.catch(() => {}) // the list tells whether that matters
    await this.#refresh()
    const [first] = this.entries
    if (opening !== null && this.entries.some(({ room }) => room === last))
      this.current = await CommunityStore.open(await opening, this.#tools)
    else if (first) await this.open(first.room)
    this.platform.onDeepLink((text) => {
      this.invitation = text
    })
    const link = await this.platform.takeDeepLink()
    if (link !== null) this.invitation = link
    this.opened.start()
    this.platform.onBeforeClose(async () => {
      await this.current?.close()
    })
  }

  /** Begins to remind of events, once. What it needs is loaded with the first calendar, so that no start waits for it. */
  remind(): Promise<Reminders> {
    const { notify } = this.platform
    this.#reminding ??= import('./calendarReminders.ts').then(({ remindersOf }) => {
      const { now } = this.#tools
      this.reminders = remindersOf(() => this.current, { notify, now, keeper: localStorage })
      this.reminders.start()
      return this.reminders
    })
    return this.#reminding
  }

  async #refresh(): Promise<void> {
    this.entries = await this.#communities.list()
  }

  /** Writes what is in memory and forgets all of it; what the window shows next asks for the passphrase. */
  async lockNow(): Promise<void> {
    if (!this.lock.isSet) return
    await this.current?.close()
    location.reload()
  }

  /** Switches to a community. */
  async open(room: string): Promise<void> {
    if (this.current?.room === room) return
    const entry = this.entries.find((candidate) => candidate.room === room)
    if (!entry) return
    await this.current?.close()
    await this.#show(await this.#communities.open(entry.room, expectedDocs(entry.room)))
  }

  async #show(session: OpenCommunity): Promise<void> {
    this.current = await CommunityStore.open(session, this.#tools)
    rememberRoom(session.room)
    await this.renamed()
  }

  get #nextHue(): Hue {
    return HUES[(this.entries.length * 2 + 2) % HUES.length] ?? 'moss'
  }

  /**
   * Founds a community on this computer. Nothing is sent anywhere.
   * @param myName what the founder is called there
   */
  async create(name: string, template: CommunityTemplate, myName: string): Promise<void> {
    await this.current?.close()
    this.current = null
    const session = await this.#communities.create(name, this.#nextHue, myName)
    await fillCommunity(session, name, template, this.#tools)
    await this.#show(session)
  }

  /** Reads an invitation for showing; `relay` says where joining would connect. */
  async readInvitation(text: string): Promise<ReadInvitation> {
    const read = await this.#communities.readLink(text)
    return read.ok ? { ok: true, invitation: { relay: read.relay, number: numberOf(read.room) } } : read
  }

  /** Joins, after consent. @returns null, or the code of what went wrong */
  async join(text: string, myName: string): Promise<string | null> {
    const read = await this.#communities.readLink(text)
    if (!read.ok) return read.code
    await this.platform.allowRelay(read.relay)
    const joined = await this.#communities.join(text, this.#nextHue, myName)
    if (!joined.ok) return joined.code
    await this.current?.close()
    this.invitation = null
    await this.#show(joined.community)
    return null
  }

  /** Moves the open community to a relay. @returns null, or the code of what went wrong */
  async chooseRelay(
    url: string,
    accessCode: string,
    progress: (done: number, total: number) => void,
  ): Promise<string | null> {
    const { current } = this
    if (current === null) return 'relay.address'
    let origin: string
    try {
      const parsed = new URL(url.includes('://') ? url : `wss://${url}`)
      origin = `${parsed.protocol}//${parsed.host}`
      await this.platform.allowRelay(origin)
    } catch {
      return 'relay.address'
    }
    const outcome = await current.chooseRelay(origin, accessCode, progress)
    await this.#refresh()
    return outcome === 'done' ? null : `publish.${outcome}`
  }

  /** The name in the rail follows the community's own. */
  async renamed(): Promise<void> {
    const { current } = this
    if (current) await current.session.remember(current.name, current.hue)
    await this.#refresh()
  }

  /** Lets go of a community on this computer; others keep theirs. */
  async forget(room: string): Promise<void> {
    const entry = this.entries.find((candidate) => candidate.room === room)
    if (!entry) return
    if (this.current?.room === room) {
      await this.current.close()
      this.current = null
    }
    await this.#communities.forget(entry.room)
    await this.#refresh()
    const [next] = this.entries
    if (this.current === null && next) await this.open(next.room)
  }
}
