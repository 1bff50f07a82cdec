/** The relay's end of a line to one app: a socket in the running relay, a queue in the simulator. */
export interface Peer {
  /** Hands over a frame; it is not changed afterwards. Frames arrive in the order sent or the line is closed. */
  send(frame: Uint8Array): void
  /** Bytes handed over and not yet taken by the network. 0 for a line that never holds anything back. */
  readonly bufferedAmount: number
  /** Ends the line with a code of protocol/closeCodes.ts. */
  close(code: number, reason: string): void
  /** Asks for no further frames for this many seconds, counted anew with each call; those already under way still come. */
  hold(seconds: number): void
}
