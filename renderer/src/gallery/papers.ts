import type { PosterFacts, PrintJob, RotaShift, RunItem } from '#renderer/features/print/types.ts'

/** Sheets of paper as they come out of an event that was planned. */

const FAIR = {
  title: 'Riverside street fair',
  when: 'Saturday 12 June 2027, 10:00–17:00',
  where: 'Mill Lane, between the bridge and the school',
} as const

const NAMES = [
  'Amara Okafor',
  'Jonas Meyer',
  'Lê Thị Hồng Nhung',
  'נועה לוי',
  'Małgorzata Wiśniewska-Brzęczyszczykiewicz',
  'محمد الأمين بن عبد القادر',
  'Siobhán Ní Dhomhnaill',
  'Ольга Сергеевна',
  '李小龍',
  'Maria Aparecida dos Santos Rodrigues de Oliveira Carvalho Figueiredo',
  'Bo',
  'Κωνσταντίνος Παπαδόπουλος',
]
const name = (n: number) => NAMES[n % NAMES.length] ?? ''

const signIn = (count: number, mark: 'signature' | 'tick'): PrintJob => ({
  name: `${FAIR.title}: sign-in`,
  kind: 'sign-in',
  sheet: {
    ...FAIR,
    rows: Array.from({ length: count }, (_, n) => ({ name: name(n), heads: 1 + (n % 7 === 3 ? 2 : 0) })),
    blank: 12,
    mark,
  },
})

const SHIFTS: readonly RotaShift[] = ['Friday 11 June 2027', 'Saturday 12 June 2027'].flatMap((day, d) =>
  [
    ['08:00–10:00', 'Set up tables', 'Meet at the school gate, gloves are in the van', 6, 3],
    ['09:30–12:30', 'Welcome desk', '', 2, 2],
    ['10:00–14:00', 'First aid', 'One with a certificate at each time', 2, 1],
    ['12:00–15:00', 'أعمال المطبخ', 'القفازات والمآزر في الصندوق الأزرق', 4, 4],
    ['13:00–17:00', 'Stewards at the road closure, north end by the bridge and south end by the school', '', 8, 5],
    ['17:00–19:00', 'Clear up', 'Everything back to the hall', 12, 0],
  ].map(([time, role, note, needed, there], n) => ({
    day,
    time: String(time),
    role: String(role),
    note: String(note),
    needed: Number(needed),
    names: Array.from({ length: Number(there) }, (_, i) => name(d + n * 2 + i)),
  })),
)

const ITEMS: readonly RunItem[] = [
  [
    '08:00',
    120,
    'Road closed, tables out',
    'Jonas Meyer',
    'Signs from the depot.\nKeys are with the caretaker: ring twice.',
  ],
  ['10:00', 10, 'Welcome', 'Amara Okafor', ''],
  [
    '10:10',
    45,
    'Samba group from Mill Lane to the bridge and back',
    'Lê Thị Hồng Nhung',
    'Walks with two stewards in front.',
  ],
  ['11:00', 90, 'كلمة الترحيب والموسيقى', 'محمد الأمين بن عبد القادر', 'يحتاج إلى ميكروفونين وكرسيين على المسرح.'],
  [
    '12:30',
    60,
    'Lunch at long tables',
    name(4),
    'Vegan on the left, everything else on the right. Ask about nuts before anything with pesto leaves the counter.',
  ],
  ['13:30', 0, 'Raffle', 'Bo', ''],
  ['14:00', 120, 'Clothes swap, repair café, children’s games', 'Siobhán Ní Dhomhnaill', ''],
  ['16:00', 60, 'Open stage', name(9), 'Five minutes each; the list is at the welcome desk.'],
  ['17:00', 120, 'Clear up, road open by 19:00', 'Everyone', ''],
].map(([time, minutes, title, owner, notes]) => ({
  day: '',
  time: String(time),
  minutes: Number(minutes),
  title: String(title),
  owner: String(owner),
  notes: String(notes),
}))

const poster = (more: Partial<PosterFacts>): PrintJob => ({
  name: `${more.title ?? FAIR.title}: poster`,
  kind: 'poster',
  sheet: {
    ...FAIR,
    access: 'Step-free throughout. Quiet room and accessible toilet in the school. Bring your dog on a lead.',
    about:
      'Music, long tables, a clothes swap and a repair café. Bring something to share if you can; nobody pays for anything.\nRain moves us into the school hall.',
    by: 'Riverside neighbours',
    qr: 'https://riverside.example/fair',
    size: 'a4',
    ...more,
  },
})

const LONG =
  'Extraordinary general assembly of the allotment and community gardens along the old canal, with elections, the budget for two years, and a decision about the new fence and water pipes'

export const PAPERS: readonly { readonly title: string; readonly job: PrintJob }[] = [
  { title: 'Sign-in sheet, 60', job: signIn(60, 'signature') },
  { title: 'Sign-in sheet, 200', job: signIn(200, 'tick') },
  { title: 'Rota', job: { name: `${FAIR.title}: rota`, kind: 'rota', sheet: { ...FAIR, shifts: SHIFTS } } },
  { title: 'Run of show', job: { name: `${FAIR.title}: run of show`, kind: 'run', sheet: { ...FAIR, items: ITEMS } } },
  { title: 'Poster', job: poster({}) },
  { title: 'Poster, A3', job: poster({ size: 'a3' }) },
  { title: 'Poster, long', job: poster({ title: LONG, about: `${LONG}. `.repeat(5) }) },
  { title: 'Poster, short', job: poster({ title: 'Picnic', about: '', access: '', where: '', qr: null, by: '' }) },
  { title: 'Poster, one word', job: poster({ title: 'W'.repeat(240), size: 'a3', qr: 'x'.repeat(4000) }) },
  {
    title: 'Poster, right to left',
    job: poster({
      title: 'يوم الجيران الكبير على ضفة النهر',
      when: 'السبت ١٢ يونيو ٢٠٢٧، ١٠:٠٠–١٧:٠٠',
      where: 'شارع الطاحونة، بين الجسر والمدرسة',
      access: 'المدخل بدون درج.',
      about: 'موسيقى وموائد طويلة وتبادل ملابس ومقهى إصلاح. أحضر شيئًا للمشاركة إن استطعت.',
    }),
  },
]
