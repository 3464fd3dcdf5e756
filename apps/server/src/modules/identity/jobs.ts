import type { Deps } from '../../platform/deps.ts'
import { instant } from './instants.ts'

const DAY = 24 * 60 * 60

/**
 * Removes what sign-ins leave behind: sessions a month after they ended (until then "where was I signed
 * in" can be answered), codes after a day, counts and devices when they run out.
 */
export async function purgeIdentity(deps: Deps): Promise<void> {
  const { countyId } = deps.config
  const { db } = deps
  const now = instant(deps)
  await db
    .deleteFrom('sessions')
    .where('countyId', '=', countyId)
    .where('expiresAt', '<', instant(deps, -30 * DAY))
    .execute()
  await db
    .deleteFrom('phoneCodes')
    .where('countyId', '=', countyId)
    .where('expiresAt', '<', instant(deps, -DAY))
    .execute()
  await db.deleteFrom('loginFailures').where('countyId', '=', countyId).where('windowEndsAt', '<', now).execute()
  await db.deleteFrom('trustedDevices').where('countyId', '=', countyId).where('expiresAt', '<', now).execute()
}
