import type { CommunityEntry } from './communities.ts'
import type { DocKey } from './docKey.ts'
import { type OpenCommunity, openCommunity, type WindowTools } from './openCommunity.ts'
import { connect, type Port, type Remote } from './rpc.ts'
import type { HostMethods } from './serving.ts'

export type JoinAnswer =
  | { readonly ok: true; readonly community: OpenCommunity }
  | { readonly ok: false; readonly code: string }

/** All communities of this profile, as the window has them: the sessions run behind `port`, on another thread. */
export class CommunityHost {
  readonly #host: Remote<HostMethods>
  readonly #tools: WindowTools

  /** @param port of `serveHost` */
  constructor(port: Port, tools: WindowTools) {
    this.#host = connect<HostMethods>(port, ['list', 'open', 'create', 'forget', 'readLink', 'join'])
    this.#tools = tools
  }

  /** In the order in which they were added. Fails with `secrets.wrong-key` if rows are there that the key does not open. */
  list(): Promise<CommunityEntry[]> {
    return this.#host.list()
  }

  /** @param wanted documents that will be opened next: they are read meanwhile */
  async open(room: string, wanted: readonly DocKey[] = []): Promise<OpenCommunity> {
    return openCommunity(await this.#host.open(room as CommunityEntry['room'], wanted), this.#tools)
  }

  /** Founds a community on this computer; no network is needed or asked. */
  async create(name: string, hue: string, myName: string): Promise<OpenCommunity> {
    return openCommunity(await this.#host.create(name, hue, myName), this.#tools)
  }

  /** Removes a community from this computer. */
  forget(room: CommunityEntry['room']): Promise<void> {
    return this.#host.forget(room)
  }

  /** Reads a link without acting on it; `relay` says where joining would connect. */
  readLink(text: string): Promise<{ ok: true; relay: string; room: string } | { ok: false; code: string }> {
    return this.#host.readLink(text)
  }

  /** Joins by a link, after the user's consent. @param myName what the person wants to be called there */
  async join(text: string, hue: string, myName: string): Promise<JoinAnswer> {
    const answer = await this.#host.join(text, hue, myName)
    return answer.ok ? { ok: true, community: openCommunity(answer.open, this.#tools) } : answer
  }
}
