import { beforeAll, expect, it } from 'vitest'
import { ready } from '../../src/shared/crypto/sodium.ts'
import { DocKind, Role } from '../../src/shared/log/ids.ts'
import { Clock, Computer } from './computer.ts'
import { Network } from './network.ts'
import { generator } from './random.ts'

beforeAll(ready)

it('a name changed while the relay is out of reach is shared once it is back', async () => {
  const random = generator(1)
  const network = new Network(random)
  const clock = new Clock(random)
  const idle = () => new Promise<void>((done) => setImmediate(done))
  const settle = async () => {
    do await idle()
    while (network.step() || clock.step())
    await idle()
  }
  const drive = async <T>(work: Promise<T>): Promise<T> => {
    await settle()
    return work
  }
  const computer = new Computer('m0', network, clock)
  const session = await (await computer.boot()).create('Riverside', 'moss', 'Amara')
  await drive(session.createDoc(DocKind.community, Role.organizer))
  const chosen = session.chooseRelay('ws://127.0.0.1:1', '')
  for (let i = 0; i < 5; i++) await settle()
  expect(await chosen).toBe('done')
  await settle()
  expect(session.members().map(({ name }) => name)).toEqual(['Amara'])

  computer.hangUp()
  await session.setMyName('Amara Okafor')
  expect(session.members().map(({ name }) => name)).toEqual(['Amara'])
  await settle()
  expect(session.members().map(({ name }) => name)).toEqual(['Amara Okafor'])
  computer.crash()
})
