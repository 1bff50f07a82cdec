import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EVERYBODY } from './filter.ts'
import { readView, VIEW_LIMITS } from './views.ts'

describe('a saved view', () => {
  it('is read as it was saved', () => {
    const view = {
      name: 'Drivers',
      columns: [{ field: 'skills', width: 200 }],
      sort: [{ field: 'name', down: true }],
      group: 'circles',
      filter: { field: 'skills', op: 'contains', value: 'van' },
    }
    expect(readView(view)).toEqual(view)
    expect(readView({ name: 'All' })).toEqual({ name: 'All', columns: [], sort: [], group: null, filter: EVERYBODY })
  })

  it('without a name, or with a filter that cannot be read, is none: it would show other people than it says', () => {
    expect(readView({ name: ' \n ' })).toBeNull()
    expect(readView({ name: 'Drivers', filter: { field: 'skills', op: 'explodes' } })).toBeNull()
  })

  it('leaves out columns it does not know, doubles, and more than there is room for; widths stay within reason', () => {
    const columns = [
      { field: 'role', width: -5 },
      { field: 'role', width: 90 },
      { field: 'name', width: 90 },
      { field: 'any', width: 90 },
      { field: '__proto__', width: 90 },
      { field: 'joined', width: 99.6 },
    ]
    const sort = Array.from({ length: 50 }, (_, index) => ({ field: `custom:${String(index).padStart(16, '0')}` }))
    const view = readView({ name: 'x', columns, sort, group: 'any' })
    expect(view?.columns).toEqual([
      { field: 'role', width: VIEW_LIMITS.width },
      { field: 'joined', width: 100 },
    ])
    expect(view?.sort).toHaveLength(VIEW_LIMITS.sort)
    expect(view?.group).toBeNull()
  })

  it('of whatever bytes never throws, and reads its own reading as the same', () => {
    const hostile = fc.oneof(
      fc.anything(),
      fc.record({ name: fc.string(), columns: fc.anything(), sort: fc.array(fc.anything()), filter: fc.anything() }),
      fc.record({ name: fc.string(), columns: fc.array(fc.record({ field: fc.anything(), width: fc.anything() })) }),
    )
    void fc.assert(
      fc.property(hostile, (value) => {
        const view = readView(value)
        if (view !== null) expect(readView(view)).toEqual(view)
      }),
    )
  })
})
