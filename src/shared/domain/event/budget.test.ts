import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { must } from '../testkit.ts'
import * as budget from './budget.ts'
import { setPlanFacts } from './facts.ts'
import { decimalsOf, formatMoney, isCurrency, minorOf, moneyText, parseMoney } from './money.ts'
import { aMember, named } from './person.ts'
import * as supplies from './supplies.ts'
import { gather, type Planner, team } from './testkit.ts'

let me: Planner
let you: Planner
beforeEach(() => {
  const [a, b] = team(2)
  if (a === undefined || b === undefined) throw new Error('a team of two')
  ;[me, you] = [a, b]
})

describe('money', () => {
  it.each([
    ['1.234,50', 'EUR', 123450],
    ['1,234.50', 'EUR', 123450],
    ['1 234,5', 'EUR', 123450],
    ["1'234.50 CHF", 'CHF', 123450],
    ['1’234.50', 'CHF', 123450],
    ['€ 12', 'EUR', 1200],
    ['12,05 €', 'EUR', 1205],
    ['1.234', 'EUR', 123400],
    ['1,234', 'USD', 123400],
    ['1.234.567,89', 'EUR', 123456789],
    ['0,5', 'EUR', 50],
    ['1.234', 'KWD', 1234],
    ['1,234', 'KWD', 1234000],
    ['1,234', 'JPY', 1234],
    ['10000', 'JPY', 10000],
    ['0', 'EUR', 0],
  ])('takes %s in %s', (text, currency, minor) => {
    expect(must(parseMoney(text, currency))).toBe(minor)
  })

  it.each([
    '',
    ' ',
    'abc',
    '-5',
    '1.2.3',
    '1,23,4',
    '1.23.456',
    '12,345.6,7',
    '1,234.567',
    '12.',
    ',5',
    '1e5',
    '9'.repeat(50),
    '0x10',
    '1,2345',
  ])('refuses %j', (text) => expect(parseMoney(text, 'EUR')).toMatchObject({ error: { code: 'money.invalid' } }))

  it('knows currencies and their decimals', () => {
    expect(['EUR', 'JPY', 'KWD'].map(decimalsOf)).toEqual([2, 0, 3])
    expect(['EUR', 'eur', 'XXXX', '', '__proto__', 7, null].map(isCurrency)).toEqual([true, ...Array(6).fill(false)])
    expect(formatMoney(123456789, 'EUR', 'en')).toBe('€1,234,567.89')
  })

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), fc.constantFrom('EUR', 'JPY', 'KWD'), (minor, currency) => {
        expect(minorOf(moneyText(minor, currency), currency)).toBe(minor)
        if (currency !== 'KWD') expect(must(parseMoney(moneyText(minor, currency), currency))).toBe(minor)
        const german = formatMoney(minor, currency, 'de')
        if (currency !== 'KWD') expect(must(parseMoney(german, currency))).toBe(minor)
      }),
      { numRuns: 100 },
    )
  })
})

describe('a budget', () => {
  const add = (title: string, kind: budget.LineKind, planned: number, actual: number | null = null) =>
    must(budget.addLine(me.plan, { title, kind, planned, actual }, me.ctx()))

  it('adds up in whole cents', () => {
    add('Fees', 'income', 30_010)
    add('Room', 'expense', 10_020, 12_000)
    add('Food', 'expense', 20_030)
    expect(budget.readBudget(me.plan)).toMatchObject({
      income: { planned: 30_010, actual: 0, likely: 30_010 },
      expense: { planned: 30_050, actual: 12_000, likely: 32_030 },
      balance: { planned: -40, likely: -2_020 },
      lines: [{ over: false }, { over: true }, { over: false }],
      overPlanned: 0,
    })
  })

  it('says by how much it exceeds the ceiling', () => {
    must(setPlanFacts(me.plan, { ceiling: 10_000 }, me.ctx()))
    add('Room', 'expense', 9_000, 11_500)
    expect(budget.readBudget(me.plan)).toMatchObject({ ceiling: 10_000, overPlanned: 0, overLikely: 1_500 })
  })

  it('keeps the numbers when the currency changes', () => {
    const line = add('Room', 'expense', 1_250, 1_299)
    must(budget.setCurrency(me.plan, 'JPY', me.ctx()))
    expect(budget.readBudget(me.plan)).toMatchObject({ currency: 'JPY', lines: [{ planned: 13, actual: 13 }] })
    must(budget.setCurrency(me.plan, 'KWD', me.ctx()))
    expect(budget.readBudget(me.plan).lines[0]?.planned).toBe(13_000)
    expect(budget.setCurrency(me.plan, 'XXXX', me.ctx())).toMatchObject({ error: { code: 'currency.unknown' } })
    expect(budget.changeLine(me.plan, line, { planned: 1.5 }, me.ctx())).toMatchObject({
      error: { code: 'money.invalid' },
    })
  })

  it('keeps a plan and a payment that are written apart', () => {
    const line = add('Room', 'expense', 1_000)
    gather(me, you)
    must(budget.changeLine(me.plan, line, { planned: 2_000 }, me.ctx()))
    must(budget.changeLine(you.plan, line, { actual: 1_800, paidBy: aMember(you.id) }, you.ctx()))
    gather(me, you)
    expect(budget.readBudget(me.plan).lines[0]).toMatchObject({
      planned: 2_000,
      actual: 1_800,
      paidBy: { member: you.id },
    })
  })
})

describe('supplies', () => {
  it('say what is still missing when several bring some', () => {
    const flour = must(supplies.addSupply(me.plan, { title: 'Flour', needed: 2.3, unit: 'kg' }, me.ctx()))
    gather(me, you)
    must(supplies.bringSupply(me.plan, flour, aMember(me.id), 0.1, me.ctx()))
    must(supplies.bringSupply(you.plan, flour, named('Kofi'), 0.2, you.ctx()))
    must(supplies.gotSupply(you.plan, flour, true, you.ctx()))
    gather(me, you)
    expect(supplies.readSupplies(me.plan)[0]).toMatchObject({
      needed: 2.3,
      unit: 'kg',
      open: 2,
      got: true,
      brings: [{}, {}],
    })
    must(supplies.bringSupply(me.plan, flour, named('kofi'), 0, me.ctx()))
    expect(supplies.readSupplies(me.plan)[0]?.open).toBe(2.2)
    expect(supplies.bringSupply(me.plan, flour, named('Kofi'), -1, me.ctx()).ok).toBe(false)
  })
})
