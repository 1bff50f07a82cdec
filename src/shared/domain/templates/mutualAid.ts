import type { Template } from '../example.ts'

export const mutualAid: Template = {
  id: 'mutual-aid',
  name: 'Mutual aid',
  about: 'People who give what they can and ask for what they need.',
  boards: [
    {
      title: 'Needs and offers',
      hue: 'honey',
      labels: [
        { name: 'Food', hue: 'honey' },
        { name: 'Lifts', hue: 'sky' },
        { name: 'Company', hue: 'plum' },
        { name: 'Soon', hue: 'clay' },
      ],
      lists: [
        {
          title: 'Asked for',
          cards: [
            {
              title: 'Groceries on Thursday',
              labels: ['Food', 'Soon'],
              due: 4,
              text: 'Write here only what the person agrees to share with everybody in the group: the day, the kind of help. Leave out names and addresses.',
            },
            { title: 'A lift to the hospital, there and back', labels: ['Lifts'], due: 8 },
            { title: 'Somebody to practise German with', labels: ['Company'] },
          ],
        },
        {
          title: 'Offered',
          cards: [
            { title: 'A van on Sundays', labels: ['Lifts'] },
            { title: 'Soup for ten, every second week', labels: ['Food'] },
          ],
        },
        {
          title: 'Brought together',
          cards: [
            {
              title: 'Winter coat, size M',
              due: 2,
              steps: ['x Found one', 'Agree on a place to meet'],
              comments: [['Example', 1, 'It hangs in the hall, on the left, with a blue ribbon.']],
            },
          ],
        },
        { title: 'Done', cards: [{ title: 'Lamp repaired', done: true }] },
      ],
    },
    {
      title: 'Food share',
      hue: 'moss',
      labels: [
        { name: 'Shop', hue: 'sea' },
        { name: 'Kitchen', hue: 'honey' },
      ],
      lists: [
        {
          title: 'Every week',
          cards: [
            {
              title: 'Collect from the bakery',
              labels: ['Shop'],
              steps: ['Boxes', 'Be there at closing time', 'Say thank you'],
            },
            { title: 'Open the hall', steps: ['Key', 'Heating', 'Tables'] },
          ],
        },
        { title: 'This week', cards: [{ title: 'Who can drive?', labels: ['Shop'], due: 3 }] },
        { title: 'Learned', cards: [{ title: 'Label what has nuts in it', labels: ['Kitchen'] }] },
      ],
    },
  ],
}
