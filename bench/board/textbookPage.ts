/**
 * A board as a textbook would write it, to compare with: cards nested in arrays, one row of storage per update, everything
 * decoded in the page and every card in the DOM. Runs in the page.
 */
import * as Y from 'yjs'

const database = () =>
  new Promise<IDBDatabase>((done, failed) => {
    const request = indexedDB.open('textbook', 1)
    request.onupgradeneeded = () => request.result.createObjectStore('updates', { autoIncrement: true })
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error)
  })

const painted = () => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done)))

/** Fills the storage with a board, in as many updates as there are cards. @param titles of the cards */
async function fill(titles: readonly string[], lists: number): Promise<void> {
  const doc = new Y.Doc()
  const rows: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => rows.push(update))
  const board = doc.getArray<Y.Map<unknown>>('lists')
  for (let i = 0; i < lists; i++) {
    const list = new Y.Map<unknown>()
    list.set('title', `List ${i}`)
    list.set('cards', new Y.Array())
    board.push([list])
  }
  for (const [i, title] of titles.entries())
    doc.transact(() => {
      const card = new Y.Map<unknown>()
      card.set('title', title)
      card.set('description', new Y.Text('some words of what is to be done '.repeat(3)))
      card.set('labels', Y.Array.from(['a', 'b']))
      const steps = new Y.Array<Y.Map<unknown>>()
      for (let step = 0; step < 3; step++) {
        const item = new Y.Map<unknown>()
        item.set('text', `Step ${step}`)
        item.set('done', false)
        steps.push([item])
      }
      card.set('steps', steps)
      const list = board.get(i % lists).get('cards') as Y.Array<Y.Map<unknown>>
      list.push([card])
    })
  const db = await database()
  const transaction = db.transaction('updates', 'readwrite')
  for (const row of rows) transaction.objectStore('updates').put(row)
  await new Promise((done) => {
    transaction.oncomplete = done
  })
}

/** From storage to pixels. */
async function open(): Promise<void> {
  const db = await database()
  const request = db.transaction('updates').objectStore('updates').getAll()
  const rows = await new Promise<Uint8Array[]>((done) => {
    request.onsuccess = () => done(request.result)
  })
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const row of rows) Y.applyUpdate(doc, row)
  })
  document.body.replaceChildren(
    ...doc.getArray<Y.Map<unknown>>('lists').map((list) => {
      const section = document.createElement('section')
      const cards = list.get('cards') as Y.Array<Y.Map<unknown>>
      section.append(String(list.get('title')))
      for (const card of cards) {
        const tile = document.createElement('button')
        tile.className = 'tile'
        const title = document.createElement('span')
        title.textContent = String(card.get('title'))
        const labels = document.createElement('span')
        for (const label of card.get('labels') as Y.Array<string>) {
          const chip = document.createElement('i')
          chip.textContent = label
          labels.append(chip)
        }
        const steps = card.get('steps') as Y.Array<Y.Map<unknown>>
        const count = document.createElement('span')
        count.textContent = `${steps.toArray().filter((step) => step.get('done') === true).length} / ${steps.length}`
        tile.append(labels, title, count)
        section.append(tile)
      }
      return section
    }),
  )
  await painted()
}

const EDIT_BYTES = 300

/** A window with one box in it, whose every tick is stored as safely as Kith stores an edit. */
async function bare(): Promise<void> {
  const db = await database()
  const box = document.createElement('input')
  box.type = 'checkbox'
  document.body.replaceChildren(box)
  const stored: number[] = []
  Object.assign(globalThis, { stored })
  box.addEventListener('click', ({ timeStamp }) => {
    const transaction = db.transaction('updates', 'readwrite', { durability: 'strict' })
    transaction.objectStore('updates').put(new Uint8Array(EDIT_BYTES))
    transaction.oncomplete = () => stored.push(performance.now() - timeStamp)
  })
  await painted()
}

Object.assign(globalThis, { textbook: { fill, open, bare } })
