/** Where one was last on this computer: for coming back there, and for reading it early. Conveniences only. */

const ROOM = 'kith.last'
const board = (room: string) => `kith.board.${room}`
const community = (room: string) => `kith.community.${room}`

export const lastRoom = (): string | null => localStorage.getItem(ROOM)

export const rememberRoom = (room: string): void => localStorage.setItem(ROOM, room)

export const lastBoard = (room: string): string | null => localStorage.getItem(board(room))

export const rememberBoard = (room: string, id: string): void => localStorage.setItem(board(room), id)

/** @param id of the document that names the community and lists its boards */
export const rememberCommunity = (room: string, id: string): void => localStorage.setItem(community(room), id)

/** The documents that will be opened first. */
export const expectedDocs = (room: string): string[] =>
  [localStorage.getItem(community(room)), lastBoard(room)].filter((id) => id !== null)
