import type { OpenCommunity } from '#renderer/session/openCommunity.ts'
import { accessOf, KIND, PEOPLE_DOCS, rulesOf } from './access.ts'
import type { CirclesOwn } from './circlesOwn.svelte.ts'

/** Makes the documents that a community, or a circle, has from its founding on, where it is older than they are. */
export async function makeMissing(session: OpenCommunity, circles: CirclesOwn): Promise<void> {
  for (const { kind, write, audience } of PEOPLE_DOCS)
    if (session.docs(kind).length === 0 && (session.role ?? 0) >= write) await session.createDoc(kind, write, audience)
  const there = new Set(session.docs(KIND.calendar).map(accessOf))
  for (const access of ['everyone', 'organizers', 'private'] as const) {
    if (there.has(access)) continue
    const { write, audience } = rulesOf(access)
    await session.createDoc(KIND.calendar, write, audience)
  }
  for (const { access, circle, waiting, name } of circles.all)
    if (circle !== null && !waiting && circles.named(circle)) await circles.complete(rulesOf(access).audience, name)
}
