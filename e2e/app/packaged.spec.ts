import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findNode } from '../../build/lib/setup.mjs'
import { expect, root, test } from '../fixtures/member.ts'
import { Kith } from '../pages/kith.ts'

test('the packaged app starts from its archive and keeps a community', async ({ launch }) => {
  test.setTimeout(180_000)
  // Builds it with the one fuse that lets a test drive it; the fuses are read back by the script itself.
  execFileSync(findNode(), [join(root, 'build/package.mjs'), '--e2e'], { cwd: root, stdio: 'inherit' })
  const packaged = join(root, 'dist/linux-unpacked/kith')
  expect(existsSync(packaged)).toBe(true)
  const first = await launch({ packaged })
  expect(await first.app.evaluate(({ app }) => [app.isPackaged, app.getName()])).toEqual([true, 'Kith'])
  const kith = new Kith(first.page)
  await kith.createCommunity('Riverside')
  await kith.makeBoard()
  await first.quit()
  const again = await launch({ packaged, profile: first.profile })
  const reopened = new Kith(again.page)
  await reopened.openBoard('Plans')
  expect(await reopened.cards('To do')).toEqual(['One', 'Two', 'Three'])
})
