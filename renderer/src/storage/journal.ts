/**
 * A second place for what cannot be made again, kept by the host beside the database (src/main/journal). Rows are sealed
 * bytes by key; a change is kept whole or not at all.
 */

export interface JournalRow {
  readonly key: string
  readonly bytes: Uint8Array
}

/** First `clear` (everything under a prefix), then `drop`, then `put`. */
export interface JournalChange {
  readonly clear: readonly string[]
  readonly drop: readonly string[]
  readonly put: readonly JournalRow[]
}

export interface JournalRoom {
  readonly room: string
  readonly generation: string
  /** Changes up to this number cannot be told from each other any more. */
  readonly base: number
  readonly last: number
  /** False when something in it is damaged. */
  readonly whole: boolean
}

/** Every method may reject. */
export interface Journal {
  list(): Promise<readonly JournalRoom[]>
  append(room: string, generation: string, n: number, change: JournalChange): Promise<void>
  begin(room: string, generation: string, base: number): Promise<void>
  fill(room: string, rows: readonly JournalRow[]): Promise<void>
  finish(room: string): Promise<void>
  read(
    room: string,
    from: number,
  ): Promise<{ changes: readonly { n: number; change: JournalChange }[]; next: number | null }>
  forget(room: string): Promise<void>
  /** Removes the database; a copy is kept. */
  setAside(): Promise<void>
}
