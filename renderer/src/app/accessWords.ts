import type { SealedAccess } from '#renderer/stores/access.ts'
import type { CommunityStore } from '#renderer/stores/communityStore.svelte.ts'

/** For whom alone it is. */
export const sealedFor = (access: SealedAccess, community: Pick<CommunityStore, 'circlesOwn'>): string =>
  access === 'private' ? 'Organizers only' : `${community.circlesOwn.nameOf(access)} and organizers`
