import { registerMatterCounters, sendBriefs } from './modules/command/index.ts'
import { followAreaReforms } from './modules/areas/index.ts'
import { carryOutHandovers, planDuties, tasksOfDuty } from './modules/fieldwork/index.ts'
import { purgeIdentity } from './modules/identity/index.ts'
import { watchMatterClocks } from './modules/matters/index.ts'
import { purgeTracks } from './modules/fieldwork/index.ts'
import { deliverWebhooks, purgeDeliveries } from './modules/interop/index.ts'
import { freezeMonths, purgeClaims, watchReadings, workOnLists } from './modules/people/index.ts'
import { sealRecords } from './platform/audit/seal/sealer.ts'
import { witnessChore } from './platform/audit/seal/witness.ts'
import { startChores } from './platform/background/background.ts'
import { sweepClocks } from './platform/clock/index.ts'
import { foldCounters } from './platform/counters/index.ts'
import { countyOf } from './platform/county/county.ts'
import type { Deps } from './platform/deps.ts'
import { purgeUnusedFiles } from './platform/files/index.ts'
import { forwardNotices, sendWaitingNotices } from './platform/notices/index.ts'
import { listErasures, runRetention } from './platform/retention/index.ts'
import { staffDirectory } from './staff-directory.ts'

const MINUTE = 60_000
/** Longer than any phone may stay offline (14 days) by far. */
const COMMAND_DAYS = 90
const NOTICE_DAYS = 30

/** What the platform does by itself, in every process; each chore claims its own work. */
export function startBackground(deps: Deps): () => Promise<void> {
  registerMatterCounters()
  watchMatterClocks(deps)
  const fold = async () => {
    const county = await countyOf(deps, deps.config.countyId)
    await foldCounters(deps, county.countyId, county.timeZone)
  }
  return startChores(deps, [
    { name: 'counters', everyMs: 250, run: fold },
    { name: 'messages to staff', everyMs: 1_000, run: () => forwardNotices(deps, staffDirectory) },
    { name: 'push messages', everyMs: 1_000, run: () => sendWaitingNotices(deps, 'push') },
    { name: 'text messages', everyMs: 1_000, run: () => sendWaitingNotices(deps, 'sms') },
    { name: 'mail', everyMs: 1_000, run: () => sendWaitingNotices(deps, 'email') },
    { name: 'briefs', everyMs: 20_000, run: () => sendBriefs(deps, deps.config.countyId) },
    { name: 'webhooks', everyMs: 1_000, run: () => deliverWebhooks(deps) },
    { name: 'lists of people', everyMs: 250, run: () => workOnLists(deps) },
    { name: 'retention', everyMs: 5 * MINUTE, run: () => runRetention(deps) },
    { name: 'erasures', everyMs: MINUTE, run: () => listErasures(deps) },
    { name: 'claims', everyMs: 60 * MINUTE, run: () => purgeClaims(deps) },
    { name: 'clocks', everyMs: 5_000, run: () => sweepClocks(deps) },
    { name: 'seals', everyMs: 5_000, run: () => sealRecords(deps) },
    { name: 'witnesses', everyMs: 5_000, run: witnessChore(deps) },
    { name: 'identity', everyMs: 10 * MINUTE, run: () => purgeIdentity(deps) },
    { name: 'areas', everyMs: 10 * MINUTE, run: () => followAreaReforms(deps, deps.config.countyId) },
    { name: 'duty plan', everyMs: 2_000, run: () => planDuties(deps, deps.config.countyId) },
    { name: 'readings', everyMs: MINUTE, run: () => watchReadings(deps, [tasksOfDuty]) },
    { name: 'hand-overs', everyMs: MINUTE, run: () => carryOutHandovers(deps, deps.config.countyId) },
    { name: 'statistics', everyMs: MINUTE, run: () => freezeMonths(deps, deps.config.countyId) },
    { name: 'files', everyMs: 30 * MINUTE, run: () => purgeUnusedFiles(deps) },
    { name: 'tracks', everyMs: 60 * MINUTE, run: () => purgeTracks(deps) },
    { name: 'records', everyMs: 60 * MINUTE, run: () => purgeRecords(deps) },
  ])
}

async function purgeRecords(deps: Deps): Promise<void> {
  const before = (days: number) => new Date(deps.now().getTime() - days * 24 * 60 * MINUTE).toISOString()
  await deps.db.deleteFrom('commands').where('at', '<', before(COMMAND_DAYS)).execute()
  await deps.db.deleteFrom('notices').where('createdAt', '<', before(NOTICE_DAYS)).execute()
  await purgeDeliveries(deps)
}
