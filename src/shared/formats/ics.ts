/**
 * Calendar files (iCalendar, RFC 5545). Bringing one in: `parseIcs` reads it, `planIcs` says what it would do to a
 * calendar, `applyIcs` does it. Giving one out: `writeIcs`. Nothing is ever fetched.
 */
export { applyIcs, type IcsOutcome, type IcsProgress, planIcs } from './icsApply.ts'
export type { IcsEvent, IcsFile, IcsLoss, IcsLossCode } from './icsFile.ts'
export { parseIcs } from './icsParse.ts'
export { ICS_LIMITS } from './icsText.ts'
export { type IcsSource, writeIcs } from './icsWrite.ts'
