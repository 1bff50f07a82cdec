import { rmSync } from 'node:fs'
import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type LaunchOptions, type Member } from '../fixtures/member.ts'
import type { RelayProcess } from '../fixtures/relay.ts'
import { Kith } from './kith.ts'

/** Two people at two computers in one community. */
export interface Company {
  readonly amara: Member
  readonly a: Kith
  readonly jonas: Member
  readonly b: Kith
}

type Launch = (options?: LaunchOptions) => Promise<Member>

/** A community as it lies on two computers that are switched off, and on its relay. */
interface Prepared {
  /** Stands in the community for good. */
  readonly url: string
  readonly backup: string
  /** Amara's and Jonas's. */
  readonly profiles: readonly [string, string]
}

let prepared: Prepared | null = null

/**
 * Amara's community “Riverside” with the board “Plans” at a relay, and Jonas, whom she has invited. She has the board open.
 * It is made once by every worker, as people make it; each test is given copies of all that was there when both had quit.
 */
export async function company(launch: Launch, relay: RelayProcess): Promise<Company> {
  if (prepared?.url !== relay.url) prepared = await prepare(launch, relay)
  await relay.setBack(prepared.backup)
  await relay.restart()
  const [amara, jonas] = await Promise.all(prepared.profiles.map((profile) => open(launch, profile)))
  if (!amara || !jonas) throw new Error('two were prepared')
  const [a, b] = [new Kith(amara.page), new Kith(jonas.page)]
  await a.openBoard('Plans')
  for (const kith of [a, b]) await expect(kith.sync).toContainText('All changes shared')
  return { amara, a, jonas, b }
}

async function open(launch: Launch, prepared: string): Promise<Member> {
  const profile = await mkdtemp(join(tmpdir(), 'kith-profile-'))
  await cp(prepared, profile, { recursive: true, verbatimSymlinks: true })
  return launch({ profile })
}

async function prepare(launch: Launch, relay: RelayProcess): Promise<Prepared> {
  const amara = await launch()
  const a = new Kith(amara.page)
  await a.createCommunity('Riverside')
  await a.makeBoard()
  await a.chooseRelay(relay.url)
  const link = await a.invite()
  const jonas = await launch()
  const b = new Kith(jonas.page)
  await b.join(link, 'Jonas Meyer')
  await expect(a.sync).toContainText('All changes shared')
  await Promise.all([amara.quit(), jonas.quit()])
  const folder = await mkdtemp(join(tmpdir(), 'kith-prepared-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const keep = async (from: string, name: string) => {
    await cp(from, join(folder, name), { recursive: true, verbatimSymlinks: true })
    return join(folder, name)
  }
  return {
    url: relay.url,
    backup: await keep(await relay.backUp(), 'relay.db'),
    profiles: [await keep(amara.profile, 'amara'), await keep(jonas.profile, 'jonas')],
  }
}
