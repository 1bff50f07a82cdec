import { seededBytes } from '#shared/domain/testkit.ts'

/** A made-up Trello export for tests, in the form that Trello writes; the same for the same seed. */

export interface FixtureOptions {
  readonly seed?: number
  readonly lists?: number
  readonly cards?: number
  readonly actions?: number
  /** Words in a card's description; 800 make a board of 200 cards and 800 actions about 2 MB. */
  readonly words?: number
}

const WORDS = [
  'street fair lantern music chairs bread permit water table children stage lights rain tent'.split(' '),
  'größe straße brücke übung äpfel ölkanne fußweg'.split(' '),
  'улица праздник соседи хлеб музыка дети'.split(' '),
  'شارع مهرجان جيران خبز موسيقى أطفال'.split(' '),
  'רחוב שכנים לחם מוזיקה ילדים'.split(' '),
  'सड़क मेला पड़ोसी रोटी संगीत बच्चे'.split(' '),
  '街道 节日 邻居 面包 音乐 孩子'.split(' '),
  'とおり まつり ごきんじょ パン 音楽'.split(' '),
  'ถนน งาน เพื่อนบ้าน ขนมปัง ดนตรี'.split(' '),
  '🌱 🎺 👩‍👩‍👧 🏳️‍🌈 ✅ 🇵🇹'.split(' '),
  ['e\u0301te\u0301', 'A\u030Angstro\u0308m', '\u200Fab', '<b>bold</b>', '**starred**', '&amp;'],
]

const COLOURS = ['green', 'yellow', 'orange_dark', 'red', 'purple_light', 'blue', 'sky', 'lime', 'pink', 'black', null]
const NAMES = ['Ada Lovelace', 'Bùi Thị Xuân', 'Çelik Özgür', 'Дарья Ким', 'Élodie N’Diaye']
const FIRST_SECOND = 0x60000000

export function makeTrelloBoard(options: FixtureOptions = {}): Record<string, unknown> {
  const { seed = 1, lists = 27, cards = 200, actions = 800, words = 800 } = options
  const bytes = seededBytes(seed)
  const below = (max: number): number => {
    const [a = 0, b = 0, c = 0] = bytes(3)
    return (a * 65_536 + b * 256 + c) % max
  }
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T
  let made = 0
  const id = (): string =>
    (FIRST_SECOND + made * 60).toString(16).padStart(8, '0') + (++made).toString(16).padStart(16, '0')
  const date = (): string => new Date((FIRST_SECOND + below(30_000_000)) * 1_000).toISOString()
  const say = (count: number): string => {
    const language = pick(WORDS)
    return Array.from({ length: count }, () => pick(language)).join(' ')
  }
  const position = (): number => below(1_000_000) + below(4) / 4
  const some = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
  const limits = { attachments: { perCard: { status: 'ok', disableAt: 1_000, warnAt: 900 } } }

  const idBoard = id()
  const members = NAMES.map((fullName, i) => ({
    id: id(),
    fullName,
    username: `user${i}`,
    avatarHash: null,
    initials: 'X',
  }))
  const labels = COLOURS.slice(0, 6).map((color, i) => ({ id: id(), idBoard, name: i % 3 ? say(1) : '', color }))
  const allLists = some(lists, (i) => ({
    id: id(),
    name: say(2),
    closed: i % 9 === 8,
    idBoard,
    pos: position(),
    limits,
  }))
  const makeChecklist = (idCard: string) => ({
    id: id(),
    idBoard,
    idCard,
    name: say(2),
    pos: position(),
    checkItems: some(4 + below(6), () => ({
      id: id(),
      name: say(4),
      state: pick(['complete', 'incomplete']),
      pos: position(),
      due: below(10) ? null : date(),
      idMember: null,
    })),
  })
  const allCards = some(cards, (i) => {
    const due = below(3) ? null : date()
    return {
      id: id(),
      name: `${i} ${say(4)}`,
      desc: i % 4 ? some(4, () => say(Math.ceil(words / 4))).join('\n\n') : '',
      closed: i % 5 === 4,
      idBoard,
      idList: pick(allLists).id,
      pos: position(),
      due,
      dueComplete: due !== null && below(2) === 0,
      start: below(20) ? null : date(),
      idLabels: labels.filter(() => below(4) === 0).map((label) => label.id),
      idMembers: members.filter(() => below(5) === 0).map((member) => member.id),
      idChecklists: [],
      attachments: some(below(12) ? 0 : 2, (n) => ({
        id: id(),
        name: `${say(1)}.pdf`,
        url: `https://files.example/${i}/${n}/${encodeURIComponent(say(1))}`,
        isUpload: n === 0,
        pos: position(),
      })),
      stickers: below(30) ? [] : [{ id: id(), image: 'star' }],
      customFieldItems: below(15) ? [] : [{ id: id(), value: { number: '7' } }],
      badges: { votes: below(20) ? 0 : 2, comments: 0, attachments: 0, checkItems: 0, fogbugz: '', description: true },
      cover: { idAttachment: null, color: below(15) ? null : 'blue', idUploadedBackground: null, size: 'normal' },
      labels: [],
      limits,
      shortUrl: 'https://trello.example/c/abcdef',
    }
  })
  const checklists = allCards.filter((_, i) => i % 3 === 0).map((card) => makeChecklist(card.id))
  const allActions = some(actions, (i) => {
    const member = pick(members)
    const card = pick(allCards)
    const isComment = i % 5 === 0
    if (isComment) card.badges.comments++
    return {
      id: id(),
      idMemberCreator: member.id,
      type: isComment ? 'commentCard' : pick(['updateCard', 'createCard', 'addMemberToCard', 'moveCardToBoard']),
      date: date(),
      data: {
        ...(isComment ? { text: say(12) } : { old: { pos: 1 } }),
        card: { id: card.id, name: card.name, idShort: i, shortLink: 'abcdef' },
        board: { id: idBoard, name: 'Street fair', shortLink: 'ghijkl' },
      },
      limits: {},
      memberCreator: { ...member, nonPublic: { fullName: member.fullName }, nonPublicAvailable: true },
    }
  })
  return {
    id: idBoard,
    name: 'Street fair – Straßenfest – مهرجان الشارع',
    desc: '',
    closed: false,
    url: 'https://trello.example/b/ghijkl',
    prefs: { background: 'blue', selfJoin: false },
    powerUps: [],
    pluginData: [{ id: id(), idPlugin: id(), scope: 'board', value: '{"x":1}' }],
    actions: allActions,
    cards: allCards,
    labels,
    lists: allLists,
    members,
    checklists,
    customFields: [{ id: id(), name: 'Cost', type: 'number' }],
    memberships: [],
  }
}
