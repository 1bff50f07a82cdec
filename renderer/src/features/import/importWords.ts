import type { ImportStore } from '#renderer/stores/importStore.svelte.ts'

type Phase = ImportStore['phase']
type Summary = Extract<Phase, { name: 'preview' }>['summary']
type CountName = Summary['counts'][number]['what']
type LossCode = Summary['losses'][number]['code']

/** What is counted in the preview, in the words of Kith. */
export const COUNT_WORDS: Readonly<Record<CountName, string>> = {
  lists: 'Lists',
  'archived-lists': '… of them archived',
  cards: 'Cards',
  'archived-cards': '… of them archived',
  labels: 'Labels',
  checklists: 'Checklists',
  steps: 'Steps',
  comments: 'Comments',
  people: 'People, as names',
  'due-dates': 'Due dates',
  links: 'Links',
}

/** What does not come over, or not as it was. */
export const LOSS_WORDS: Readonly<Record<LossCode, string>> = {
  activity: 'entries of the history that are no comments',
  'board-about': 'description of the board itself',
  'card-templates': 'card templates become plain cards',
  'cards-without-list': 'cards without a list come into the first one',
  'comments-older': 'older comments that Trello leaves out of its export',
  'comments-without-card': 'comments whose card is not in the file',
  covers: 'card covers',
  'checklists-without-card': 'checklists whose card is not in the file',
  'custom-fields': 'values of custom fields',
  'dates-unreadable': 'dates that could not be read',
  doubles: 'things that are in the file twice',
  'files-as-links': 'uploaded files: the link is kept, the file stays with Trello',
  'links-unsafe': 'links that could harm and were dropped',
  locations: 'places on the map',
  'people-unknown': 'people who are not named in the file',
  'power-ups': 'what power-ups have stored',
  shortened: 'texts that were too long and were shortened',
  'start-dates': 'start dates',
  'over-limit': 'steps, links and people beyond what one card takes',
  'step-details': 'due dates and people of single steps',
  stickers: 'stickers',
  unreadable: 'things in a form that could not be read',
  votes: 'votes',
}
