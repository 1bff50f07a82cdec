import type { ExampleBoard, Template } from './example.ts'

/** The community that a first start opens, so that there is something to look at and to try things on. */

const AMARA = 'Amara Okafor'
const JONAS = 'Jonas Meyer'
const LEILA = 'Leila Karimi'
const PRIYA = 'Priya Desai'
const SAMIR = 'Samir Nasser'
const TOMASZ = 'Tomasz Bąk'

const streetFair: ExampleBoard = {
  title: 'Street fair 2027',
  hue: 'moss',
  labels: [
    { name: 'Children', hue: 'honey' },
    { name: 'Permits', hue: 'clay' },
    { name: 'Music', hue: 'moss' },
    { name: 'Access', hue: 'sky' },
    { name: 'Care', hue: 'plum' },
  ],
  lists: [
    {
      title: 'Ideas',
      cards: [
        {
          title: 'Lantern workshop for kids',
          labels: ['Children'],
          comments: [
            [PRIYA, 6, 'My sister has run one of these. Wire, tissue paper and a lot of glue.'],
            [JONAS, 5, 'Battery lights only, please. Last time one of them burned.'],
            [LEILA, 3, 'The school has forty jam jars that nobody wants.'],
          ],
        },
        {
          title: 'Ask the library for deck chairs',
          text: 'They lent them to the film night. Ask for thirty, and who can fetch them.',
        },
        {
          title: 'Quiet corner for people who need a break',
          labels: ['Access', 'Care'],
          who: [LEILA],
          comments: [
            [LEILA, 9, 'Away from the stage, with shade, cushions and somebody who keeps it quiet.'],
            [AMARA, 9, 'The yard of number 8? It has a gate.'],
            [SAMIR, 8, 'I can be there from two to four.'],
            [TOMASZ, 7, 'I would put it on the map with its own sign.'],
            [LEILA, 6, 'Yes, a sign with a picture and no words.'],
          ],
        },
        { title: 'Long table for supper', steps: ['Twelve trestles', 'Tablecloths', 'Everybody brings one dish'] },
        { title: 'Repair stand for bicycles', who: [TOMASZ] },
        { title: 'Stories of the street, told by those who have been here longest', labels: ['Care'] },
      ],
    },
    {
      title: 'To do',
      cards: [
        {
          title: 'Road closure permit',
          labels: ['Permits'],
          who: [JONAS],
          due: 12,
          text: 'The office needs the form six weeks before, with the stall map and the letter of the insurance.\n\nAsk about the bus diversion: last year the 41 was rerouted for the whole day.',
          steps: [
            'x Call the traffic office',
            'x Get last year’s form',
            'Stall map attached',
            'Two signatures',
            'Hand it in',
          ],
          comments: [[LEILA, 1, 'The school would open its yard if the street stays open to bikes.']],
        },
        { title: 'Insurance letter', labels: ['Permits'], who: [AMARA], due: 26 },
        {
          title: 'Toilets, one without steps',
          labels: ['Access'],
          due: 40,
          steps: ['Two quotes', 'Where can the lorry turn?'],
        },
        { title: 'Write to everybody who lives on the route', due: 33, who: [PRIYA] },
      ],
    },
    {
      title: 'Doing',
      cards: [
        {
          title: 'Book the brass band',
          labels: ['Music'],
          who: [JONAS],
          steps: ['x Ask whether they are free', 'x Agree on a fee', 'Sign'],
          comments: [[AMARA, 2, 'They would play for supper and the train tickets.']],
        },
        {
          title: 'Stall map, second draft',
          who: [PRIYA],
          due: 9,
          text: 'Three metres for the fire brigade in the middle, all the way through. Stalls with cookers at the east end.',
          links: [{ url: 'https://www.openstreetmap.org/', title: 'Map of the street' }],
        },
      ],
    },
    {
      title: 'Done',
      cards: [
        {
          title: 'Choose the date',
          done: true,
          text: 'Saturday 12 June 2027, from two in the afternoon.',
          comments: [[AMARA, 10, 'Decided by 31 people, with nobody against.']],
        },
        { title: 'Find a treasurer', done: true, who: [LEILA] },
        { title: 'Ask the bakery about bread', done: true, who: [SAMIR] },
        { title: 'First meeting', done: true, steps: ['x Room', 'x Invitation', 'x Tea'] },
        { title: 'Thank last year’s helpers', done: true, labels: ['Care'] },
      ],
    },
  ],
}

const tenants: ExampleBoard = {
  title: 'Tenants’ campaign',
  hue: 'clay',
  labels: [
    { name: 'Letters', hue: 'clay' },
    { name: 'Meeting', hue: 'plum' },
    { name: 'Advice', hue: 'sea' },
  ],
  lists: [
    {
      title: 'To do',
      cards: [
        {
          title: 'Go from door to door in block C',
          who: [TOMASZ, SAMIR],
          due: 6,
          steps: ['x Leaflet in four languages', 'Pairs for each staircase'],
        },
        { title: 'Ask the advice centre about the heating bill', labels: ['Advice'], due: 4 },
      ],
    },
    {
      title: 'Doing',
      cards: [
        {
          title: 'Letter to the housing company',
          labels: ['Letters'],
          who: [AMARA],
          due: 8,
          text: 'We ask for three things: a working lift, the bills of the last two years, and a date.',
          steps: ['x Draft', 'Translate', 'Signatures', 'Send it registered'],
        },
      ],
    },
    { title: 'Waiting', cards: [{ title: 'Answer from the council', labels: ['Letters'], due: 18 }] },
    { title: 'Done', cards: [{ title: 'Meeting in the laundry room', labels: ['Meeting'], done: true }] },
  ],
}

const tools: ExampleBoard = {
  title: 'Tool library',
  hue: 'sky',
  labels: [
    { name: 'Needs two people', hue: 'honey' },
    { name: 'Broken', hue: 'clay' },
  ],
  lists: [
    {
      title: 'On the shelf',
      cards: [
        { title: 'Ladder, 4 metres', labels: ['Needs two people'] },
        { title: 'Drill with three batteries' },
        { title: 'Sewing machine', text: 'The pedal sticks in cold weather. Warm it up first.' },
      ],
    },
    { title: 'Lent out', cards: [{ title: 'Carpet cleaner', who: [PRIYA], due: 3 }] },
    {
      title: 'To repair',
      cards: [
        { title: 'Hedge trimmer', labels: ['Broken'], who: [TOMASZ], steps: ['x Find the fault', 'Order a blade'] },
      ],
    },
  ],
}

export const RIVERSIDE: Template = {
  id: 'riverside',
  name: 'Riverside Neighbours',
  about: 'The people along Mill Lane and the river. This is an example: change what you like, or remove it.',
  boards: [streetFair, tenants, tools],
}
