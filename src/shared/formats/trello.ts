/**
 * Bringing in a board that Trello exported as JSON: `parseTrello` makes a plan of the text, `planSummary` shows it to
 * the member, `applyTrello` writes it to a board. Nothing is ever fetched.
 */
export { applyTrello, countKnown, type ImportOutcome } from './trelloApply.ts'
export { parseTrello, TRELLO_LIMITS } from './trelloParse.ts'
export { type PlanSummary, planSummary, type TrelloPlan } from './trelloPlan.ts'
