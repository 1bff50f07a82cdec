/** Why a relay could not start. Each has an exit code in main.ts and a sentence that says what to do. */
export type StartErrorCode =
  | 'BAD_OPTION'
  | 'NEEDS_TLS'
  | 'NEEDS_CREATION_TOKEN'
  | 'PORT_IN_USE'
  | 'NO_SUCH_ADDRESS'
  | 'DATA_FOLDER'
  | 'DATA_IN_USE'
  | 'DATA_DAMAGED'
  | 'DATA_NEWER'

export class StartError extends Error {
  readonly code: StartErrorCode

  constructor(code: StartErrorCode, message: string) {
    super(message)
    this.name = 'StartError'
    this.code = code
  }
}
