/** The seven colours of labels, boards and faces. Their look is in the interface's tokens (`--hue-<name>`). */
export const HUES = ['clay', 'honey', 'moss', 'sea', 'sky', 'plum', 'rose'] as const
export type Hue = (typeof HUES)[number]

export const DEFAULT_HUE: Hue = 'sea'

export function isHue(value: unknown): value is Hue {
  return HUES.some((hue) => hue === value)
}

/** The colour of somebody of whom only the name is known: the same for everybody who looks. */
export function hueOfName(name: string): Hue {
  let sum = 0
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return HUES[sum % HUES.length] ?? DEFAULT_HUE
}
