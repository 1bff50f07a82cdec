/** How much fits into an event's plan. Numbers are whole unless they say otherwise; text is counted in UTF-16 units. */
export const PLAN_LIMITS = {
  /** Minutes that one item of the run of show may take, or may slip. */
  minutes: 1_440,
  /** Days from the day on which the event begins. */
  firstDay: -30,
  lastDay: 999,
  /** Minutes from the time at which the event begins, on the same day or those beside it. */
  fromMinutes: -1_440,
  toMinutes: 2_880,
  note: 2_000,
  question: 500,
  choice: 200,
  choices: 20,
  /** What a guest answers to one question. */
  reply: 2_000,
  unit: 40,
  /** Of supplies, with three decimals at most. */
  amount: 1_000_000,
  /** Minor units of a currency. */
  money: 1_000_000_000_000,
  people: 10_000,
  plusOnes: 20,
  /** Heads that come in on one check-in. */
  headsAtOnce: 200,
  door: 100,
  /** A private need, sealed. */
  need: 2_000,
  items: 500,
  questions: 50,
  options: 50,
  guests: 20_000,
} as const
