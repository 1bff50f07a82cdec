// `npm test`: every gate and every test, each stage on its own line, closing with "N passed, N failed".
//   npm test -- types unit            only the named stages
//   npm test -- --long simulator      5,000 seeds instead of 500 (KITH_SEEDS and KITH_FIRST_SEED choose others),
//                                     200,000 mutated updates instead of 2,000
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuild } from './lib/build.mjs'
import { at } from './lib/paths.mjs'
import { runMain, say } from './lib/report.mjs'
import {
  ensurePackages,
  ensureRuntime,
  ensureSystem,
  findNode,
  handOver,
  runNode,
  runNodeBeside,
  tool,
} from './lib/setup.mjs'

const words = process.argv.slice(2)
const named = words.filter((word) => word !== '--long')
if (words.includes('--long')) {
  process.env.KITH_SEEDS ??= '5000'
  process.env.KITH_LONG = '1'
}
const scratch = mkdtempSync(join(tmpdir(), 'kith-test-'))
const total = { passed: 0, failed: 0 }

/** @typedef {{ passed: number, failed: number }} Count */

/** A gate passes or fails as one. */
const gate = (...args) => {
  const ok = runNode(args).status === 0
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 }
}

const add = (...counts) =>
  counts.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }), {
    passed: 0,
    failed: 0,
  })

/** @param {string} file what the runner wrote @param {(json: any) => Count} count @param {number | null} status its exit code */
function counted(file, count, status) {
  try {
    const result = count(JSON.parse(readFileSync(file, 'utf8')))
    // A run that ends badly has failed even where no single test did.
    return status !== 0 && result.failed === 0 ? add(result, { passed: 0, failed: 1 }) : result
  } catch {
    return { passed: 0, failed: 1 }
  }
}

function vitest(...projects) {
  const file = join(scratch, `${projects.join('-')}.json`)
  const args = projects.flatMap((project) => ['--project', project])
  const { status } = runNode([
    tool('vitest', 'vitest.mjs'),
    'run',
    ...args,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  return counted(
    file,
    (json) => ({ passed: json.numPassedTests, failed: json.numFailedTests + json.numPendingTests }),
    status,
  )
}

function playwright() {
  const file = join(scratch, 'e2e.json')
  const args = [tool('@playwright/test', 'cli.js'), 'test', '--reporter=list,json']
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: file }
  const done =
    process.platform === 'linux' ? runUnderXvfb(args, env) : runNode(args, { env: { ...process.env, ...env } })
  return counted(
    file,
    (json) => ({ passed: json.stats.expected, failed: json.stats.unexpected + json.stats.flaky + json.stats.skipped }),
    done.status,
  )
}

function runUnderXvfb(args, env) {
  return runNode([at('build', 'lib', 'underXvfb.mjs'), findNode(), ...args], { env: { ...process.env, ...env } })
}

/** Several gates, as many at once as these machines have cores; the longest should come first. */
async function gates(...all) {
  const waiting = [...all]
  const codes = []
  const work = async () => {
    for (let args = waiting.shift(); args; args = waiting.shift()) codes.push(await runNodeBeside(args))
  }
  await Promise.all([work(), work()])
  return { passed: codes.filter((code) => code === 0).length, failed: codes.filter((code) => code !== 0).length }
}

const tsc = (project) => [tool('typescript', 'bin/tsc'), '-p', project]

/** In the order in which a failure is cheapest to see. */
const stages = {
  format: () => gate(tool('@biomejs/biome', 'bin/biome'), 'check', '.'),
  layers: () =>
    gate(
      tool('dependency-cruiser', 'bin/dependency-cruiser.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      'src',
      'renderer',
      'sync-server',
    ),
  types: () =>
    gates(
      [tool('svelte-check', 'bin/svelte-check'), '--tsconfig', 'renderer/tsconfig.json', '--fail-on-warnings'],
      ...['test', '.', 'e2e', 'src/shared'].map((project) => tsc(project)),
    ),
  dead: () => gate(tool('knip', 'bin/knip.js')),
  unit: () => vitest('node'),
  component: () => vitest('dom'),
  simulator: () => vitest('sim'),
  e2e: () => {
    ensureBuild()
    return playwright()
  },
}

await runMain(async () => {
  ensurePackages()
  if (Number(process.versions.node.split('.')[0]) < 24) return handOver([at('build', 'test.mjs'), ...words])
  const wanted = named.length > 0 ? named : Object.keys(stages)
  const unknown = wanted.filter((name) => !(name in stages))
  if (unknown.length > 0) {
    say(`no such stage: ${unknown.join(', ')} (there are: ${Object.keys(stages).join(', ')})`)
    return 2
  }
  if (wanted.includes('e2e')) {
    const runtime = await ensureRuntime()
    ensureSystem({ electron: runtime.path, xvfb: true, chromium: true })
  }
  for (const name of wanted) {
    const began = Date.now()
    const { passed, failed } = await stages[name]()
    total.passed += passed
    total.failed += failed
    say(
      `${failed > 0 ? 'FAILED' : 'ok'} ${name}: ${passed} passed, ${failed} failed (${Math.round((Date.now() - began) / 1000)} s)`,
    )
  }
  rmSync(scratch, { recursive: true, force: true })
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`)
  return total.failed > 0 ? 1 : 0
})
