/** Looks at a foreign Yjs update (V1) before Yjs does. docs/protocol.md, section Updates. */

/** What an update adds of one client. */
export interface ClientRange {
  readonly client: number
  /** First clock. */
  readonly from: number
  /** Clock after the last. */
  readonly to: number
}

export interface UpdateSummary {
  readonly clients: readonly ClientRange[]
  readonly structs: number
  /** What it needs to be in the document before: for each client, the clock that must be reached. Own ranges not counted. */
  readonly needs: ReadonlyMap<number, number>
  readonly deletes: number
}

export const MAX_STRUCTS = 5_000
export const MAX_CLIENTS = 64
export const MAX_NESTING = 32

/** Null for an update that must not be given to Yjs. Costs nothing that the length of the bytes does not pay for. */
export declare const guardUpdate: (update: Uint8Array) => UpdateSummary | null

/** Cuts a large update of one's own into several that pass the guard, in an order that leaves no gap. */
export declare const splitUpdate: (update: Uint8Array, maxStructs?: number, maxBytes?: number) => Uint8Array[]
