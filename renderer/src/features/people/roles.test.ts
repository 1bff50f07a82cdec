import { describe, expect, it } from 'vitest'
import { effectOf, rolesToGive, standsAbove } from './roles.ts'

describe('who may give which role (C6)', () => {
  it('stewards give any to anybody', () => {
    for (const theirs of [0, 1, 2, 3]) expect(rolesToGive(3, theirs)).toEqual([0, 1, 2, 3])
  })
  it('organizers move guests and members, and nobody else', () => {
    expect(rolesToGive(2, 0)).toEqual([0, 1])
    expect(rolesToGive(2, 1)).toEqual([0, 1])
    expect(rolesToGive(2, 2)).toEqual([])
    expect(rolesToGive(2, 3)).toEqual([])
  })
  it('members and guests give none', () => {
    for (const mine of [0, 1, -1]) for (const theirs of [0, 1, 2, 3]) expect(rolesToGive(mine, theirs)).toEqual([])
  })
  it('stewards stand above everybody, organizers above members and guests', () => {
    expect(standsAbove(3, 3)).toBe(true)
    expect(standsAbove(2, 2)).toBe(false)
    expect(standsAbove(2, 1)).toBe(true)
    expect(standsAbove(1, 0)).toBe(false)
  })
})

describe('what a change of role does is said before it is made', () => {
  it.each([
    [3, 1],
    [2, 0],
    [1, 0],
  ])('from %i to %i: what they saw or wrote offline', (from, to) => {
    expect(effectOf(from, to, 'Jo')).toMatch(/Jo .*offline/s)
  })
  it.each([
    [1, 2],
    [0, 1],
  ])('from %i to %i: what they can do', (from, to) => {
    expect(effectOf(from, to, 'Jo')).toMatch(/^Jo (gets|can)/)
  })
})
