/**
 * How much fits. Checked when something is written; on reading, longer text is cut, so that one oversized value from a
 * hostile or newer peer costs nobody their board. Text is counted in UTF-16 units, the way a field counts it.
 */
export const LIMITS = {
  /** Titles of boards, lists, cards, groups of steps. */
  title: 500,
  /** Names of communities, labels and people. */
  name: 100,
  /** What a community says about itself. */
  about: 5_000,
  step: 2_000,
  comment: 20_000,
  /** A card's long text, in its own document. */
  description: 100_000,
  url: 4_000,
  listsPerBoard: 500,
  labelsPerBoard: 500,
  stepsPerCard: 2_000,
  linksPerCard: 1_000,
  peoplePerCard: 200,
} as const
