import { gateName, roomOf, rotationOf } from './entries.ts'
import { SocketApp } from './socketApp.ts'

/** Opens a room over a socket, with the four gates of epoch 0; returns its steward, reading from the start. */
export const foundRoom = async (url: string, room = roomOf(), creation = ''): Promise<SocketApp> => {
  const founder = await new SocketApp(url, { room }).enter(gateName('steward', 0), { creation })
  founder.append({ keep: true, text: 'genesis' }, { rotation: rotationOf(0) })
  await founder.has('1 genesis')
  return founder
}
