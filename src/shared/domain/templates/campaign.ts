import type { Template } from '../example.ts'

export const campaign: Template = {
  id: 'campaign',
  name: 'Campaign',
  about: 'People who want one thing to change, and work on it together until it does.',
  boards: [
    {
      title: 'Campaign',
      hue: 'clay',
      labels: [
        { name: 'Talk to people', hue: 'honey' },
        { name: 'Press', hue: 'sky' },
        { name: 'Letters', hue: 'plum' },
        { name: 'Safety', hue: 'rose' },
      ],
      lists: [
        {
          title: 'Ideas',
          cards: [
            { title: 'A song that everybody can sing', labels: ['Talk to people'] },
            { title: 'Ask a school class to draw the posters' },
          ],
        },
        {
          title: 'Next',
          cards: [
            {
              title: 'Say in one sentence what we want',
              due: 5,
              text: 'Everything else follows from it: the letter, the poster, what we say at a door.\n\nGood sentences name who should do what, and by when.',
              steps: ['Each of us writes one', 'Read them aloud', 'Agree on one'],
            },
            {
              title: 'Know who decides',
              steps: ['Who can say yes?', 'Whom do they listen to?', 'When do they meet?'],
            },
            {
              title: 'Stall at the Saturday market',
              labels: ['Talk to people'],
              due: 13,
              steps: ['Table', 'Leaflets', 'Two people per hour'],
            },
          ],
        },
        {
          title: 'Doing',
          cards: [
            {
              title: 'Open letter',
              labels: ['Letters'],
              due: 18,
              steps: ['x First draft', 'Two people check the facts', 'Collect signatures', 'Hand it over'],
              comments: [['Example', 1, 'Short is better: one page, and one number that nobody forgets.']],
            },
          ],
        },
        {
          title: 'Waiting for an answer',
          cards: [{ title: 'Letter to the local paper', labels: ['Press', 'Letters'], due: 9 }],
        },
        { title: 'Done', cards: [{ title: 'First meeting', done: true }] },
      ],
    },
    {
      title: 'Day of action',
      hue: 'rose',
      labels: [
        { name: 'Before', hue: 'sea' },
        { name: 'On the day', hue: 'rose' },
      ],
      lists: [
        {
          title: 'To do',
          cards: [
            {
              title: 'Tell the authorities',
              labels: ['Before'],
              due: 20,
              text: 'In many places a gathering must be announced some days before. Keep a copy of what was sent, and the name of whoever answered.',
            },
            {
              title: 'First aid and water',
              labels: ['On the day'],
              steps: ['Two people who know first aid', 'Water', 'Shade or a dry place'],
            },
            {
              title: 'Way in without steps',
              labels: ['Before'],
              steps: ['Walk the route', 'Say on the invitation how to get there'],
            },
          ],
        },
        { title: 'Ready', cards: [{ title: 'Loudspeaker', labels: ['On the day'], done: true }] },
      ],
    },
  ],
}
