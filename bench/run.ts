/** `node bench/run.ts [name]`: runs one benchmark, or all. A benchmark is a file beside this one that exports `run()`. */
import { readdirSync } from 'node:fs'

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -3))
  .sort()

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${names.join(', ')}`)
  process.exit(2)
}

for (const name of wanted.length > 0 ? wanted : names) {
  console.log(`\n# ${name}\n`)
  const benchmark: { run(): Promise<void> } = await import(`./${name}.ts`)
  await benchmark.run()
}
