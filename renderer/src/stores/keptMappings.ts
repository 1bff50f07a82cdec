import { AUDIENCES, type Audience, CHANNELS, CUSTOM_KINDS, type CustomField } from '#shared/domain/people/fields.ts'
import { wordSlug } from '#shared/domain/people/keys.ts'
import { fieldOf } from '#shared/domain/value.ts'
import type { DateOrder } from '#shared/formats/peopleDates.ts'
import type { AddressPart, Target } from '#shared/formats/peopleTargets.ts'
import type { PersonalViews } from './personalViews.ts'

/** How somebody has matched a list before: found again by the names of its columns, on this computer alone. */
export interface KeptMapping {
  readonly targets: readonly Target[]
  readonly orders: ReadonlyMap<number, DateOrder>
  readonly country: string
  readonly home: Audience
}

const MOST = 20
/** What was kept last, since the disk may take a while to have it. */
const latest = new WeakMap<object, unknown>()
const ORDERS: readonly DateOrder[] = ['dmy', 'mdy', 'ymd', 'serial']
const PARTS: readonly AddressPart[] = ['whole', 'street', 'city', 'postcode', 'region', 'country']
const SIMPLE = new Set<Target['to']>([
  ...(['skip', 'id', 'name', 'given', 'family', 'pronouns', 'role', 'joined', 'birthday', 'note'] as const),
  ...(['languages', 'skills', 'tags', 'circles'] as const),
])

/** @returns null if this list was never matched here, or otherwise than can be read now */
export async function keptMapping(
  kept: Pick<PersonalViews, 'read'>,
  fingerprint: string,
  columns: number,
  fields: readonly CustomField[],
): Promise<KeptMapping | null> {
  const value = fieldOf(latest.get(kept) ?? (await kept.read()), fingerprint)
  const given = fieldOf(value, 'targets')
  if (!Array.isArray(given) || given.length !== columns) return null
  const targets = given.map((one) => readTarget(one, fields))
  if (!targets.every((target) => target !== null)) return null
  const orders = fieldOf(value, 'orders')
  const country = fieldOf(value, 'country')
  const home = fieldOf(value, 'home')
  return {
    targets,
    orders: new Map(
      targets.flatMap((_, column) => {
        const order = ORDERS.find((one) => one === fieldOf(orders, String(column)))
        return order === undefined ? [] : [[column, order] as const]
      }),
    ),
    country: typeof country === 'string' && /^[A-Z]{2}$/.test(country) ? country : '',
    home: AUDIENCES.find((one) => one === home) ?? 2,
  }
}

/** Keeps the newest few. */
export async function keepMapping(kept: PersonalViews, fingerprint: string, mapping: KeptMapping): Promise<void> {
  const before = latest.get(kept) ?? (await kept.read())
  const others = typeof before === 'object' && before !== null ? Object.entries(before) : []
  const newest = others.filter(([key]) => key !== fingerprint).slice(1 - MOST)
  const { orders, ...rest } = mapping
  const all = Object.fromEntries([...newest, [fingerprint, { ...rest, orders: Object.fromEntries(orders) }]])
  latest.set(kept, all)
  await kept.keep(all)
}

function readTarget(value: unknown, fields: readonly CustomField[]): Target | null {
  const to = fieldOf(value, 'to')
  const text = (key: string) => {
    const found = fieldOf(value, key)
    return typeof found === 'string' ? found.slice(0, 200) : ''
  }
  const kind = CUSTOM_KINDS.find((one) => one === fieldOf(value, 'kind')) ?? 'text'
  switch (to) {
    case 'emails':
    case 'phones':
    case 'links':
      return { to, label: text('label') }
    case 'addresses':
      return {
        to,
        part: PARTS.find((one) => one === text('part')) ?? 'whole',
        label: text('label'),
        group: text('group'),
      }
    case 'birth': {
      const part = (['year', 'month', 'day'] as const).find((one) => one === text('part'))
      return part ? { to, part } : null
    }
    case 'label': {
      const of = fieldOf(value, 'of')
      return typeof of === 'number' && Number.isInteger(of) && of >= 0 ? { to, of } : null
    }
    case 'consent': {
      const channel = CHANNELS.find((one) => one === text('channel'))
      return channel ? { to, channel, inverted: fieldOf(value, 'inverted') === true } : null
    }
    case 'custom': {
      const field = fields.find(({ id, archived }) => id === text('field') && !archived)
      return field ? { to, field: field.id, kind: field.kind } : { to: 'skip' }
    }
    case 'new-field': {
      // It was made then, if that import was not taken back.
      const made = fields.find(({ name, archived }) => !archived && wordSlug(name) === wordSlug(text('name')))
      return made ? { to: 'custom', field: made.id, kind: made.kind } : { to, name: text('name'), kind }
    }
    default:
      return SIMPLE.has(to as Target['to']) ? ({ to } as Target) : null
  }
}
