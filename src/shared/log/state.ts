/** The fold's state as others use it: what it holds, questions about it, and its bytes. */
export {
  type Binding,
  type Counter,
  containsHead,
  type Device,
  type Doc,
  emptyState,
  type Invite,
  inviteLives,
  livingDevices,
  type Member,
  mayInvite,
  nextN,
  type PartKey,
  partKey,
  roleOf,
  type State,
  standsAbove,
} from './folded.ts'
export { decodeState, encodePublicState, encodeState } from './stateCodec.ts'
