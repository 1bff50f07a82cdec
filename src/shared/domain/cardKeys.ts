import type { AnyId, CommentId, LabelId, LinkId, MemberId, StepGroupId, StepId } from './ids.ts'
import { readId } from './ids.ts'

/**
 * The keys of a card. A card is one flat map of plain values (docs/decisions/0002-card-keys.md): every thing on it has a
 * key of its own, so that two members who change different things of one card at once both keep what they did.
 * This file is the only place where the spelling of those keys is known.
 */
export const cardKey = {
  label: (id: LabelId) => `label/${id}`,
  who: (id: MemberId) => `who/${id}`,
  /** A person without the app; see `nameSlug`. */
  name: (slug: string) => `name/${slug}`,
  stepText: (id: StepId) => `step/${id}/text`,
  stepRank: (id: StepId) => `step/${id}/rank`,
  stepDone: (id: StepId) => `step/${id}/done`,
  stepGroup: (id: StepId) => `step/${id}/group`,
  groupTitle: (id: StepGroupId) => `group/${id}/title`,
  groupRank: (id: StepGroupId) => `group/${id}/rank`,
  link: (id: LinkId) => `link/${id}`,
  comment: (id: CommentId) => `comment/${id}`,
} as const

const ID_LENGTH = 16

/** The id right after `prefix/`, provided that exactly `tail` follows it; null for every other key. */
export function idIn<T extends AnyId>(key: string, prefix: string, tail = ''): T | null {
  const start = prefix.length + 1
  if (!key.startsWith(prefix) || key.charAt(prefix.length) !== '/') return null
  if (key.length !== start + ID_LENGTH + tail.length || !key.endsWith(tail)) return null
  return readId<T>(key.slice(start, start + ID_LENGTH))
}

const SLUG_MAX = 60

/**
 * The key part for a name: its letters and digits in any script, lower case, with '-' between words. The same person
 * named on two computers at once thus becomes one entry. A name without letters stands for itself.
 */
export function nameSlug(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return [...(slug === '' ? name.replaceAll('/', '-') : slug)].slice(0, SLUG_MAX).join('')
}
