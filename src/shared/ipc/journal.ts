/**
 * What the session and the journal say to each other, over a port of its own. The journal is kept by the host beside the
 * database of the page, which Chromium may lose. It knows keys and sealed bytes, and nothing of what they mean.
 */

/** Rows under this prefix are never dropped one by one, only all together. */
export const BULK = 'e/'

export interface JournalRow {
  /** 1 to 200 printable characters, no space. */
  readonly key: string
  readonly bytes: Uint8Array
}

/** One step, all of it or none: first `clear` (everything under a prefix), then `drop`, then `put`. */
export interface JournalChange {
  readonly clear: readonly string[]
  readonly drop: readonly string[]
  readonly put: readonly JournalRow[]
}

/** What the journal holds of one community. */
export interface JournalRoom {
  readonly room: string
  /** Names this file; another one after the whole was written anew by `begin`. Empty when its beginning is damaged. */
  readonly generation: string
  /** Changes up to this number are merged: they cannot be told from each other any more. */
  readonly base: number
  /** Number of the last change. */
  readonly last: number
  /** False when something in it is damaged, other than an end that was cut off while it was written. */
  readonly whole: boolean
}

export interface JournalPage {
  /** With the number of the change; `base` for what is merged. */
  readonly changes: readonly { readonly n: number; readonly change: JournalChange }[]
  /** Where to go on, null at the end. */
  readonly next: number | null
}

/** Every method rejects with a code: `journal.failed`, `journal.full`, `journal.stale`, `ipc.arguments`. */
export interface JournalCalls {
  list(): Promise<readonly JournalRoom[]>
  /** @param n one more than the last. Settles when it is on the disk. `journal.stale` if it does not follow */
  append(room: string, generation: string, n: number, change: JournalChange): Promise<void>
  /** Begins a new file for a community; until `finish` the old one is in force. @param generation 16 hex digits, random */
  begin(room: string, generation: string, base: number): Promise<void>
  fill(room: string, rows: readonly JournalRow[]): Promise<void>
  finish(room: string): Promise<void>
  /** @param from 0, or `next` of the page before */
  read(room: string, from: number): Promise<JournalPage>
  /** Removes all it holds of a community. */
  forget(room: string): Promise<void>
  /** Copies the page's database aside, in place of an older copy, and removes it. */
  setAside(): Promise<void>
}

export const JOURNAL_CALLS = ['list', 'append', 'begin', 'fill', 'finish', 'read', 'forget', 'setAside'] as const
export type JournalCall = (typeof JOURNAL_CALLS)[number]

export interface JournalQuestion {
  readonly id: number
  readonly call: JournalCall
  readonly args: readonly unknown[]
}

export type JournalAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failed: string }

/** The page gives the preload a port for the journal with this message, and the preload passes it on. */
export const JOURNAL_HELLO = 'kith:journal'
