/** What authors write, as others use it: the other side of the fold. */
export { type CarriedState, type CheckpointDraft, makeCheckpoint, type PartState } from './checkpoint.ts'
export {
  type InviteView,
  type InviteWish,
  inviteIn,
  type MadeInvite,
  type Mailbox,
  mailboxToken,
  makeInvite,
  makeJoin,
  openMailbox,
} from './invites.ts'
export { type Leaving, makeRotation, type Rotation } from './rotation.ts'
export {
  type AuthorContext,
  type Founded,
  found,
  makeRoleChange,
  seenIn,
  writeContent,
  writeControl,
} from './writing.ts'
