import type { Doc, Transaction } from 'yjs'
import type { Step } from './checklist.ts'
import type { Comment } from './comment.ts'
import type { Hue } from './hue.ts'
import type { CardId, LabelId, LinkId, ListId, MemberId, StepGroupId } from './ids.ts'

export interface ListView {
  readonly id: ListId
  readonly title: string
  readonly archivedAt: number | null
  /** Its cards in order, without archived and binned ones. */
  readonly cards: readonly CardId[]
}

export interface LabelView {
  readonly id: LabelId
  readonly name: string
  readonly hue: Hue
}

/** What the outside of a card shows. A fresh frozen object whenever anything in it changed, the same one otherwise. */
export interface CardFace {
  readonly id: CardId
  /** Where it is shown: its own list, or the first one when that is gone. */
  readonly list: ListId
  readonly title: string
  readonly labels: readonly LabelId[]
  /** 'YYYY-MM-DD' or a date-time with offset. */
  readonly due: string | null
  readonly done: boolean
  readonly steps: { readonly done: number; readonly total: number }
  readonly comments: number
  readonly links: number
  readonly who: readonly MemberId[]
  /** People without the app, by name. */
  readonly names: readonly string[]
  readonly createdAt: number
  readonly createdBy: MemberId | null
  readonly archivedAt: number | null
  readonly binnedAt: number | null
}

/** Everything on one card but its long text, which is a document of its own (description.ts). */
export interface CardDetail extends CardFace {
  readonly stepGroups: readonly {
    readonly id: StepGroupId | null
    readonly title: string
    readonly steps: readonly Step[]
  }[]
  readonly commentList: readonly Comment[]
  readonly linkList: readonly { readonly id: LinkId; readonly url: string; readonly title: string }[]
  readonly source: string | null
}

/** What one transaction changed in the view. */
export interface BoardPatch {
  /** The lists themselves: added, renamed, reordered, archived. */
  readonly lists: boolean
  readonly labels: boolean
  /** Cards whose face is another now, or which came or went. */
  readonly cards: ReadonlySet<CardId>
  /** Lists whose `cards` are another array now. */
  readonly cardsOf: ReadonlySet<ListId>
  /** `archived` or `bin` is another array now. */
  readonly shelves: boolean
}

export interface BoardView {
  /** Lists in order, archived ones left out. */
  readonly lists: readonly ListView[]
  readonly archivedLists: readonly ListView[]
  readonly labels: readonly LabelView[]
  /** Archived cards, newest first. */
  readonly archived: readonly CardId[]
  /** Binned cards, newest first. */
  readonly bin: readonly CardId[]
  /** True when a newer Kith wrote this board: it can be read, not changed. */
  readonly readOnly: boolean
  list(id: ListId): ListView | undefined
  face(id: CardId): CardFace | undefined
  /** Brings the view up to date after a transaction; null when nothing in it changed. */
  apply(transaction: Transaction): BoardPatch | null
}

// Signatures first; the bodies follow.
export declare function openBoardView(doc: Doc): BoardView
/** Calls back after each transaction that changed the view; returns how to stop. */
export declare function watchBoard(doc: Doc, view: BoardView, changed: (patch: BoardPatch) => void): () => void
export declare function readCard(doc: Doc, card: CardId): CardDetail | null
