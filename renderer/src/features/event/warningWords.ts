import type { ShiftWarning } from '#shared/domain/event/shiftWarnings.ts'

const length = (minutes: number): string => {
  const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)]
  if (hours === 0) return `${rest} minutes`
  return rest === 0 ? (hours === 1 ? '1 hour' : `${hours} hours`) : `${hours} h ${rest} min`
}

/** What is too much for somebody, as a sentence. */
export function warningWords({ kind, minutes }: Pick<ShiftWarning, 'kind' | 'minutes'>, name: string): string {
  if (kind === 'clash') return `${name} is down for two shifts at once, for ${length(minutes)}.`
  if (kind === 'tight')
    return minutes === 0
      ? `${name} goes from one shift straight into the next.`
      : `${name} has only ${length(minutes)} between two shifts.`
  if (kind === 'row') return `${name} works ${length(minutes)} without a break.`
  if (kind === 'day') return `${name} works ${length(minutes)} in one day.`
  return `${name} has only ${length(minutes)} of rest before the next day.`
}
