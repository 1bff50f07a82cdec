import { describe, expect, it } from 'vitest'
import { archiveCard } from '#shared/domain/card.ts'
import { sitDown } from './testing/desk.ts'

const LISTS = { 'To do': ['One', 'Two', 'Three'], Doing: [], Done: ['Old'] }

async function pickUp(title: string) {
  const desk = await sitDown(LISTS)
  desk.carry.pickUp(desk.card(title), 'keyboard')
  return desk
}

describe('a card in the hand', () => {
  it('starts where it lies, and knows that it has not been carried anywhere', async () => {
    const { carry } = await pickUp('Two')
    expect(carry.where()).toBe('Position 2 of 3 in To do.')
    expect(carry.isAway()).toBe(false)
  })
  it('is carried down and up, and no further than the list goes', async () => {
    const { carry } = await pickUp('Two')
    expect(carry.step('down')).toBe('Position 3 of 3 in To do.')
    expect(carry.isAway()).toBe(true)
    expect(carry.step('down')).toBe('Position 3 of 3 in To do.')
    carry.step('up')
    expect(carry.isAway()).toBe(false)
    expect(carry.step('up')).toBe('Position 1 of 3 in To do.')
    expect(carry.step('up')).toBe('Position 1 of 3 in To do.')
  })
  it('is carried to other lists, into empty ones too, and no further than the board goes', async () => {
    const { carry } = await pickUp('Three')
    expect(carry.step('left')).toBe('Position 3 of 3 in To do.')
    expect(carry.step('right')).toBe('Position 1 of 1 in Doing.')
    expect(carry.step('right')).toBe('Position 1 of 2 in Done.')
    expect(carry.step('right')).toBe('Position 1 of 2 in Done.')
    expect(carry.isAway()).toBe(true)
  })
  it('is not away in the gap before itself or before the one that follows it', async () => {
    const { carry, card, list } = await pickUp('Two')
    carry.hover({ list: list('To do'), before: card('Two') })
    expect(carry.isAway()).toBe(false)
    carry.hover({ list: list('To do'), before: card('Three') })
    expect(carry.isAway()).toBe(false)
    carry.hover({ list: list('To do'), before: card('One') })
    expect(carry.isAway()).toBe(true)
  })
  it('stays in the list when the card before which it would fall is taken away meanwhile', async () => {
    const { carry, card, board } = await pickUp('Three')
    carry.step('up')
    board.run(archiveCard, card('Two'))
    expect(carry.step('down')).toMatch(/ in To do\.$/)
  })
  it('put down, it is nowhere', async () => {
    const { carry } = await pickUp('Two')
    carry.putDown()
    expect([carry.card, carry.gap, carry.isAway(), carry.step('down')]).toEqual([null, null, false, ''])
  })
})
