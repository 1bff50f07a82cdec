import { kindOf, OPS_OF } from '#shared/domain/people/filterFields.ts'
import { opWords } from '#shared/domain/people/filterLexicon.ts'
import type { FilterFacts } from '#shared/domain/people/filterMatch.ts'
import type { FilterProblem } from '#shared/domain/people/filterWords.ts'
import { fieldWords } from './personWords.ts'

/** What a typed condition lacks, in a sentence that says how to go on. */
export function filterProblem({ expected }: FilterProblem, facts: FilterFacts): string {
  switch (expected.what) {
    case 'op': {
      const kind = kindOf(expected.field, facts.fields)
      const ways = OPS_OF[kind].map((op) => opWords(kind, op)[0])
      return `${fieldWords(expected.field, facts.fields)}: go on with ${ways.join(', ')}.`
    }
    case 'value':
      return `${fieldWords(expected.field, facts.fields)}: say what to look for.`
    case 'join':
      return 'Join conditions with AND or OR.'
    case 'close':
      return 'A bracket is still open.'
    case 'quote':
      return 'A quotation mark is still open.'
    case 'field':
      return 'There is no field of that name.'
    case 'shorter':
      return 'That is more than can be asked at once.'
    default:
      return 'Say what to look for, such as: skills contains van.'
  }
}
