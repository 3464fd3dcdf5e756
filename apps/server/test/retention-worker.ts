import { loadConfig } from '../src/platform/config/config.ts'
import { openDeps } from '../src/platform/process.ts'
import { runRetention } from '../src/platform/retention/index.ts'
import { registerRetention } from '../src/retention.ts'

// A process of its own, on the day that it is told, that deletes until it is killed.
const now = new Date(process.env['NOW'] ?? '')
const deps = await openDeps(loadConfig(process.env), process.env['DATABASE_URL'] ?? '', () => now)
registerRetention()
process.send?.('at work')
await runRetention(deps, 60_000)
process.send?.('done')
