import type { Bridge } from '#shared/ipc/contract.ts'

/** What the app needs of its surroundings: the window's host, or a plain page. */
export interface Platform extends Bridge {
  readonly kind: 'electron' | 'browser'
}

export type { HostInfo, KeyProtection, LocalKey } from '#shared/ipc/contract.ts'
