import type { FileToSave, Notice, PdfToSave } from '../shared/ipc/contract.ts'
import { FILE_KINDS, FILE_LIMITS, type FileKind } from '../shared/ipc/files.ts'
import { NOTICE_LIMITS } from '../shared/ipc/notices.ts'

/** What the page asks with, read as what it must be: each gives null for anything else. */

type Fields = Readonly<Record<string, unknown>>

const fields = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null

const isName = (value: unknown): value is string => typeof value === 'string' && value.length <= FILE_LIMITS.name

const isKind = (value: unknown): value is FileKind => FILE_KINDS.some((kind) => kind === value)

export function readFileToSave(value: unknown): FileToSave | null {
  const { name, kind, bytes } = fields(value) ?? {}
  if (!isName(name) || !isKind(kind)) return null
  if (!(bytes instanceof Uint8Array) || bytes.length > FILE_LIMITS.bytes) return null
  return { name, kind, bytes }
}

export function readKinds(value: unknown): readonly FileKind[] | null {
  const { kinds } = fields(value) ?? {}
  if (!Array.isArray(kinds) || kinds.length === 0 || kinds.length > FILE_KINDS.length) return null
  return kinds.every(isKind) ? kinds : null
}

export function readPdfToSave(value: unknown): PdfToSave | null {
  const { name, pageNumbers } = fields(value) ?? {}
  return isName(name) && typeof pageNumbers === 'boolean' ? { name, pageNumbers } : null
}

const ID = /^[\x21-\x7e]+$/
const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029]/u

const isLine = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= NOTICE_LIMITS.text && !CONTROL.test(value)

export function readNotice(value: unknown): Notice | null {
  const { id, title, body } = fields(value) ?? {}
  if (typeof id !== 'string' || id.length > NOTICE_LIMITS.id || !ID.test(id)) return null
  return isLine(title) && title !== '' && isLine(body) ? { id, title, body } : null
}
