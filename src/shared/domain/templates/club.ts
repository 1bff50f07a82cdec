import type { Template } from '../example.ts'

export const club: Template = {
  id: 'club',
  name: 'Club',
  about: 'People who like the same thing and do it together.',
  boards: [
    {
      title: 'The year',
      hue: 'plum',
      labels: [
        { name: 'Meeting', hue: 'plum' },
        { name: 'Outing', hue: 'sea' },
        { name: 'Money', hue: 'honey' },
      ],
      lists: [
        {
          title: 'Ideas',
          cards: [
            { title: 'Open day for anyone curious', labels: ['Meeting'] },
            { title: 'Visit another club', labels: ['Outing'] },
          ],
        },
        {
          title: 'Planned',
          cards: [
            {
              title: 'Yearly meeting',
              labels: ['Meeting'],
              due: 40,
              text: 'What we did, what it cost, what comes next, and who would like to take something on.',
              steps: ['Book the room', 'Send the invitation four weeks before', 'Accounts', 'Cake'],
            },
            {
              title: 'Summer outing',
              labels: ['Outing'],
              due: 75,
              steps: ['Three places to choose from', 'Train or bicycles?'],
            },
          ],
        },
        {
          title: 'Doing',
          cards: [
            {
              title: 'Collect the fees',
              labels: ['Money'],
              due: 12,
              steps: ['x Write to everybody', 'Remind once, kindly', 'Ask quietly who would rather pay less'],
            },
          ],
        },
        { title: 'Done', cards: [{ title: 'New lock for the cupboard', done: true }] },
      ],
    },
    {
      title: 'Equipment',
      hue: 'sea',
      labels: [{ name: 'To repair', hue: 'clay' }],
      lists: [
        { title: 'In the cupboard', cards: [{ title: 'Two big tables' }, { title: 'Loudspeaker and cables' }] },
        {
          title: 'Borrowed',
          cards: [{ title: 'Projector', due: 6, comments: [['Example', 3, 'Back on Tuesday, with the long cable.']] }],
        },
        { title: 'To repair', cards: [{ title: 'Folding chair, one leg loose', labels: ['To repair'] }] },
      ],
    },
  ],
}
