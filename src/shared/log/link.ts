/** The text of an invite link: `kith://join#…`. */
import type { RoomId } from './ids.ts'

export const LINK_PREFIX = 'kith://join#'

export interface InviteLink {
  /** host or host:port of the relay, without scheme. */
  readonly relay: string
  /** ws instead of wss: only on this computer (loopback), for trying things out. */
  readonly plain: boolean
  readonly room: RoomId
  /** 32 bytes. */
  readonly seed: Uint8Array
  /** The head that the maker's log had: whoever joins must find it. */
  readonly index: number
  /** 16 bytes. */
  readonly head: Uint8Array
}

/** form: not a link at all or cut off. version: made by a later Kith. relay: no address that may be dialled. */
export type LinkError = 'form' | 'version' | 'relay'

export declare const writeLink: (link: InviteLink) => string

/** Tolerates what chats and mail programs do to a link: spaces, line breaks, angle brackets, punctuation after it. */
export declare const readLink: (
  text: string,
) => { readonly ok: true; readonly link: InviteLink } | { readonly ok: false; readonly error: LinkError }
