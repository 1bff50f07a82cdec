import type { DocKey } from './docKey.ts'
import type { StoredDoc } from './docReader.ts'
import type { Emitter } from './emitter.ts'

/** What happens to documents elsewhere. All but `asked` is told of documents in use only. */
export type DocNews =
  /** Has become part of the log; to be applied in order. */
  | { readonly kind: 'updates'; readonly key: DocKey; readonly updates: readonly Uint8Array[] }
  /** Edits were refused: what is open of it is not what the community has, and must be opened anew. */
  | { readonly kind: 'replaced'; readonly key: DocKey }
  /** Somebody else's presence, an awareness update whose names have been checked. */
  | { readonly kind: 'presence'; readonly key: DocKey; readonly update: Uint8Array }
  /** Somebody asks who is here. */
  | { readonly kind: 'asked' }

/** A document that nobody has written before, written in one go. */
export interface NewDoc {
  readonly key: DocKey
  readonly clientId: number
  readonly update: Uint8Array
}

/** What documents in use need of their community, which may run on another thread. */
export interface DocSource {
  readonly news: { on: Emitter<DocNews>['on'] }
  /** Reads a document; from then on news of it comes, until `close`. */
  open(key: DocKey): Promise<StoredDoc>
  close(key: DocKey): void
  /** @returns settles when the edit is on the disk */
  edit(key: DocKey, update: Uint8Array): Promise<void>
  /** @returns settles when all are on the disk */
  writeNew(items: readonly NewDoc[]): Promise<void>
  /** Our own presence in a document. */
  presence(key: DocKey, update: Uint8Array): void
}
