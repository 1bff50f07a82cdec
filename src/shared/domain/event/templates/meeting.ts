import type { EventTemplate } from '../template.ts'

export const meeting: EventTemplate = {
  id: 'meeting',
  name: 'Meeting',
  about: 'People come together to talk something over and to decide. It begins and ends on time.',
  minutes: 120,
  capacity: null,
  run: [
    { title: 'Room open, chairs, tea', minutes: 30, fixed: -30, hue: 'honey' },
    { title: 'Arriving: names, and one sentence each', minutes: 10, fixed: 0, hue: 'moss' },
    {
      title: 'Agenda: is anything missing, what may wait?',
      minutes: 5,
      hue: 'sea',
      note: 'Choose who leads, who writes, who watches the time.',
    },
    { title: 'What became of last time’s tasks', minutes: 10, hue: 'sea' },
    { title: 'First topic', minutes: 25, hue: 'sky', note: 'Say before: is this to know, to talk over, or to decide?' },
    { title: 'Break', minutes: 10, hue: 'honey' },
    { title: 'Second topic', minutes: 25, hue: 'sky' },
    { title: 'Short news', minutes: 10, hue: 'sea' },
    {
      title: 'Who does what by when',
      minutes: 10,
      hue: 'clay',
      note: 'Read the decisions aloud as they are written down.',
    },
    { title: 'Round: how was it, what do we do otherwise?', minutes: 10, hue: 'moss' },
    { title: 'Next date', minutes: 5, hue: 'moss' },
    { title: 'Tidying up together', minutes: 15, fixed: 120, hue: 'honey' },
  ],
  shifts: [
    { title: 'Leads the meeting', from: -15, to: 120, needed: 1 },
    { title: 'Writes the minutes', from: -5, to: 125, needed: 1 },
    { title: 'Watches the time and who wants to speak', from: 0, to: 120, needed: 1 },
    {
      title: 'Welcomes people who are new',
      from: -20,
      to: 30,
      needed: 1,
      note: 'Sits beside them, and stays a little afterwards.',
    },
    { title: 'Opens and closes the room', from: -30, to: 140, needed: 1 },
  ],
  supplies: [
    { title: 'Key to the room', needed: 1 },
    { title: 'Tea, water, cups', needed: 1, unit: 'set' },
    { title: 'Pens and large paper', needed: 1, unit: 'set' },
    { title: 'Name stickers', needed: 1, unit: 'roll' },
    { title: 'Screen or projector, with the right cable', needed: 1 },
    { title: 'Laptop and microphone for those who join from home', needed: 1 },
  ],
  budget: [
    { title: 'Hat for the costs', kind: 'income', planned: '30' },
    { title: 'Room', kind: 'expense', planned: '20' },
    { title: 'Tea and biscuits', kind: 'expense', planned: '10' },
  ],
  questions: [
    { text: 'Will you be there in person?', kind: 'choice', choices: ['In the room', 'By video', 'I do not know yet'] },
    { text: 'What would you like to talk about?', kind: 'text' },
    { text: 'Do you need child care?', kind: 'yes-no' },
  ],
  tasks: [
    {
      title: 'Book the room',
      due: -21,
      steps: ['Step-free?', 'Big enough', 'From half an hour before to half an hour after'],
    },
    {
      title: 'Collect topics',
      due: -10,
      steps: [
        'Ask everybody',
        'For each: who brings it in, how long, what should come of it',
        'Order: what needs fresh heads comes first',
      ],
    },
    { title: 'Invite', due: -7, steps: ['Agenda', 'What to read before', 'Way and access', 'Remind the day before'] },
    {
      title: 'Minutes',
      due: 2,
      steps: ['Decisions with reasons', 'Tasks with name and date', 'Send to those who could not come'],
    },
  ],
  packs: ['accessibility'],
}
