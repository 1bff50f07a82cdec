import type { ExampleBoard } from '#shared/domain/example.ts'

const WORD = 'Nachbarschaftsstraßenfestgenehmigungsverfahrensunterlagen'
const SENTENCE =
  'Ask everybody who lives between the bridge and the old mill whether they would rather have the stage at the upper end, where it is loud for the hospice, or at the lower end, where the fire brigade needs three metres'

/** Words that do not fit, and more of everything than a card has room for. */
export const LONG: ExampleBoard = {
  title: 'Long',
  hue: 'plum',
  labels: [
    { name: 'A label whose name goes on for much longer than a label should', hue: 'plum' },
    { name: WORD, hue: 'clay' },
    ...(['honey', 'moss', 'sea', 'sky', 'rose'] as const).map((hue) => ({ name: `In ${hue}`, hue })),
  ],
  lists: [
    {
      title: `${SENTENCE}?`,
      cards: [
        {
          title: `${SENTENCE}.`,
          labels: ['A label whose name goes on for much longer than a label should', WORD, 'In honey', 'In moss'],
          who: ['Wilhelmina-Antonietta von und zu Hohenstaufen', 'Bo', 'Đặng Thị Ngọc Thịnh', 'Ngozi', 'Åse Ødegård'],
          due: 300,
          steps: [`x ${SENTENCE}`, WORD],
          comments: [['Wilhelmina-Antonietta von und zu Hohenstaufen', 1, SENTENCE]],
          links: [{ url: `https://example.org/${'path/'.repeat(30)}`, title: '' }],
        },
        { title: WORD.repeat(4), labels: ['In sea', 'In sky', 'In rose'] },
      ],
    },
    { title: WORD.repeat(2), cards: [{ title: 'Short' }] },
    { title: 'Nothing here', cards: [] },
  ],
}

/** Arabic, Hebrew and Persian, with numbers and Latin words among them. */
export const RIGHT_TO_LEFT: ExampleBoard = {
  title: 'مهرجان',
  hue: 'sea',
  labels: [
    { name: 'تصاريح', hue: 'clay' },
    { name: 'ילדים', hue: 'honey' },
  ],
  lists: [
    {
      title: 'أفكار',
      cards: [
        {
          title: 'مهرجان الشارع ٢٠٢٧',
          labels: ['تصاريح'],
          who: ['ليلى كريمي'],
          due: 9,
          text: 'نحتاج إلى ثلاثة أمتار لسيارة الإطفاء.\nThe office wants the form in English.\nثم نلتقي في الساحة.',
          steps: ['x الاتصال بالبلدية', 'خريطة الأكشاك (A3)'],
          comments: [['دارا رضایی', 1, 'مدرسه حیاط خود را باز می‌کند.']],
        },
        { title: 'סדנת פנסים לילדים', labels: ['ילדים'] },
      ],
    },
    { title: 'در حال انجام', cards: [{ title: 'نقشه غرفه‌ها، پیش‌نویس دوم' }] },
  ],
}

const MANY = 200

/** More cards than a screen holds, in a list beside two short ones. */
export const CROWDED: ExampleBoard = {
  title: 'Crowded',
  hue: 'sky',
  labels: [
    { name: 'Permits', hue: 'clay' },
    { name: 'Music', hue: 'moss' },
  ],
  lists: [
    {
      title: 'All of it',
      cards: Array.from({ length: MANY }, (_, i) => ({
        title: `Stall ${i + 1}: ${i % 3 === 0 ? 'somebody who brings tables and can stay until the evening' : 'bread'}`,
        labels: i % 4 === 0 ? ['Permits'] : i % 7 === 0 ? ['Music'] : [],
        ...(i % 5 === 0 ? { due: i, steps: ['x Ask', 'Confirm'] } : {}),
        ...(i % 6 === 0 ? { who: ['Tomasz Bąk'] } : {}),
      })),
    },
    { title: 'Doing', cards: [{ title: 'One' }] },
    { title: 'Done', cards: [{ title: 'Two', done: true }] },
  ],
}
