import { spawnSync } from 'node:child_process'

const steps = [
  ['format', 'oxfmt', ['--check', '.']],
  ['lint', 'oxlint', ['--type-aware', '--deny-warnings', '.']],
  ['types', 'tsc', ['-p', '.']],
  ['dead code', 'knip', []],
  // What the bundles leave out (schemas and functions of the contract) no type tells.
  ['faces', 'node', ['scripts/build-faces.ts']],
] as const

/** Format, lint, types, dead code, builds; all of them, so that one run tells everything. The laws stand among the tests. */
let failed = 0
for (const [name, command, args] of steps) {
  const started = Date.now()
  const run = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`${run.status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
  if (run.status !== 0) failed++
}
process.exit(failed === 0 ? 0 : 1)
