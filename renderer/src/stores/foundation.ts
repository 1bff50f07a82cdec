import type { OpenCommunity } from '#renderer/session/openCommunity.ts'
import { addBoard, initCommunity } from '#shared/domain/community.ts'
import type { WriteContext } from '#shared/domain/context.ts'
import { writeDescription } from '#shared/domain/description.ts'
import { type ExampleBoard, fillBoard, type Template } from '#shared/domain/example.ts'
import { type DocId, type MemberId, readId } from '#shared/domain/ids.ts'
import type { Audience } from '#shared/domain/people/fields.ts'
import { KIND, PEOPLE_DOCS, ROLE, rulesOf } from './access.ts'
import type { Tools } from './communityStore.svelte.ts'

/** The sample community is the only one that comes with events and people. */
const RIVERSIDE_ID = 'riverside'

export type CommunityTemplate = Template

const today = (now: number) => {
  const date = new Date(now)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Furnishes a community that was just founded: its document, its boards and what the template puts on them. */
export async function fillCommunity(
  session: OpenCommunity,
  name: string,
  template: CommunityTemplate,
  tools: Tools,
): Promise<void> {
  const by = readId<MemberId>(session.member ?? '') ?? ('' as MemberId)
  const context: WriteContext = { by, now: tools.now(), randomBytes: tools.randomBytes, origin: null }
  const main = await session.createDoc(KIND.community, ROLE.organizer)
  if (!main.ok) throw new Error(main.code)
  const community = await session.open(main.id)
  initCommunity(community.doc, { name, about: template.about, template: template.id }, context)
  for (const board of template.boards) {
    const id = await makeBoard(session, board, template.id, context)
    addBoard(community.doc, { id, title: board.title, hue: board.hue }, context)
  }
  community.release()
  const made = new Map<Audience, string>()
  for (const { kind, write, audience } of PEOPLE_DOCS) {
    const people = await session.createDoc(kind, write, audience)
    if (!people.ok) throw new Error(people.code)
    made.set(audience, people.id)
  }
  if (template.id === RIVERSIDE_ID) {
    const { fillSamplePeople } = await import('./samplePeople.ts')
    await fillSamplePeople(session, made, context)
  }
  for (const access of ['everyone', 'organizers', 'private'] as const) {
    const { write, audience } = rulesOf(access)
    const calendar = await session.createDoc(KIND.calendar, write, audience)
    if (!calendar.ok) throw new Error(calendar.code)
    if (access !== 'everyone' || template.id !== RIVERSIDE_ID) continue
    // Dates are loaded for those who have some.
    const { fillSampleCalendar } = await import('./sampleCalendar.ts')
    await fillSampleCalendar(session, calendar.id, context)
  }
}

async function makeBoard(
  session: OpenCommunity,
  board: ExampleBoard,
  template: string,
  context: WriteContext,
): Promise<DocId> {
  const made = await session.createDoc(KIND.board, ROLE.member)
  const id = made.ok ? readId<DocId>(made.id) : null
  if (id === null) throw new Error('board.unknown')
  const open = await session.open(id)
  const texts: [string, string][] = []
  fillBoard(
    open.doc,
    board,
    { today: today(context.now), template, describe: (card, text) => texts.push([card, text]) },
    context,
  )
  open.release()
  for (const [card, text] of texts) {
    const part = await session.open(`${id}.${card}`)
    writeDescription(part.doc, text, context)
    part.release()
  }
  return id
}
