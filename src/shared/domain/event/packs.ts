import type { TemplateTask } from './template.ts'

/** Checklists that can be added to any event. */
export interface Pack {
  readonly id: string
  readonly name: string
  readonly about: string
  /** Each with a `source` of its own, by which it is found again. */
  readonly tasks: readonly (TemplateTask & { readonly source: string })[]
}

const permits: Pack = {
  id: 'permits',
  name: 'Permits',
  about: 'What has to be allowed, and by whom. Offices differ: begin with a call and ask what is missing on this list.',
  tasks: [
    {
      title: 'Ask which permits we need',
      due: -70,
      source: 'pack:permits/ask',
      steps: [
        'Call the public order office: what, where, when, how many people',
        'Ask how many weeks before each form must be there',
        'Write down the name and number of who answered',
        'Ask whether there are fees, and who need not pay them',
      ],
    },
    {
      title: 'Apply for the permits',
      due: -56,
      source: 'pack:permits/apply',
      steps: [
        'Use of street, square or park',
        'Closing the road: plan with signs and the way round',
        'Music: licence fee and hours',
        'Food and drink: registration, allergens, tap water',
        'Tents and stages: size, weights, who checks them',
        'Fire, candles, gas: ask the fire service',
        'Lottery or collection of money',
      ],
    },
    {
      title: 'Have the permits at hand',
      due: -7,
      source: 'pack:permits/hand',
      steps: [
        'All answers in writing',
        'Conditions read, and a person named for each',
        'Neighbours, shops and bus lines told',
        'Two printed copies in the folder for the day',
      ],
    },
  ],
}

const insurance: Pack = {
  id: 'insurance',
  name: 'Insurance',
  about: 'Who pays if something breaks or somebody is hurt.',
  tasks: [
    {
      title: 'Insurance',
      due: -28,
      source: 'pack:insurance/cover',
      steps: [
        'Is there a cover already: club, host, city, umbrella organization?',
        'Public liability for the event, set-up and taking down included',
        'Are helpers covered in case of accident?',
        'Borrowed and hired things: who is liable?',
        'Vehicles and trailers',
        'Does the owner of the place want a certificate?',
        'Number of the policy and emergency number in the folder for the day',
      ],
    },
  ],
}

const accessibility: Pack = {
  id: 'accessibility',
  name: 'Accessibility',
  about: 'So that nobody has to stay at home. What there is not is said as plainly as what there is.',
  tasks: [
    {
      title: 'Can everybody get in and around?',
      due: -35,
      source: 'pack:accessibility/place',
      steps: [
        'Go the whole way from the stop to the seat, with a pram or a wheelchair',
        'Steps, kerbs, gravel, slopes: where does a ramp help?',
        'Doors and ways at least 90 cm wide, and kept free',
        'Toilet for wheelchairs: near, unlocked, not a store room',
        'Parking close by for those who need it',
        'Seats with and without arms; places for wheelchairs among the others',
        'A quiet room or corner',
        'Light good enough to read lips; no flashing light',
      ],
    },
    {
      title: 'Can everybody follow?',
      due: -28,
      source: 'pack:accessibility/follow',
      steps: [
        'Microphone, also for questions from the room',
        'Ask early for sign language interpreters: they are booked weeks before',
        'Which languages? Who whispers a translation?',
        'Plain words and large print on signs and handouts',
        'Breaks of at least 15 minutes every 90',
        'Child care, or a corner to play in sight',
        'Food: vegan, without nuts, without alcohol; labels',
      ],
    },
    {
      title: 'Say it in the invitation',
      due: -21,
      source: 'pack:accessibility/invite',
      steps: [
        'What there is, and what there is not',
        'Way from the stop, in words and as a map',
        'Whom to ask for help, by phone and by mail',
        'Companions come in free',
      ],
    },
  ],
}

const safety: Pack = {
  id: 'safety',
  name: 'Safety',
  about: 'What might go wrong, who looks out for it, and what everybody does then.',
  tasks: [
    {
      title: 'Think through what might go wrong',
      due: -21,
      source: 'pack:safety/risks',
      steps: [
        'Weather: heat, storm, ice. At what point do we stop, and who decides?',
        'Crowds: how many fit, who counts, where are the exits?',
        'Ways for ambulance and fire engine, 3.5 m wide, always free',
        'Traffic, water, heights, cables, gas',
        'Harassment and violence: who is there to talk to, and where?',
        'Children who are lost: where do we meet?',
        'Photographs: who may take them, who wears a "no photo" mark?',
      ],
    },
    {
      title: 'Ready for the day',
      due: -3,
      source: 'pack:safety/day',
      steps: [
        'First aid box checked; names of those with a first aid course',
        'Where the nearest defibrillator is',
        'Fire extinguishers, and who can use them',
        'Sheet for every helper: address for 112, meeting point, numbers',
        'Exits marked and unlocked',
        'Water and shade',
        'Five minutes with all helpers before we open',
      ],
    },
  ],
}

const cleanUp: Pack = {
  id: 'clean-up',
  name: 'Clean-up',
  about: 'The part that is left to the last three people if nobody plans it.',
  tasks: [
    {
      title: 'Prepare the clean-up',
      due: -5,
      source: 'pack:clean-up/prepare',
      steps: [
        'Enough people for taking down, on shifts of their own',
        'Bags, gloves, brooms, bins for glass, paper and leftovers',
        'Who takes which rubbish where, and until what hour is it open?',
        'Reusable cups and plates: who washes up?',
      ],
    },
    {
      title: 'Leave the place as it was',
      due: 0,
      source: 'pack:clean-up/leave',
      steps: [
        'Photographs before and after',
        'Chairs, tables and signs back to where they were',
        'Toilets and kitchen cleaned',
        'Tape, posters and cable ties off, also in the street',
        'Windows, heating, light, lock',
        'Keys given back, with a thank-you',
      ],
    },
    {
      title: 'Give back what was borrowed',
      due: 3,
      source: 'pack:clean-up/return',
      steps: ['List of what belongs to whom', 'Lost property: where, and until when', 'What broke is replaced or paid'],
    },
  ],
}

/** In the order in which they are offered. */
export const PACKS: readonly Pack[] = [permits, insurance, accessibility, safety, cleanUp]

export function findPack(id: string): Pack | undefined {
  return PACKS.find((pack) => pack.id === id)
}
