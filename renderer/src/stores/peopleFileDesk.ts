import { connect } from '#renderer/session/rpc.ts'
import { PEOPLE_FILE_METHODS, type PeopleFileDesk, type PeopleFileMethods } from './peopleFileMethods.ts'

/** A thread for one list at a time. */
export function startPeopleFileDesk(): PeopleFileDesk {
  const worker = new Worker(new URL('../peopleFileWorker.ts', import.meta.url), { type: 'module', name: 'people-file' })
  const broken = new Promise<never>((_, failed) => {
    worker.onerror = (event) => {
      event.preventDefault()
      failed(new Error('file.failed'))
    }
  })
  broken.catch(() => {}) // told to whoever waits
  return { ...connect<PeopleFileMethods>(worker, PEOPLE_FILE_METHODS), broken, close: () => worker.terminate() }
}
