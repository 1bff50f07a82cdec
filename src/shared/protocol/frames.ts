/** The wire between app and relay, in one import. docs/protocol.md, section Wire, is its rulebook. */
export * from './entryHeader.ts'
export * from './fromClient.ts'
export * from './fromRelay.ts'
export { packEntries, type SequencedEntry, unpackEntries } from './packed.ts'
export { REFUSALS, type Refusal } from './refusals.ts'
export { readRoomPath, writeRoomPath } from './roomPath.ts'
