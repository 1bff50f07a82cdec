/** How an event keeps to its time: `On time`, `5 min late`. @param minutes below 0 when early */
export function lateWords(minutes: number): string {
  const whole = Math.round(minutes)
  if (whole === 0) return 'On time'
  return whole > 0 ? `${whole} min late` : `${-whole} min early`
}
