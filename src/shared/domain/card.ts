import type { Doc } from 'yjs'
import type { Position, WriteContext } from './context.ts'
import type { Result } from './errors.ts'
import type { CardId, LabelId, LinkId, ListId, MemberId } from './ids.ts'

/** A place on the board: a list, and where among its cards. */
export interface Target {
  readonly list: ListId
  readonly at: Position<CardId>
}

// Signatures first; the bodies follow.
export declare function addCard(doc: Doc, input: { title: string; to: Target }, ctx: WriteContext): Result<CardId>
export declare function renameCard(doc: Doc, card: CardId, title: string, ctx: WriteContext): Result<void>
export declare function moveCard(doc: Doc, card: CardId, to: Target, ctx: WriteContext): Result<void>
export declare function moveCards(doc: Doc, cards: readonly CardId[], to: Target, ctx: WriteContext): Result<void>
/** `due`: 'YYYY-MM-DD', or a date-time with offset; null takes the date away. */
export declare function setDue(doc: Doc, card: CardId, due: string | null, ctx: WriteContext): Result<void>
export declare function setDone(doc: Doc, card: CardId, done: boolean, ctx: WriteContext): Result<void>
export declare function setLabel(doc: Doc, card: CardId, label: LabelId, on: boolean, ctx: WriteContext): Result<void>
export declare function assign(doc: Doc, card: CardId, member: MemberId, on: boolean, ctx: WriteContext): Result<void>
/** A person without the app, by display name. */
export declare function assignName(doc: Doc, card: CardId, name: string, on: boolean, ctx: WriteContext): Result<void>
export declare function addLink(
  doc: Doc,
  card: CardId,
  link: { url: string; title: string },
  ctx: WriteContext,
): Result<LinkId>
export declare function removeLink(doc: Doc, card: CardId, link: LinkId, ctx: WriteContext): Result<void>
export declare function archiveCard(doc: Doc, card: CardId, ctx: WriteContext): Result<void>
export declare function binCard(doc: Doc, card: CardId, ctx: WriteContext): Result<void>
/** Takes a card out of the archive or the bin. */
export declare function restoreCard(doc: Doc, card: CardId, ctx: WriteContext): Result<void>
export declare function duplicateCard(
  doc: Doc,
  card: CardId,
  input: { title: string },
  ctx: WriteContext,
): Result<CardId>
