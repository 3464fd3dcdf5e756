import { setTimeout as wait } from 'node:timers/promises'
import { workOnLists } from '../src/modules/people/index.ts'
import { loadConfig } from '../src/platform/config/config.ts'
import { openDeps } from '../src/platform/process.ts'

// A process of its own that works on lists in small batches until it is killed.
const deps = await openDeps(loadConfig(process.env), process.env['DATABASE_URL'] ?? '')
process.send?.('at work')
for (;;) if (!(await workOnLists(deps, 0, 40))) await wait(5)
