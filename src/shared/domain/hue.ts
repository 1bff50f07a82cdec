/** The seven colours of labels, boards and faces. Their look is in the interface's tokens (`--hue-<name>`). */
export const HUES = ['clay', 'honey', 'moss', 'sea', 'sky', 'plum', 'rose'] as const
export type Hue = (typeof HUES)[number]

export const DEFAULT_HUE: Hue = 'sea'

export function isHue(value: unknown): value is Hue {
  return HUES.some((hue) => hue === value)
}
