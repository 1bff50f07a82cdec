/** The host's errors arrive as text around their code. @returns an error whose message is the code alone */
export function coded(error: unknown): Error {
  const text = error instanceof Error ? error.message : String(error)
  return new Error(/(?:^|\s)([a-z]+\.[a-z-]+)$/.exec(text.trim())?.[1] ?? 'file.failed')
}
