import { ROOM_ID_LENGTH } from './limits.ts'

const PATH = new RegExp(`^/([0-9a-f]{${ROOM_ID_LENGTH}})$`)

/** Path of a room's socket below the relay's address, from its id in lower-case hex. */
export const writeRoomPath = (roomId: string): string => `/${roomId}`

/** Room id of a request path; null unless it is exactly one in lower-case hex, without query or trailing slash. */
export const readRoomPath = (path: string): string | null => PATH.exec(path)?.[1] ?? null
