import { ANY_NESTING, isForbiddenKey } from './updateLimits.ts'

/** A JSON text of bounded depth without names that reach into prototypes. */
export const isPlainJson = (text: string): boolean => {
  if (nesting(text) > ANY_NESTING) return false
  try {
    return isPlain(JSON.parse(text))
  } catch {
    return false
  }
}

/** Deepest bracket outside texts; only right for well-formed JSON, at least as deep as the parser gets for the rest. */
const nesting = (text: string): number => {
  let depth = 0
  let deepest = 0
  let inText = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (inText) {
      if (char === '\\') i++
      else if (char === '"') inText = false
    } else if (char === '"') inText = true
    else if (char === '[' || char === '{') deepest = Math.max(deepest, ++depth)
    else if (char === ']' || char === '}') depth--
  }
  return deepest
}

const isPlain = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isPlain)
  return Object.entries(value).every(([key, inner]) => !isForbiddenKey(key) && isPlain(inner))
}
