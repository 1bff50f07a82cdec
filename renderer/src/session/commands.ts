import type { CommunitySession } from './communitySession.ts'
import type { Remote } from './rpc.ts'

/**
 * What the window may have an open community do. A new command is a method of CommunitySession and one line here; its
 * arguments and result are plain data and bytes, its arguments may be callbacks too.
 */
export const COMMANDS = [
  'authorEdits',
  'blankProfile',
  'checkpointNow',
  'chooseRelay',
  'clientOwners',
  'createDoc',
  'discardRefused',
  'docsNaming',
  'exportRefused',
  'invite',
  'inviteDevice',
  'keepCircle',
  'keepGlimpse',
  'leave',
  'makeKit',
  'openConfidences',
  'profilesOf',
  'readAhead',
  'remember',
  'removeMember',
  'republish',
  'retryNow',
  'retryRefused',
  'revokeInvite',
  'sealConfidence',
  'setDocWrite',
  'setMyName',
  'setMyProfile',
  'setRole',
  'takeBack',
  'unlinkDevice',
] as const satisfies readonly (keyof CommunitySession)[]

export type Commands = Remote<Pick<CommunitySession, (typeof COMMANDS)[number]>>

/** What the window sees of an open community at any moment. A new piece is one line here: it is posted whenever it may have changed. */
export const viewOf = (session: CommunitySession) => {
  const { name, hue, relay, myName, added } = session.about
  return {
    about: { name, hue, relay, myName, added },
    role: session.role,
    member: session.member,
    members: session.members(),
    docs: session.docs(),
    refused: session.refusedEdits(),
    setAside: session.refused(),
    devices: session.devices(),
    circleKeys: session.circleKeys(),
    invites: session.invites(),
    safety: session.safety(),
    keys: session.keys(),
    ladderRole: session.ladderRole(),
  }
}

export type CommunityView = ReturnType<typeof viewOf>
