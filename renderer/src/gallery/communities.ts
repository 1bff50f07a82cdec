import { memoryCommunity, NOON } from '#renderer/stores/memoryCommunity.ts'

const LONG = 'Wilhelmina-Antonietta von und zu Hohenstaufen-Riverside'
const NAMES = ['Amara Okafor', 'Jonas Meyer', LONG, 'ليلى كريمي', '']

/** Five people, three open invitations, keys that are due. */
export const busy = () =>
  memoryCommunity({
    names: NAMES,
    roles: [3, 2, 1, 1, 1],
    keysDue: true,
    boards: [{ title: 'Street fair 2027' }],
    invites: [
      { role: 2 },
      { role: 1, uses: 25, made: null, ends: null, mayRevoke: false },
      { kit: true, ends: null, member: memoryCommunity({ names: NAMES }).me?.id ?? null },
    ],
  })

/** The same out of reach, seen by a member. */
export const quiet = () => memoryCommunity({ names: NAMES, roles: [1, 3, 1, 1, 1], reachable: false })

export const refused = () =>
  memoryCommunity({
    names: NAMES,
    roles: [1, 3, 2, 1, 1],
    boards: [{ title: 'Street fair 2027' }],
    setAside: [{ edits: 12 }, { id: 'b', edits: 1, mayRetry: true }, { id: 'c', doc: 'gone', reasons: ['elsewhere'] }],
  })

export const written = () => {
  const people = memoryCommunity({ names: NAMES }).people
  const edits = (at: number) => [
    { seq: at, at: NOON + at * 60_000 },
    { seq: at + 1, at: NOON + at * 60_000 + 1 },
  ]
  return memoryCommunity({
    names: NAMES,
    boards: [{ title: 'Street fair 2027' }],
    answers: {
      authorEdits: async () => people.slice(0, 3).map(({ id }, index) => ({ member: id, edits: edits(index * 9 + 1) })),
    },
  })
}

export const KIT = {
  link: 'kith://join#AQEPMTI3LjAuMC4xOjQ1NDc3BC6eKC5HyuK3LjhiUhuQ7Jez9tObcEz_1NIJJpUiEAiPe3HIViGogqPFNskGEVoe9qYX8ay6PFeHiG67bZQ7x54vmxy4Gk',
  community: 'Riverside Neighbours',
  relay: 'wss://relay.riverside.example',
  member: 'Amara Okafor',
  made: NOON,
}
