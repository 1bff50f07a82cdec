import sodium from 'libsodium-wrappers'

/** Resolves when the library's WebAssembly is up. Await it once before anything else of this room or of the log room is called. */
export const ready = (): Promise<void> => sodium.ready

/** For this room only: nobody else sees libsodium. */
export { sodium }
