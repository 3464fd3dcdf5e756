import { identityRoutes } from '@linli/contract/identity'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { registerRoutes } from '../../platform/http/register.ts'
import { registerOidcRoutes } from './oidc-routes.ts'
import { identityHandlers } from './routes.ts'

export function registerIdentityRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps, identityRoutes, identityHandlers(deps))
  registerOidcRoutes(app, deps)
}

export { actorOfStaff, createSessionResolver } from './resolve-actor.ts'
export type { AreaLevel, AreaSource } from './reach.ts'
export { purgeIdentity } from './jobs.ts'
export { staffFinder, unitFinder } from './find.ts'
export { clearAttempts, takeAttempt } from './throttle.ts'
export { provedPhone, sendPhoneCode, spendCode, takeCodeAttempt } from './phone-codes.ts'
export { mannedUnits } from './manned-units.ts'
export { forgetUnits, unitDirectory, type UnitDirectory, type UnitEntry } from './unit-directory.ts'
export {
  type ContactOfStaff,
  departmentContacts,
  isActiveStaff,
  residentContacts,
  residentOfPhone,
  residentPhone,
  staffedUnits,
  staffContact,
  staffByLogin,
  staffContacts,
  staffNames,
  staffOfUnit,
  unitNames,
  unitsOfStaff,
} from './directory-queries.ts'
export { noticeContacts, peopleWith, staffOfUnits, staffPhones } from './people-queries.ts'
export { type DefaultRole, defaultRoles } from './default-roles.ts'
export {
  addStaff,
  addUnits,
  countyCentre,
  type IdentitySeed,
  type NewAccount,
  seedIdentity,
  seedRoles,
  type SeedStaff,
  type SeedUnit,
} from './seed.ts'
export { unitsFollowAreas, unitsStillServe } from './units-follow-areas.ts'
