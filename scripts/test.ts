import { startVitest } from 'vitest/node'

/** Runs every test and closes with the one line that tells the counts. */
const vitest = await startVitest('test', process.argv.slice(2), { watch: false, run: true })
const counts = { passed: 0, failed: 0, skipped: 0 }
for (const module of vitest.state.getTestModules()) {
  for (const test of module.children.allTests()) {
    const { state } = test.result()
    if (state !== 'pending') counts[state]++
  }
  // A file that could not even be loaded has failed without a test to say so.
  if (module.state() === 'failed' && [...module.children.allTests('failed')].length === 0) counts.failed++
}
const stray = vitest.state.getUnhandledErrors().length
await vitest.close()
console.log(`${counts.passed} passed, ${counts.failed + stray} failed, ${counts.skipped} skipped`)
process.exit(counts.failed + stray === 0 && counts.passed > 0 ? 0 : 1)
