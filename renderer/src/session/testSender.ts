import type { CommunityStore } from '#renderer/storage/store.ts'
import type { DeviceId } from '#shared/log/ids.ts'
import { emptyState } from '#shared/log/state.ts'
import type { Outbox } from './outbox.ts'
import { Sender } from './sender.ts'

/** For tests: a sender to whom nobody listens. The client ids it gives are all 9. @param setAside is told of each document */
export const testSender = (store: CommunityStore, outbox: Outbox, setAside: (doc: string) => void = () => {}): Sender =>
  new Sender({
    outbox,
    store,
    device: '00000000000000aa' as DeviceId,
    state: emptyState,
    settled: () => true,
    listening: () => false,
    mustWait: () => false,
    mayWrite: () => false,
    write: () => null,
    append: () => {},
    nextRef: () => 1,
    randomId: () => 9,
    setAside,
  })
