export { listFields, needKinds, needNames, seedFields } from './fields.ts'
export { registerFinder } from './find.ts'
export { type PlanPlace, type PlanSubjects, subjectsForPlan } from './plan-subjects.ts'
export { organisationKinds } from './organisations/kinds.ts'
export { contestedPile, duplicatesPile } from './piles.ts'
export { workOnLists } from './lists/register-lists.ts'
export { loadPopulation, populationTables } from './load-population.ts'
export { personEraser } from './retention/person-eraser.ts'
export type { TaskSource } from './readings/reading.ts'
export { watchReadings } from './readings/watch.ts'
export { settleIndexKeys } from './index-marks.ts'
export { registerRules } from './retention/rules.ts'
export { purgeClaims } from './rights/own-file.ts'
export { registerPeopleRoutes } from './routes.ts'
export { keyContext } from './vault.ts'
export { freezeMonths } from './statistics/freeze.ts'
export { type SyntheticGrid, type SyntheticHousehold, syntheticHouseholds } from './synthetic/population.ts'
export { areaFilter } from './area-filter.ts'
export { doorNames } from './door-names.ts'
export { applyPart, checkParts, type Door, doorOf, fileOf, heldAgainst, type PartResult } from './at-the-door.ts'
export {
  type HouseholdCopy,
  householdsOfPeople,
  householdsOnPhone,
  listsReached,
  organisationsOnPhone,
} from './on-phone.ts'
export { placesThatMatter, seedOrganisations } from './organisations/landmarks.ts'
