import type { Target } from '#renderer/stores/peopleImportPhases.ts'
import { CHANNELS, CUSTOM_KINDS, type CustomField, type CustomKind } from '#shared/domain/people/fields.ts'
import { channelWords, fieldWords } from './personWords.ts'

/** What a column can be, as a list to choose from. */
export interface TargetOption {
  readonly key: string
  readonly label: string
  readonly target: Target
}
export interface TargetGroup {
  readonly label: string
  readonly options: readonly TargetOption[]
}

const KIND_WORDS: Readonly<Record<CustomKind, string>> = {
  text: 'text',
  number: 'number',
  day: 'date',
  flag: 'yes or no',
  choice: 'choice',
}

/** One key for all targets that a list of choices tells apart: labels and numbers of addresses it does not. */
export function targetKey(target: Target): string {
  switch (target.to) {
    case 'birth':
    case 'addresses':
      return `${target.to}/${target.part}`
    case 'consent':
      return `consent/${target.channel}${target.inverted ? '/not' : ''}`
    case 'custom':
      return `custom/${target.field}`
    case 'new-field':
      return `new-field/${target.kind}`
    default:
      return target.to
  }
}

const option = (label: string, target: Target): TargetOption => ({ key: targetKey(target), label, target })
const simple = (
  to: 'name' | 'given' | 'family' | 'pronouns' | 'role' | 'languages' | 'skills' | 'tags',
): TargetOption => option(fieldWords(to, []), { to })

/** @param name of the column, for a field that is made of it @param circles whether the community has any */
export function targetGroups(name: string, fields: readonly CustomField[], circles: boolean): readonly TargetGroup[] {
  const address = (part: Extract<Target, { to: 'addresses' }>['part'], label: string) =>
    option(label, { to: 'addresses', part, label: '', group: '' })
  const own = fields.filter(({ archived }) => !archived)
  return [
    {
      label: 'Who it is',
      options: [
        ...(['name', 'given', 'family', 'pronouns', 'role'] as const).map(simple),
        option('Number in the other program', { to: 'id' }),
      ],
    },
    {
      label: 'How to reach them',
      options: [
        option('Email', { to: 'emails', label: '' }),
        option('Phone', { to: 'phones', label: '' }),
        option('Link', { to: 'links', label: '' }),
        address('whole', 'Address'),
        address('street', 'Address: street'),
        address('postcode', 'Address: postcode'),
        address('city', 'Address: town'),
        address('region', 'Address: region'),
        address('country', 'Address: country'),
      ],
    },
    {
      label: 'About them',
      options: [
        ...(['languages', 'skills', 'tags'] as const).map(simple),
        ...(circles ? [option('Circles', { to: 'circles' })] : []),
        option('Joined', { to: 'joined' }),
        option('Birthday', { to: 'birthday' }),
        option('Note', { to: 'note' }),
      ],
    },
    {
      label: 'Whether they may be written to',
      options: CHANNELS.flatMap((channel) => [
        option(`May be reached: ${channelWords(channel)}`, { to: 'consent', channel, inverted: false }),
        option(`Do not reach: ${channelWords(channel)}`, { to: 'consent', channel, inverted: true }),
      ]),
    },
    ...(own.length === 0
      ? []
      : [
          {
            label: 'Fields of this community',
            options: own.map((field) => option(field.name, { to: 'custom', field: field.id, kind: field.kind })),
          },
        ]),
    ...(name === ''
      ? []
      : [
          {
            label: 'A new field',
            options: CUSTOM_KINDS.filter((kind) => kind !== 'choice').map((kind) =>
              option(`New field “${name}” (${KIND_WORDS[kind]})`, { to: 'new-field', name, kind }),
            ),
          },
        ]),
  ]
}

/** What a column is that stands in no list of choices, since only programs write such. */
export function rareWords(target: Target, header: readonly string[] | null): string {
  if (target.to === 'birth') return `Birthday: ${target.part}`
  if (target.to === 'label') return `What “${header?.[target.of] ?? `column ${target.of + 1}`}” is called`
  if (target.to === 'circles') return 'Circles'
  return target.to
}
