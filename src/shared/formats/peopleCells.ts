/**
 * Cells that a spreadsheet would take for a formula get an apostrophe before them when a CSV is written, and lose it when
 * one is read: `'+49 30 1234` comes back as `+49 30 1234`. A cell that has apostrophes before such a character gets one
 * more, so that every text comes back as it was.
 */
const RISKY = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/
const DISARMED = /^'+[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

export const disarmed = (cell: string): string => (RISKY.test(cell) ? `'${cell}` : cell)
export const rearmed = (cell: string): string => (DISARMED.test(cell) ? cell.slice(1) : cell)

/** Between several values in one cell, as Google writes them. */
export const BETWEEN = ' ::: '
