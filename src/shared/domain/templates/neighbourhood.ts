import type { Template } from '../example.ts'

export const neighbourhood: Template = {
  id: 'neighbourhood',
  name: 'Neighbourhood group',
  about: 'People of one street or quarter who look after it, and after each other.',
  boards: [
    {
      title: 'Our street',
      hue: 'moss',
      labels: [
        { name: 'Green', hue: 'moss' },
        { name: 'Traffic', hue: 'clay' },
        { name: 'Good neighbours', hue: 'honey' },
      ],
      lists: [
        {
          title: 'Ideas',
          cards: [
            {
              title: 'A bench by the bus stop',
              labels: ['Good neighbours'],
              text: 'Several people said they would walk more if there were somewhere to sit half-way.\n\nWho could pay for it? The council has a small fund for street furniture; a local carpenter might give the wood.',
            },
            { title: 'Swap shelf for books and toys', labels: ['Good neighbours'] },
            {
              title: 'Flowers in the tree pits',
              labels: ['Green'],
              steps: ['Ask the council', 'Find five people who water'],
            },
          ],
        },
        {
          title: 'To do',
          cards: [
            {
              title: 'Ask for a slower speed limit',
              labels: ['Traffic'],
              due: 21,
              steps: ['x Count cars for one hour', 'Write the letter', 'Collect names', 'Hand it in'],
            },
            { title: 'Welcome note for new neighbours', labels: ['Good neighbours'], due: 10 },
          ],
        },
        {
          title: 'Doing',
          cards: [
            {
              title: 'Spring clean-up of the path',
              labels: ['Green'],
              due: 14,
              steps: ['x Choose the day', 'Borrow litter pickers', 'Bring tea and cake'],
              comments: [['Example', 2, 'The library lends litter pickers, twelve at a time.']],
            },
          ],
        },
        { title: 'Done', cards: [{ title: 'Start this board', done: true }] },
      ],
    },
    {
      title: 'Lend and borrow',
      hue: 'sky',
      labels: [
        { name: 'Tools', hue: 'sky' },
        { name: 'Kitchen', hue: 'rose' },
      ],
      lists: [
        {
          title: 'To lend',
          cards: [
            {
              title: 'Ladder, 4 metres',
              labels: ['Tools'],
              text: 'In the shed of number 12. Ring the bell, any evening.',
            },
            { title: 'Big soup pot, 20 litres', labels: ['Kitchen'] },
          ],
        },
        { title: 'Lent out', cards: [{ title: 'Drill', labels: ['Tools'], due: 7 }] },
        { title: 'Wanted', cards: [{ title: 'Wheelbarrow for a weekend', labels: ['Tools'] }] },
      ],
    },
  ],
}
