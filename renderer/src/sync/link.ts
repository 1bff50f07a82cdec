/** A pipe of frames to whoever orders the log: a relay, or this computer itself. */
export interface Link {
  send(frame: Uint8Array): void
  close(): void
}

export interface LinkHandlers {
  opened(): void
  /** @returns a promise, where the frame is not dealt with at once: until it settles it counts as waiting, and much of that holds the link up */
  frame(bytes: Uint8Array): unknown
  /** @param code a WebSocket close code; those of shared/protocol say why */
  closed(code: number): void
}

/** Starts one connection. `closed` is called exactly once, also when it never opened; never after `close()`. */
export type Dial = (handlers: LinkHandlers) => Link
