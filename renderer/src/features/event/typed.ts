type Typed = HTMLInputElement | HTMLTextAreaElement

/** Lets a field show what is kept, after what was typed into it was taken, tidied or refused. */
export function show(field: Typed, words: string): void {
  if (field.value === words) return
  field.value = words
  // What the field is bound to follows.
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** A number as it was typed; null for nothing and for what is none. */
export function numberIn(field: HTMLInputElement): number | null {
  const words = field.value.trim()
  const number = Number(words)
  return words === '' || !Number.isFinite(number) ? null : number
}
