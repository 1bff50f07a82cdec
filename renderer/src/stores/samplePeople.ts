import type { OpenCommunity } from '#renderer/session/openCommunity.ts'
import type { WriteContext } from '#shared/domain/context.ts'
import type { Audience } from '#shared/domain/people/fields.ts'
import { samplePeople } from '#shared/domain/people/samplePeople.ts'

/** Puts the sample community's people into its documents of them. @param ids by audience */
export async function fillSamplePeople(
  session: OpenCommunity,
  ids: ReadonlyMap<Audience, string>,
  context: WriteContext,
): Promise<void> {
  const opened = await Promise.all([...ids].map(async ([audience, id]) => [audience, await session.open(id)] as const))
  samplePeople(new Map(opened.map(([audience, { doc }]) => [audience, doc])), context)
  for (const [, open] of opened) open.release()
}
