import type { Bridge, OpenedFile } from '#shared/ipc/contract.ts'
import { cleanFileName, FILE_LIMITS, type FileKind } from '#shared/ipc/files.ts'

const TYPES: Readonly<Record<FileKind, string>> = {
  ics: 'text/calendar',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
  json: 'application/json',
  vcf: 'text/vcard',
  html: 'text/html',
  md: 'text/markdown',
  txt: 'text/plain',
  pdf: 'application/pdf',
}
/** How long a download may take to begin; the bytes are held until then. */
const DOWNLOAD_BEGINS_MS = 60_000

/** What a page can do about files: downloads, a field to choose one, and the browser's own way to print. */
export const browserFiles: Pick<Bridge, 'saveFile' | 'openFile' | 'printPdf' | 'takeOpenedFile' | 'onOpenedFile'> = {
  saveFile: async ({ name, kind, bytes }) => {
    if (bytes.length > FILE_LIMITS.bytes) throw new Error('file.too-large')
    // Never shown as a page of ours, whatever is in it: a download, and no kind that a browser would open.
    const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' }))
    const link = document.createElement('a')
    link.href = address
    link.download = cleanFileName(name, kind)
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), DOWNLOAD_BEGINS_MS)
    return 'saved'
  },
  openFile: async ({ kinds }) => {
    const file = await chosen(kinds)
    return file && read(file)
  },
  printPdf: async () => {
    window.print()
    return 'saved'
  },
  takeOpenedFile: async () => null,
  onOpenedFile: () => () => {},
}

function chosen(kinds: readonly FileKind[]): Promise<File | null> {
  return new Promise((done) => {
    const field = document.createElement('input')
    field.type = 'file'
    field.accept = kinds.flatMap((kind) => [`.${kind}`, TYPES[kind]]).join(',')
    field.addEventListener('change', () => done(field.files?.[0] ?? null))
    field.addEventListener('cancel', () => done(null))
    field.click()
  })
}

async function read(file: File): Promise<OpenedFile> {
  if (file.size > FILE_LIMITS.bytes) throw new Error('file.too-large')
  try {
    return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
  } catch {
    throw new Error('file.denied')
  }
}
