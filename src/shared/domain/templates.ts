import type { Template } from './example.ts'
import { campaign } from './templates/campaign.ts'
import { club } from './templates/club.ts'
import { learningCircle } from './templates/learningCircle.ts'
import { mutualAid } from './templates/mutualAid.ts'
import { neighbourhood } from './templates/neighbourhood.ts'

/** What a community can start from, in the order in which they are offered. */
export const TEMPLATES: readonly Template[] = [neighbourhood, campaign, mutualAid, club, learningCircle]

export function findTemplate(id: string): Template | undefined {
  return TEMPLATES.find((template) => template.id === id)
}
