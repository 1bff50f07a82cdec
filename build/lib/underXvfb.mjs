// Runs a command on a virtual display of its own: node underXvfb.mjs COMMAND ARGS…
import { spawnSync } from 'node:child_process'

// Without -noreset the display starts anew whenever its last window closes, and an app that starts at that moment finds none.
const done = spawnSync('xvfb-run', ['-a', '-s', '-screen 0 1440x900x24 -noreset', ...process.argv.slice(2)], {
  stdio: 'inherit',
})
process.exitCode = done.status ?? 1
