/**
 * A short number by which people can tell that they mean the same community. It is the beginning of the room's id, so it is
 * for comparing in good faith only: what proves the community is the invitation itself.
 */
export const numberOf = (room: string): string => `${room.slice(0, 4)} ${room.slice(4, 8)}`
