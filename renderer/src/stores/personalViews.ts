import type { CommunityStore } from './communityStore.svelte.ts'

/**
 * What a member keeps for themselves about looking at people: views they named, and how the list last looked. It lies on this
 * computer, sealed like everything else there, under the name of the document that everybody reads.
 */
export interface PersonalViews {
  read(): Promise<unknown>
  keep(value: unknown): Promise<void>
}

export function personalViews(community: CommunityStore, document: string): PersonalViews {
  const { session } = community
  const key = document as Parameters<typeof session.glimpse>[0]
  return {
    read: async () => {
      const plain = await session.glimpse(key).catch(() => null)
      try {
        return plain === null ? null : (JSON.parse(new TextDecoder().decode(plain)) as unknown)
      } catch {
        return null
      }
    },
    keep: (value) => session.keepGlimpse(key, new TextEncoder().encode(JSON.stringify(value))).catch(() => {}), // a convenience
  }
}
