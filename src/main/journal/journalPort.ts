import {
  JOURNAL_CALLS,
  type JournalAnswer,
  type JournalCalls,
  type JournalChange,
  type JournalQuestion,
  type JournalRow,
} from '../../shared/ipc/journal.ts'

/** The part of Electron's MessagePortMain that is needed here. */
export interface HostPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  postMessage(message: unknown): void
  start(): void
}

const ROOM = /^[0-9a-f]{64}$/
const KEY = /^[\x21-\x7e]{1,200}$/
const GENERATION = /^[0-9a-f]{16}$/
/** Of one row; an entry has 1 MiB at most. */
const MAX_ROW = 64 * 1024 * 1024
const MAX_CHANGE = 256 * 1024 * 1024
const MAX_ROWS = 2_000_000

const isText = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value)
const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 47
const isKeys = (value: unknown) => Array.isArray(value) && value.length <= MAX_ROWS && value.every(isText(KEY))

function isRow(value: unknown): value is JournalRow {
  if (typeof value !== 'object' || value === null) return false
  const { key, bytes } = value as Partial<Record<keyof JournalRow, unknown>>
  return isText(KEY)(key) && bytes instanceof Uint8Array && bytes.length <= MAX_ROW
}

function isRows(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > MAX_ROWS || !value.every(isRow)) return false
  return value.reduce((sum, { bytes }) => sum + bytes.length, 0) <= MAX_CHANGE
}

function isChange(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { clear, drop, put } = value as Partial<Record<keyof JournalChange, unknown>>
  return isKeys(clear) && isKeys(drop) && isRows(put)
}

const isRoom = isText(ROOM)

/** What each call must be given. */
const ARGUMENTS: Readonly<Record<keyof JournalCalls, readonly ((value: unknown) => boolean)[]>> = {
  list: [],
  append: [isRoom, isText(GENERATION), isCount, isChange],
  begin: [isRoom, isText(GENERATION), isCount],
  fill: [isRoom, isRows],
  finish: [isRoom],
  read: [isRoom, isCount],
  forget: [isRoom],
  setAside: [],
}

function readQuestion(data: unknown): JournalQuestion | null {
  if (typeof data !== 'object' || data === null) return null
  const { id, call, args } = data as Partial<Record<keyof JournalQuestion, unknown>>
  const known = JOURNAL_CALLS.find((name) => name === call)
  return isCount(id) && known && Array.isArray(args) ? { id: Number(id), call: known, args } : null
}

function mayCall({ call, args }: JournalQuestion): boolean {
  const checks = ARGUMENTS[call]
  return args.length === checks.length && checks.every((check, i) => check(args[i]))
}

const codeOf = (error: unknown): string =>
  error instanceof Error && /^(journal|ipc)\.[a-z]+$/.test(error.message) ? error.message : 'journal.failed'

/** Answers what comes through the port, each as soon as it is done; what is no question is not answered. */
export function serveJournal(port: HostPort, journal: JournalCalls): void {
  const answer = async (question: JournalQuestion): Promise<JournalAnswer> => {
    const { id, call, args } = question
    if (!mayCall(question)) return { id, failed: 'ipc.arguments' }
    try {
      // Each argument was checked against what the call takes.
      const method = journal[call] as (...rest: unknown[]) => Promise<unknown>
      return { id, value: await method.apply(journal, [...args]) }
    } catch (error) {
      return { id, failed: codeOf(error) }
    }
  }
  port.on('message', ({ data }) => {
    const question = readQuestion(data)
    if (question) void answer(question).then((said) => port.postMessage(said))
  })
  port.start()
}
