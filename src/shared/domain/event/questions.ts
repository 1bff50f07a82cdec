import type { Doc } from 'yjs'
import type { Position, WriteContext } from '../context.ts'
import type { Result } from '../errors.ts'
import { fail, ok } from '../errors.ts'
import type { QuestionId } from '../ids.ts'
import { roots } from '../schema.ts'
import { checkTitle, textOf } from '../value.ts'
import * as items from './items.ts'
import { tidyLine } from './numbers.ts'
import { PLAN_LIMITS } from './planLimits.ts'

/** What an event asks its guests. */
export const QUESTION_KINDS = ['text', 'choice', 'yes-no'] as const
export type QuestionKind = (typeof QUESTION_KINDS)[number]

export interface Question {
  readonly id: QuestionId
  readonly rank: string
  readonly text: string
  readonly kind: QuestionKind
  /** What to choose from, in order; only where `kind` is `choice`. */
  readonly choices: readonly string[]
}

export function readQuestions(plan: Doc): readonly Question[] {
  return items.liveItems<QuestionId>(roots.questions(plan)).map(({ id, rank, map }) => {
    const kind = QUESTION_KINDS.find((one) => one === map.get('kind')) ?? 'text'
    return {
      id,
      rank,
      text: textOf(map.get('text'), PLAN_LIMITS.question),
      kind,
      choices: kind === 'choice' ? readChoices(map.get('choices')) : [],
    }
  })
}

/** Choices are one text, one on each line: they are set together. */
const CHOICES_MAX = PLAN_LIMITS.choices * (PLAN_LIMITS.choice + 1)

function readChoices(value: unknown): readonly string[] {
  const lines = textOf(value, CHOICES_MAX).split('\n')
  return tidyChoices(lines)
}

function tidyChoices(lines: readonly string[]): readonly string[] {
  const tidy = lines.map((line) => tidyLine(line, PLAN_LIMITS.choice)).filter((line) => line !== '')
  return [...new Set(tidy)].slice(0, PLAN_LIMITS.choices)
}

export interface QuestionInput {
  readonly text: string
  readonly kind: QuestionKind
  readonly choices?: readonly string[]
}

export function addQuestion(
  plan: Doc,
  input: QuestionInput & { readonly at?: Position<QuestionId> },
  ctx: WriteContext,
): Result<QuestionId> {
  const { at, ...rest } = input
  const checked = checkQuestion(rest)
  if (!checked.ok) return checked
  return items.addItem<QuestionId>(plan, roots.questions(plan), checked.value, { at, max: PLAN_LIMITS.questions }, ctx)
}

export function changeQuestion(
  plan: Doc,
  question: QuestionId,
  change: Partial<QuestionInput>,
  ctx: WriteContext,
): Result<void> {
  const checked = checkQuestion(change)
  return checked.ok ? items.setFields(plan, roots.questions(plan), question, checked.value, ctx) : checked
}

export function moveQuestion(
  plan: Doc,
  question: QuestionId,
  at: Position<QuestionId>,
  ctx: WriteContext,
): Result<void> {
  return items.moveItem(plan, roots.questions(plan), question, at, ctx)
}

/** Answers to it stay, and are back with it if it is restored. */
export function binQuestion(plan: Doc, question: QuestionId, ctx: WriteContext): Result<void> {
  return items.binItem(plan, roots.questions(plan), question, ctx)
}

export function restoreQuestion(plan: Doc, question: QuestionId, ctx: WriteContext): Result<void> {
  return items.restoreItem(plan, roots.questions(plan), question, ctx)
}

export function checkQuestion(input: Partial<QuestionInput>): Result<items.Fields> {
  const fields: Record<string, items.Plain | null> = {}
  if (input.text !== undefined) {
    const text = checkTitle(input.text, PLAN_LIMITS.question)
    if (!text.ok) return text
    fields.text = text.value
  }
  if (input.kind !== undefined) {
    if (!QUESTION_KINDS.includes(input.kind)) return fail('choice.invalid')
    fields.kind = input.kind
  }
  if (input.choices !== undefined) {
    if (input.choices.length > PLAN_LIMITS.choices) return fail('too-many', { max: PLAN_LIMITS.choices })
    fields.choices = tidyChoices(input.choices).join('\n') || null
  }
  return ok(fields)
}
