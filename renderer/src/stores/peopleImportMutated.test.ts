import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DocId } from '#shared/domain/ids.ts'
import { seededBytes } from '#shared/domain/testkit.ts'
import { exportColumns } from '#shared/formats/peopleColumns.ts'
import { LISTS, VCARDS } from '#shared/formats/peopleFixture.ts'
import { bytesOf, person } from '#shared/formats/peopleTestkit.ts'
import { writePeopleXlsx } from '#shared/formats/peopleXlsxWrite.ts'
import { memoryHost } from './memoryHost.ts'
import { PeopleImport } from './peopleImport.svelte.ts'
import { deskHere, memoryViews } from './peopleImportKit.ts'
import { PeopleStore } from './peopleStore.svelte.ts'

/** From the bytes to the people: a damaged file is refused, or what the preview shows of it comes in, and goes again. */

const RUNS = process.env.KITH_LONG === '1' ? 5_000 : 60
const SLOW = process.env.KITH_LONG === '1' ? 600_000 : 60_000

const damage = fc.array(fc.tuple(fc.nat(100_000), fc.integer({ min: 0, max: 255 }), fc.boolean()), {
  minLength: 1,
  maxLength: 12,
})

function damaged(bytes: Uint8Array, list: readonly (readonly [number, number, boolean])[]): Uint8Array {
  const all = [...bytes]
  for (const [where, by, replace] of list)
    all.splice(where % Math.max(1, all.length), replace ? 1 : by % 20, ...(replace ? [by] : []))
  return Uint8Array.from(all)
}

const three = [1, 2, 3].map((n) => person(n, `Person ${'abc'.charAt(n - 1)}`, { role: 'Cook' }))
const columns = exportColumns(three, { fields: ['id', 'name', 'role'], custom: [], circles: new Map() })
const files = [...Object.values(LISTS), ...Object.values(VCARDS)].map(bytesOf)
const all = [...files, writePeopleXlsx(three, columns)]

describe('a mutated file', () => {
  it(
    'comes in as the preview says and goes in one step, or changes nothing',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...all), damage, async (bytes, list) => {
          const host = memoryHost({ now: () => Date.UTC(2026, 10, 1), randomBytes: seededBytes(1) })
          const store = PeopleStore.open({
            ...host,
            documents: () => [0, 2].map((audience) => ({ id: `${audience}`.repeat(16) as DocId, audience })),
            members: () => [],
            ownWords: () => undefined,
          })
          while (!store.ready) await Promise.resolve()
          const imports = new PeopleImport(store, { desk: () => deskHere(), kept: memoryViews(), region: 'DE' })
          await imports.read({ name: 'list', bytes: damaged(bytes, list) })
          for (const column of imports.questions) imports.orders.set(column, 'dmy')
          if (imports.phase.name === 'mapping') await imports.look()
          expect(store.people).toEqual([])
          if (imports.phase.name === 'preview') {
            const { counts } = imports.phase.preview
            await imports.start()
            expect(imports.phase).toMatchObject({ name: 'done', report: { failures: new Map() } })
            expect(store.people).toHaveLength(counts.create)
            expect(await imports.takeBack()).toBe(counts.create > 0)
            expect(store.people).toEqual([])
          } else expect(['failed', 'mapping']).toContain(imports.phase.name)
          imports.close()
          store.close()
        }),
        { numRuns: RUNS },
      )
    },
    SLOW,
  )
})
