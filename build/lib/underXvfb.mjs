// Runs a command on a virtual display of its own: node underXvfb.mjs COMMAND ARGS…
import { spawnSync } from 'node:child_process'

const done = spawnSync('xvfb-run', ['-a', '-s', '-screen 0 1440x900x24', ...process.argv.slice(2)], {
  stdio: 'inherit',
})
process.exitCode = done.status ?? 1
