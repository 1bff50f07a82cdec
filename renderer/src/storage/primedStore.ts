import type { CommunityStore, Loaded } from './store.ts'

/**
 * A store that has read ahead what opening a community reads, in one go, and gives it out until `release`: asked one after
 * the other, each read would wait for the disk.
 * @param ahead documents that are read first @param filed other names under which entries are looked for at once
 */
export async function primedStore(store: CommunityStore, ahead: readonly string[], filed: readonly string[]) {
  let loaded: Loaded | null = await store.load(ahead, filed)
  const primed: CommunityStore = {
    load: (docs, names) => store.load(docs, names),
    commit: (batch) => {
      loaded = null // from here on the disk knows better
      return store.commit(batch)
    },
    lastSeq: () => store.lastSeq(),
    room: async () => (loaded ? loaded.room : store.room()),
    outbox: async () => (loaded ? loaded.outbox : store.outbox()),
    registers: async () => (loaded ? loaded.registers : store.registers()),
    heads: async () => (loaded ? loaded.heads : store.heads()),
    entries: async (after, limit) =>
      loaded?.tail && after === loaded.tail.after && limit === loaded.tail.limit
        ? loaded.tail.rows
        : store.entries(after, limit),
    doc: async (doc) => (await loaded?.docs.get(doc))?.row ?? store.doc(doc),
    entriesOf: async (doc, after) => {
      const named = loaded?.filed.get(doc)
      if (named && after === 0) return named
      const found = await loaded?.docs.get(doc)
      return found && after === (found.row?.seq ?? 0) ? found.entries : store.entriesOf(doc, after)
    },
    view: async (doc) => {
      const found = loaded?.views.get(doc)
      return found === undefined ? store.view(doc) : found
    },
  }
  return {
    store: primed,
    release: () => {
      loaded = null
    },
  }
}
