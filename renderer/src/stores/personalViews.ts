import type { OpenCommunity } from '#renderer/session/openCommunity.ts'

/**
 * What a member keeps for themselves about looking at people: views they named, and how the list last looked. It lies on this
 * computer, sealed like everything else there, under the name of a document.
 */
export interface PersonalViews {
  read(): Promise<unknown>
  keep(value: unknown): Promise<void>
}

/** @param key the document that it is about, or a word for what is about none */
export function personalViews(session: Pick<OpenCommunity, 'glimpse' | 'keepGlimpse'>, key: string): PersonalViews {
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
