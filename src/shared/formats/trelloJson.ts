import { fail, ok, type Result } from '#shared/domain/errors.ts'

/** From foreign text to plain values, with what could hurt on the way kept out before anything is built from it. */

/**
 * Parses JSON of at most `maxChars` UTF-16 units and `maxDepth` levels of brackets.
 * Errors: `import.too-large`, `import.too-deep`, `import.not-json`.
 */
export function readJson(text: string, maxChars: number, maxDepth: number): Result<unknown> {
  if (text.length > maxChars) return fail('import.too-large', { max: maxChars, length: text.length })
  const depth = depthOf(text, maxDepth)
  if (depth > maxDepth) return fail('import.too-deep', { max: maxDepth })
  try {
    return ok<unknown>(JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text))
  } catch {
    return fail('import.not-json')
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** How deep the brackets nest, counted without building anything; stops counting just above `enough`. */
function depthOf(text: string, enough: number): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let i = 0; i < text.length && deepest <= enough; i++) {
    const unit = text.charCodeAt(i)
    if (inString) {
      if (unit === BACKSLASH) i++
      else if (unit === QUOTE) inString = false
    } else if (unit === QUOTE) inString = true
    else if (unit === 0x5b || unit === 0x7b) deepest = Math.max(deepest, ++depth)
    else if (unit === 0x5d || unit === 0x7d) depth--
  }
  return deepest
}
