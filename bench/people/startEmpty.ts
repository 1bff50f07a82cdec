import { resolve } from 'node:path'
import { _electron } from '@playwright/test'
import { Kith } from '../../e2e/pages/kith.ts'
import { PeopleImportPage } from '../../e2e/pages/peopleImport.ts'

const root = resolve(import.meta.dirname, '..', '..')

/** The app with a community in which nobody is listed. @param profile a folder of its own */
export async function startEmpty(profile: string) {
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [root, ...flags, '--disable-gpu', `--user-data-dir=${profile}`]
  const app = await _electron.launch({ cwd: root, args })
  const page = await app.firstWindow()
  const kith = new Kith(page)
  await kith.createCommunity('Bench')
  return { app, page, kith, list: new PeopleImportPage(page) }
}
