import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { exportColumns } from './peopleColumns.ts'
import { readCsv } from './peopleCsv.ts'
import { LISTS, VCARDS } from './peopleFixture.ts'
import { planPeople } from './peoplePlan.ts'
import type { TableResult } from './peopleTable.ts'
import { bytesOf, draftsOf, finish, person } from './peopleTestkit.ts'
import { readXlsx, sheetTable } from './peopleXlsx.ts'
import { writePeopleXlsx } from './peopleXlsxWrite.ts'
import { openWorkbook } from './peopleXlsxZip.ts'
import { readVcards } from './vcardRead.ts'

/** A damaged or hostile file ends in a code or in a table, whatever it is. */

const RUNS = process.env.KITH_LONG === '1' ? 5_000 : 200
const SLOW = process.env.KITH_LONG === '1' ? 600_000 : 60_000

const damage = fc.array(fc.tuple(fc.nat(100_000), fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 1, 2)), {
  minLength: 1,
  maxLength: 12,
})

/** Bytes replaced, taken out or doubled. */
function damaged(bytes: Uint8Array, list: readonly (readonly [number, number, number])[]): Uint8Array {
  let all = [...bytes]
  for (const [where, by, how] of list) {
    const at = where % Math.max(1, all.length)
    if (how === 0) all[at] = by
    else if (how === 1) all.splice(at, 1 + (by % 20))
    else all = [...all.slice(0, at), ...all.slice(Math.max(0, at - by)), by]
  }
  return Uint8Array.from(all)
}

function check(result: TableResult): void {
  if (!result.ok) {
    expect(result.error.code).toMatch(/^(table|xlsx)\./)
    return
  }
  expect(result.value.rows.every((row) => row.length === result.value.columns)).toBe(true)
  const { drafts } = draftsOf(result.value)
  expect(finish(planPeople(drafts, [person(1, 'Ann Lee')])).items.length).toBeLessThanOrEqual(drafts.length)
}

const all = Array.from({ length: 5 }, (_, i) => person(i, `Person ${i}`, { role: 'x' }))
const columns = exportColumns(all, { fields: ['id', 'name', 'role'], custom: [], circles: new Map() })
const workbook = writePeopleXlsx(all, columns)

describe('a mutated file', () => {
  it(
    'of a list neither throws nor hangs',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...Object.values(LISTS)), damage, (text, list) =>
          check(finish(readCsv(damaged(bytesOf(text), list)))),
        ),
        { numRuns: RUNS },
      )
    },
    SLOW,
  )

  it(
    'of vCards neither throws nor hangs',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...Object.values(VCARDS)), damage, (text, list) => {
          const result = finish(readVcards(damaged(bytesOf(text), list), { country: 'DE' }))
          if (!result.ok) expect(result.error.code).toMatch(/^vcard\./)
        }),
        { numRuns: RUNS },
      )
    },
    SLOW,
  )

  it(
    'of a workbook neither throws nor hangs',
    async () => {
      await fc.assert(
        fc.asyncProperty(damage, async (list) => check(await readXlsx(damaged(workbook, list)))),
        { numRuns: RUNS },
      )
    },
    SLOW,
  )

  it(
    'of a workbook damaged within its packing neither throws nor hangs',
    async () => {
      await fc.assert(
        fc.asyncProperty(damage, async (list) => check(await readXlsx(repacked((sheet) => damaged(sheet, list))))),
        { numRuns: RUNS },
      )
    },
    SLOW,
  )
})

const PARTS = openWorkbook(workbook)

function repacked(change: (sheet: Uint8Array) => Uint8Array): Uint8Array {
  expect(PARTS.ok).toBe(true)
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const rels = 'http://schemas.openxmlformats.org/package/2006/relationships'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const sheet = `<worksheet xmlns="${main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="inlineStr"><is><t>Joined</t></is></c><c r="C1" t="inlineStr"><is><t>Phone</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Ann Lee</t></is></c><c r="B2" s="1"><v>31140</v></c><c r="C2"><v>4.930123456789E12</v></c><c r="D2" t="b"><v>1</v></c></row></sheetData></worksheet>`
  return zipSync({
    'xl/workbook.xml': strToU8(
      `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="A &amp; B" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="${rels}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    ),
    'xl/styles.xml': strToU8(
      `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    ),
    'xl/worksheets/sheet1.xml': change(strToU8(sheet)),
  })
}

describe('a workbook', () => {
  it('has dates as days, telephone numbers in full and yes for true', async () => {
    expect(await readXlsx(repacked((sheet) => sheet))).toMatchObject({
      ok: true,
      value: { sheets: ['A & B'], sheet: 'A & B', rows: [['Ann Lee', '1985-04-03', '4930123456789', 'yes']] },
    })
    expect(await readXlsx(workbook, { sheet: 'Other' })).toMatchObject({ error: { code: 'xlsx.no-sheet' } })
  })

  it('is gone through in steps, so that a long one can be shown and stopped', () => {
    const cells = Array.from({ length: 4_500 }, (_, row) => [`Person ${row}`])
    const steps = sheetTable({ sheets: ['A'], sheet: 'A', header: false, cells })
    expect([steps.next().value, steps.next().value]).toEqual([
      { done: 2_000, total: 4_500 },
      { done: 4_000, total: 4_500 },
    ])
    expect(steps.next()).toMatchObject({ done: true, value: { ok: true, value: { columns: 1 } } })
  })

  it('that is a bomb is refused before it is unpacked', async () => {
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(210 * 1024 * 1024) }, { level: 1 })
    expect(await readXlsx(bomb)).toMatchObject({ ok: false, error: { code: 'xlsx.too-large' } })
    const tight = zipSync({ 'xl/a.xml': new Uint8Array(20_000_000) }, { level: 9 })
    expect(await readXlsx(tight)).toMatchObject({ ok: false, error: { code: 'xlsx.too-large' } })
  }, 60_000)

  it('with an address far outside is refused before it is filled up', async () => {
    for (const [from, by] of [
      ['A2', 'XFD1048576'],
      ['A2', 'ZZZZZZ2'],
      ['r="2"', 'r="999999999"'],
    ] as const) {
      const text = (sheet: Uint8Array) => new TextDecoder().decode(sheet)
      const file = repacked((sheet) => strToU8(text(sheet).replace(from, by)))
      expect(await readXlsx(file)).toMatchObject({ ok: false, error: { code: 'table.too-many-rows' } })
    }
  })

  it('of before 2007, or with a password, is told apart from a damaged one', async () => {
    expect(await readXlsx(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0]))).toMatchObject({
      error: { code: 'xlsx.old-or-locked' },
    })
    expect(await readXlsx(bytesOf('PK'))).toMatchObject({ error: { code: 'xlsx.damaged' } })
  })
})
