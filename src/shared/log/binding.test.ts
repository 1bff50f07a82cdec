import { beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { ready } from '../crypto/sodium.ts'
import type { PartId } from './ids.ts'
import { BOARD, community, docId, editor, reason, update } from './testWorld.ts'

beforeAll(ready)

describe('F10 client ids belong to devices', () => {
  it('a client id of another device is void; its owner goes on', () => {
    const { world, ann, bob } = community()
    const hers = editor(7)
    expect(reason(world.content(ann, update(BOARD, hers.edit())))).toBe('ok')
    expect(
      reason(
        world.content(
          bob,
          update(
            BOARD,
            editor(7).edit((d) => d.getText('t').insert(0, 'forged')),
          ),
        ),
      ),
    ).toBe('client')
    expect(reason(world.content(ann, update(BOARD, hers.edit())))).toBe('ok')
  })

  it('each part has client ids of its own', () => {
    const { world, ann, bob } = community()
    expect(reason(world.content(ann, update(BOARD, editor(7).edit(), docId(5) as string as PartId)))).toBe('ok')
    expect(reason(world.content(bob, update(BOARD, editor(7).edit(), docId(6) as string as PartId)))).toBe('ok')
    expect(reason(world.content(bob, update(BOARD, editor(7).edit(), docId(5) as string as PartId)))).toBe('client')
  })

  it('F11 a gap in one’s own clock, and items that the log lacks, are void', () => {
    const { world, ann, bob } = community()
    const hers = editor(7)
    const first = hers.edit()
    const second = hers.edit()
    expect(reason(world.content(ann, update(BOARD, second)))).toBe('gap')
    const his = editor(8)
    Y.applyUpdate(his.doc, first)
    const reply = his.edit((d) => d.getText('t').insert(1, 'y'))
    expect(reason(world.content(bob, update(BOARD, reply)))).toBe('gap')
    expect(reason(world.content(ann, update(BOARD, first)))).toBe('ok')
    expect(reason(world.content(bob, update(BOARD, reply)))).toBe('ok')
    expect(reason(world.content(ann, update(BOARD, second)))).toBe('ok')
  })

  it('F11 a deletion of what the log lacks is void', () => {
    const { world, ann, bob } = community()
    const his = editor(8)
    const hers = editor(7)
    Y.applyUpdate(his.doc, hers.edit())
    expect(
      reason(
        world.content(
          bob,
          update(
            BOARD,
            his.edit((d) => d.getText('t').delete(0, 1)),
          ),
        ),
      ),
    ).toBe('gap')
    void ann
  })

  it('F11 saying again what the log has is fine; an overlap with something new in it is void', () => {
    const { world, ann } = community()
    const hers = editor(7)
    const first = hers.edit()
    hers.edit()
    const both = Y.encodeStateAsUpdate(hers.doc)
    expect(reason(world.content(ann, update(BOARD, first)))).toBe('ok')
    expect(reason(world.content(ann, update(BOARD, first)))).toBe('ok')
    expect(reason(world.content(ann, update(BOARD, both)))).toBe('gap')
  })

  it('F12 a hostile update is void', () => {
    const { world, ann } = community()
    expect(reason(world.content(ann, update(BOARD, Uint8Array.of(1, 255, 255, 255, 15, 1, 0))))).toBe('update')
  })
})
