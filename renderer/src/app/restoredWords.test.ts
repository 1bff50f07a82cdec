import { expect, it } from 'vitest'
import { restoredWords } from './restoredWords.ts'

it('says nothing when nothing had to be put back', () => {
  expect(restoredWords(0, 0)).toBeNull()
})

it('says that nothing was lost, or in how many communities something may be', () => {
  expect(restoredWords(2, 0)).toContain('nothing was lost')
  expect(restoredWords(2, 1)).toContain('in one community the newest changes may be missing')
  expect(restoredWords(0, 3)).toContain('in 3 communities the newest changes may be missing')
})
