import type { CommunityView } from '#renderer/session/commands.ts'
import { hueOfName } from '#shared/domain/hue.ts'
import { type DocId, idFromBytes } from '#shared/domain/ids.ts'
import type { CommunityStore, ListedBoard, Person } from './communityStore.svelte.ts'
import { memberId } from './memoryHost.ts'

type Invite = CommunityView['invites'][number]
type SetAside = CommunityView['setAside'][number]
type Session = CommunityStore['session']

/** How the session answers; what is not given here answers as if it were done. */
export type Answers = Partial<{
  [Name in keyof Session]: Session[Name] extends (...asked: infer Asked) => infer Answer
    ? (...asked: Asked) => Answer
    : never
}>

interface Furnishing {
  /** The first is oneself. */
  readonly names: readonly string[]
  /** In the order of the names; the first is a steward, others members, where none is given. */
  readonly roles?: readonly Person['role'][]
  readonly invites?: readonly Partial<Invite>[]
  readonly setAside?: readonly Partial<SetAside>[]
  readonly boards?: readonly Partial<ListedBoard>[]
  readonly keysDue?: boolean
  readonly reachable?: boolean
  readonly answers?: Answers
}

/** When everything in it happened, ms since 1970. */
export const NOON = Date.UTC(2031, 4, 1, 12)
const DAY = 86_400_000

const memoryDoc = (number: number): DocId => idFromBytes(Uint8Array.of(0xdd, 0, 0, 0, 0, 0, 0, number))

/** A community without disk, relay or other computers, as screens about its people see it: for the gallery and for tests. */
export function memoryCommunity(furnishing: Furnishing): CommunityStore {
  const { names, roles = [], invites = [], setAside = [], boards = [], keysDue = false, reachable = true } = furnishing
  const people = names.map((name, index): Person => {
    const id = memberId(index + 1) as string as Person['id']
    return {
      id,
      name,
      role: roles[index] ?? (index === 0 ? 3 : 1),
      devices: 1,
      me: index === 0,
      profile: '',
      hue: hueOfName(name),
    }
  })
  const [me] = people
  const devices = people.map(({ id, role }, index) => ({
    id: id as string as CommunityView['devices'][number]['id'],
    short: `4be${index} 90a${index}`,
    member: id,
    role,
    here: index === 0,
    gone: false,
    last: index,
  }))
  const view = {
    role: me?.role ?? null,
    member: me?.id ?? null,
    ladderRole: me?.role ?? 0,
    devices,
    docs: boards.map((_, index) => ({ id: memoryDoc(index + 1) })),
    invites: invites.map((invite, index) => ({
      id: `invite ${index}`,
      role: 1,
      uses: 1,
      maker: me?.id,
      member: null,
      mayRevoke: true,
      made: NOON,
      ends: NOON + 7 * DAY,
      kit: false,
      ...invite,
    })),
    setAside: setAside.map((row, index) => ({
      id: `row ${index}`,
      doc: memoryDoc(1),
      reasons: ['role'],
      edits: 1,
      mayRetry: false,
      ...row,
    })),
    keys: { epoch: 1, due: keysDue },
    safety: { stewards: 1, stewardDevices: 1, kits: 0 },
  }
  const session = new Proxy(furnishing.answers ?? {}, {
    get: (answers, name) => answers[name as keyof Answers] ?? (async () => 'done'),
  })
  const plain = {
    room: '4be190a2'.repeat(8),
    name: 'Riverside Neighbours',
    relay: 'wss://relay.riverside.example',
    people,
    person: (member: string) => people.find(({ id }) => id === member),
    me,
    view,
    session,
    reachable,
    mayOrganize: (me?.role ?? 0) >= 2,
    archivedBoards: [],
    boards: boards.map((board, index) => ({
      id: memoryDoc(index + 1),
      title: 'Street fair',
      hue: 'moss',
      archivedAt: null,
      access: 'everyone',
      ...board,
    })),
    setBoardAccess: async () => 'done',
  }
  return plain as unknown as CommunityStore
}
