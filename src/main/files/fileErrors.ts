const CODES: Readonly<Record<string, string>> = {
  ENOSPC: 'file.full',
  EDQUOT: 'file.full',
  EFBIG: 'file.full',
  EACCES: 'file.denied',
  EPERM: 'file.denied',
  EROFS: 'file.denied',
  EBUSY: 'file.denied',
  ENOENT: 'file.gone',
  ENOTDIR: 'file.gone',
}

/** @returns an error that tells the page what happened, and nothing of paths */
export function fileError(error: unknown): Error {
  const own = error instanceof Error && /^file\.[a-z-]+$/.test(error.message) ? error.message : null
  const code = (error as { code?: unknown } | null)?.code
  return new Error(own ?? (typeof code === 'string' ? CODES[code] : undefined) ?? 'file.failed')
}
