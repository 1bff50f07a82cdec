import { sodium } from './sodium.ts'

/** Gives `length` unpredictable bytes. What must be repeatable in tests takes this as an argument. */
export type RandomBytes = (length: number) => Uint8Array

/** From the system's generator. */
export const randomBytes: RandomBytes = (length) => sodium.randombytes_buf(length)
