import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { ready } from '../../src/shared/crypto/sodium.ts'
import { Role } from '../../src/shared/log/ids.ts'
import { Town } from './town.ts'

beforeAll(ready)
let town: Town
beforeEach(() => {
  town = new Town()
})
afterEach(() => town.end())

it('a private board that is opened as soon as it may be shows what was hidden', async () => {
  const amara = await town.found('Amara')
  const cleo = await town.member(amara, Role.member, 'Cleo')
  const board = await town.board(amara, Role.organizer, 2)
  await town.types(amara, board, 'one ')
  await town.types(amara, board, 'two ')
  const doc = new Y.Doc()
  let opening: Promise<unknown> | null = null
  let replaced = 0
  const late: Uint8Array[] = []
  cleo.session.documents.news.on((news) => {
    if (news.kind === 'updates' && news.key === board) late.push(...news.updates)
    if (news.kind === 'replaced') replaced += 1
  })
  // as the window does: CommunityLists.open on each change
  cleo.session.changed.on(() => {
    if (opening === null && cleo.session.docs().some(({ id }) => id === board))
      opening = cleo.session.documents.open(board as never).then(({ updates }) => {
        for (const update of updates) Y.applyUpdate(doc, update)
      })
  })
  expect(await town.does(amara.session.setRole(cleo.member, Role.organizer))).toBe('done')
  await opening
  await town.settle()
  for (const update of late) Y.applyUpdate(doc, update)
  const fresh = new Y.Doc()
  for (const update of (await cleo.session.documents.read(board as never)).updates) Y.applyUpdate(fresh, update)
  expect(fresh.getText('t').toString()).toBe('one two ')
  expect(replaced > 0 || doc.getText('t').toString() === 'one two ').toBe(true)
})

it('how a private board looked is not kept, and not given, after a demotion', async () => {
  const amara = await town.found('Amara')
  const cleo = await town.member(amara, Role.organizer, 'Cleo')
  const board = await town.board(amara, Role.organizer, 2)
  const picture = Uint8Array.of(1, 2, 3)
  await cleo.session.keepGlimpse(board, picture)
  expect(await cleo.session.glimpse(board)).toEqual(picture)
  expect(await town.does(amara.session.setRole(cleo.member, Role.member))).toBe('done')
  await town.settle()
  await cleo.session.keepGlimpse(board, Uint8Array.of(4))
  expect(await cleo.session.glimpse(board)).toBeNull()
  expect(await town.does(amara.session.setRole(cleo.member, Role.organizer))).toBe('done')
  await town.settle()
  expect(await cleo.session.glimpse(board)).toEqual(picture)
})
