/** The fold's state as others use it: what it holds, questions about it, and its bytes. More of each is in the two files. */
export { containsHead, emptyState, nextN, roleOf, type State } from './folded.ts'
export { decodeState, encodeState } from './stateCodec.ts'
