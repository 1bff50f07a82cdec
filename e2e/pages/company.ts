import type { LaunchOptions, Member } from '../fixtures/member.ts'
import type { RelayProcess } from '../fixtures/relay.ts'
import { Kith } from './kith.ts'

/** Two people at two computers in one community. */
export interface Company {
  readonly amara: Member
  readonly a: Kith
  readonly jonas: Member
  readonly b: Kith
}

/** Amara's community “Riverside” with the board “Plans” at a relay, and Jonas, whom she has invited. She has the board open. */
export async function company(
  launch: (options?: LaunchOptions) => Promise<Member>,
  relay: RelayProcess,
): Promise<Company> {
  const amara = await launch()
  const a = new Kith(amara.page)
  await a.createCommunity('Riverside')
  await a.makeBoard()
  await a.chooseRelay(relay.url)
  const link = await a.invite()
  const jonas = await launch()
  const b = new Kith(jonas.page)
  await b.join(link, 'Jonas Meyer')
  return { amara, a, jonas, b }
}
