import type { Template } from '../example.ts'

export const learningCircle: Template = {
  id: 'learning-circle',
  name: 'Learning circle',
  about: 'People who learn something together, each of them teacher at times.',
  boards: [
    {
      title: 'What we learn',
      hue: 'sea',
      labels: [
        { name: 'Read', hue: 'sky' },
        { name: 'Try', hue: 'moss' },
        { name: 'Talk', hue: 'plum' },
      ],
      lists: [
        {
          title: 'Questions',
          cards: [
            {
              title: 'What would you like to be able to do by summer?',
              labels: ['Talk'],
              comments: [['Example', 4, 'Read a page aloud without stopping.']],
            },
            { title: 'Whom could we invite?', labels: ['Talk'] },
          ],
        },
        {
          title: 'Next time',
          cards: [
            {
              title: 'Chapter one',
              labels: ['Read'],
              due: 7,
              text: 'Read it once without a dictionary. Mark three sentences: one you like, one you doubt, one you do not understand.',
              steps: ['Read', 'Mark three sentences', 'Bring one question'],
            },
            { title: 'Try it out in pairs', labels: ['Try'], due: 7 },
          ],
        },
        {
          title: 'At it',
          cards: [
            {
              title: 'A list of words, made together',
              labels: ['Try'],
              steps: ['x Start it', 'Each adds five', 'Read them aloud'],
            },
          ],
        },
        { title: 'Learned', cards: [{ title: 'How we want to work together', labels: ['Talk'], done: true }] },
      ],
    },
    {
      title: 'Library',
      hue: 'sky',
      labels: [
        { name: 'For beginners', hue: 'moss' },
        { name: 'Takes time', hue: 'clay' },
      ],
      lists: [
        {
          title: 'Books and links',
          cards: [
            { title: 'A book that everybody can borrow', labels: ['For beginners'] },
            { title: 'A long film with subtitles', labels: ['Takes time'] },
          ],
        },
        { title: 'Lent out', cards: [{ title: 'The grammar with the yellow cover', due: 14 }] },
      ],
    },
  ],
}
