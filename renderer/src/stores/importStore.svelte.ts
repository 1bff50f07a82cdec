import { importDescription } from '#shared/domain/description.ts'
import type { CardId, DocId } from '#shared/domain/ids.ts'
import {
  applyTrello,
  countKnown,
  type ImportOutcome,
  type PlanSummary,
  parseTrello,
  planSummary,
  TRELLO_LIMITS,
  type TrelloPlan,
} from '#shared/formats/trello.ts'
import type { BoardStore } from './boardStore.svelte.ts'
import type { CommunityStore } from './communityStore.svelte.ts'
import type { DescriptionStore } from './descriptionStore.svelte.ts'

export type ImportPhase =
  | { readonly name: 'choose' }
  | { readonly name: 'reading' }
  /** `board`: the one that an import before has made of this file; null for a new one. */
  | { readonly name: 'preview'; readonly summary: PlanSummary; readonly board: DocId | null; readonly known: number }
  | { readonly name: 'importing'; readonly done: number; readonly total: number }
  | { readonly name: 'done'; readonly board: DocId; readonly outcome: ImportOutcome; readonly summary: PlanSummary }
  | { readonly name: 'failed'; readonly code: string }

const SOURCE = 'trello:'

/** Lets the window draw and answer between two pieces of work. */
const breathe = () => new Promise<void>((done) => setTimeout(done))

/** Where boards are found and made. */
type Boards = Pick<CommunityStore, 'boards' | 'openBoard' | 'createBoard' | 'archiveBoard'>

/** Brings a Trello board in: read, show what would come, write in pieces, and take all of it back if asked. */
export class ImportStore {
  readonly #community: Boards
  phase: ImportPhase = $state.raw({ name: 'choose' })
  #plan: TrelloPlan | null = null
  #cancelled = false
  /** Held open while it can be taken back. */
  #written: BoardStore | null = null
  #made: DocId | null = null

  constructor(community: Boards) {
    this.#community = community
  }

  /** Reads a file and works out what it would bring. Nothing is changed, nothing is fetched. */
  async read(file: File): Promise<void> {
    this.phase = { name: 'reading' }
    // Checked before the text is in memory: a character takes at least a byte.
    if (file.size > TRELLO_LIMITS.chars * 4) {
      this.phase = { name: 'failed', code: 'import.too-large' }
      return
    }
    const text = await file.text().catch(() => null)
    await breathe()
    const parsed = text === null ? null : parseTrello(text)
    if (!parsed?.ok) {
      this.phase = { name: 'failed', code: parsed?.error.code ?? 'import.not-json' }
      return
    }
    this.#plan = parsed.value
    const { board, known } = await this.#findKnown(parsed.value)
    this.phase = { name: 'preview', summary: planSummary(parsed.value), board, known }
  }

  async #findKnown(plan: TrelloPlan): Promise<{ board: DocId | null; known: number }> {
    for (const { id } of this.#community.boards) {
      const store = await this.#community.openBoard(id)
      const known = countKnown(store.doc, plan)
      store.destroy()
      if (known > 0) return { board: id, known }
    }
    return { board: null, known: 0 }
  }

  cancel(): void {
    this.#cancelled = true
  }

  /** Writes the plan that is on show. What was written when it is cancelled is taken back. */
  async start(): Promise<void> {
    const { phase } = this
    const plan = this.#plan
    if (phase.name !== 'preview' || plan === null) return
    const { summary } = phase
    this.release()
    this.#plan = plan
    this.#cancelled = false
    this.phase = { name: 'importing', done: 0, total: plan.cards.length }
    const target = phase.board === null ? await this.#makeBoard(plan) : { ok: true as const, id: phase.board }
    if (!target.ok) {
      this.phase = { name: 'failed', code: target.code }
      return
    }
    this.#written = await this.#community.openBoard(target.id)
    const outcome = await this.#write(this.#written, plan)
    if (outcome === 'cancelled') {
      this.takeBack()
      this.#plan = plan // it can be started again
      this.phase = { name: 'preview', summary, board: phase.board, known: phase.known }
    } else if (typeof outcome === 'string') this.phase = { name: 'failed', code: outcome }
    else this.phase = { name: 'done', board: target.id, outcome, summary }
  }

  async #makeBoard(plan: TrelloPlan): Promise<{ ok: true; id: DocId } | { ok: false; code: string }> {
    const made = await this.#community.createBoard(plan.board.title || 'Imported board', 'sky')
    if (made.ok) this.#made = made.id
    return made
  }

  async #write(board: BoardStore, plan: TrelloPlan): Promise<ImportOutcome | 'cancelled' | string> {
    const texts = await this.#openKnownTexts(board, plan)
    const fresh: [CardId, string][] = []
    const endGroup = board.undoGroup.openGroup()
    try {
      const describe = (card: CardId, text: string, before: string | null): boolean => {
        const open = texts.get(card)
        if (open) return importDescription(open.doc, text, before, board.context)
        if (text !== '') fresh.push([card, text])
        return true
      }
      const started = applyTrello(board.doc, plan, { describe }, board.context)
      if (!started.ok) return started.error.code
      for (;;) {
        const step = started.value.next()
        await board.describeNew(fresh.splice(0))
        if (step.done) return step.value
        this.phase = { name: 'importing', ...step.value }
        await breathe()
        if (this.#cancelled) return 'cancelled'
      }
    } finally {
      endGroup()
    }
  }

  /** The long texts of cards that an import before has brought: they may have been changed here since. */
  async #openKnownTexts(board: BoardStore, plan: TrelloPlan): Promise<Map<CardId, DescriptionStore>> {
    const sources = new Set(plan.cards.map(({ id }) => SOURCE + id))
    const found = new Map<CardId, DescriptionStore>()
    const cards = [...board.lists, ...board.archivedLists].flatMap(({ cards }) => cards)
    for (const card of [...cards, ...board.archived, ...board.bin]) {
      const source = board.face(card)?.source
      if (source && sources.has(source)) found.set(card, await board.description(card))
    }
    return found
  }

  /** Takes the whole import back, with everything it has written, and nothing else. */
  takeBack(): void {
    if (this.#written === null) return
    this.#written.undo()
    if (this.#made !== null) this.#community.archiveBoard(this.#made)
    this.release()
  }

  /** From here on it cannot be taken back in one step. */
  release(): void {
    this.#written?.destroy()
    this.#written = null
    this.#made = null
    this.#plan = null
  }

  reset(): void {
    this.phase = { name: 'choose' }
  }
}
