/** What authors write, as others use it: the other side of the fold. Checkpoints are in checkpoint.ts. */
export { type MadeInvite, mailboxToken, makeInvite, makeJoin, openMailbox } from './invites.ts'
export { makeRotation } from './rotation.ts'
export { type AuthorContext, found, makeRoleChange, writeContent, writeControl } from './writing.ts'
