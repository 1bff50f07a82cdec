/** What the window may save, and have opened, by the person's choice: the kind is the ending of the name. */
export const FILE_KINDS = ['ics', 'csv', 'xlsx', 'json', 'vcf', 'html', 'md', 'txt', 'pdf'] as const
export type FileKind = (typeof FILE_KINDS)[number]

/** Kinds that the system may open with the app. */
export const OPENED_KINDS = ['ics', 'csv', 'xlsx', 'vcf'] as const satisfies readonly FileKind[]

export const FILE_LIMITS = {
  /** Bytes of a file, read or written. */
  bytes: 64 * 1024 * 1024,
  /** UTF-16 units of a suggested name. */
  name: 500,
} as const

/** What people call a file of each kind. */
export const KIND_WORDS: Readonly<Record<FileKind, string>> = {
  ics: 'Calendar',
  csv: 'Table (CSV)',
  xlsx: 'Table (Excel)',
  json: 'Data (JSON)',
  vcf: 'Contacts',
  html: 'Web page',
  md: 'Text (Markdown)',
  txt: 'Text',
  pdf: 'PDF',
}

/** Half characters, control characters, and marks that turn the reading direction and so could hide an ending. */
const UNSEEN = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/gu
/** What a path or one of the systems gives a meaning to. */
const RESERVED = /[<>:"/\\|?*%]+/g
/** Names that Windows keeps for devices, whatever ending they have. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i
const MAX_UNITS = 100
/** A name has 255 bytes on most disks; some room is left for the ending and for “(2)”. */
const MAX_BYTES = 200

/**
 * A name that every system takes, from any text: `Summer fair: rota` becomes `Summer fair rota.pdf`.
 * @param name may be anything @returns with the ending of its kind, at most 205 bytes
 */
export function cleanFileName(name: string, kind: FileKind): string {
  const plain = name.normalize('NFC').replace(UNSEEN, ' ').replace(RESERVED, ' ').replace(/\s+/g, ' ')
  let short = ''
  let bytes = 0
  for (const character of plain.trim()) {
    const point = character.codePointAt(0) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
    if (bytes > MAX_BYTES || short.length + character.length > MAX_UNITS) break
    short += character
  }
  // A dot at the beginning hides a file; at the end Windows loses it.
  const bare = short.replace(/^[.\s]+|[.\s]+$/g, '')
  const stem = bare.toLowerCase().endsWith(`.${kind}`) ? bare.slice(0, -kind.length - 1).replace(/[.\s]+$/, '') : bare
  if (stem === '') return `Kith.${kind}`
  return `${DEVICE.test(stem) ? `Kith ${stem}` : stem}.${kind}`
}
