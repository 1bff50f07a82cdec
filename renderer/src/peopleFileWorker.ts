/** Reads lists of people on a thread of its own: fifty thousand rows take seconds, in which the window has to stay awake. */

import { type Port, serve } from './session/rpc.ts'
import { PEOPLE_FILE_METHODS } from './stores/peopleFileMethods.ts'
import { PeopleFileWork } from './stores/peopleFileWork.ts'

const work = new PeopleFileWork(() => new Promise((done) => setTimeout(done)))
serve(
  globalThis as unknown as Port,
  Object.fromEntries(
    PEOPLE_FILE_METHODS.map((name) => [
      name,
      (...args: never[]) => (work[name] as (...rest: never[]) => unknown)(...args),
    ]),
  ),
)
