import { readFileSync } from 'node:fs'
import { writeDurably } from './durableFile.ts'
import { relayOrigin } from './relayAddress.ts'

const MAX_RELAYS = 64

/** The relays this profile may connect to, kept in a small file of the profile. */
export class RelayList {
  readonly #file: string
  #origins: string[]

  constructor(file: string) {
    this.#file = file
    this.#origins = read(file)
  }

  get origins(): readonly string[] {
    return this.#origins
  }

  /** @param url checked by `relayOrigin` @returns false when it is no address a relay may have, or the list is full */
  allow(url: unknown): boolean {
    const origin = relayOrigin(url)
    if (origin === null) return false
    if (this.#origins.includes(origin)) return true
    if (this.#origins.length >= MAX_RELAYS) return false
    this.#origins = [...this.#origins, origin]
    writeDurably(this.#file, JSON.stringify(this.#origins))
    return true
  }
}

function read(file: string): string[] {
  try {
    const list: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (!Array.isArray(list)) return []
    return list.map(relayOrigin).filter((origin): origin is string => origin !== null)
  } catch {
    return [] // absent or damaged: the user is asked again before anything connects
  }
}
