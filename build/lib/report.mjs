// How every script of this folder speaks: one line per step while it runs, and an end that names cause and remedy.

/** A failure whose cause and remedy are known; printed without a stack. */
export class StepError extends Error {
  /** @param {string} message what is wrong @param {string} remedy what the reader can do about it */
  constructor(message, remedy) {
    super(message)
    this.remedy = remedy
  }
}

/** @param {string} text one line of progress */
export const say = (text) => process.stderr.write(`kith: ${text}\n`)

/**
 * Runs a script's main function; a StepError ends it with two plain lines, anything else with its stack.
 * @param {() => Promise<number | void>} main resolves to the exit code, nothing means 0
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    if (error instanceof StepError) process.stderr.write(`\nkith: ${error.message}\n      ${error.remedy}\n`)
    else process.stderr.write(`\n${error instanceof Error ? error.stack : error}\n`)
    process.exitCode = 1
  }
}
