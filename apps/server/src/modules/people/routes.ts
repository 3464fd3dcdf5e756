import { peopleRoutes } from '@linli/contract/people'
import { fieldRoutes } from '@linli/contract/people-fields'
import { changeRoutes } from '@linli/contract/people-changes'
import { dwellingRoutes } from '@linli/contract/people-dwellings'
import { organisationRoutes } from '@linli/contract/people-organisations'
import { relationRoutes } from '@linli/contract/people-relations'
import { reportRoutes } from '@linli/contract/people-reports'
import { statisticsRoutes } from '@linli/contract/people-statistics'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { type Handlers, registerRoutes } from '../../platform/http/register.ts'
import { addHousehold, addPerson } from './add-household.ts'
import { buildingPage, listBuildings } from './buildings.ts'
import { changeHousehold } from './change-household.ts'
import { changePerson } from './change-person.ts'
import { changeResidence, takeBackEnd } from './change-residence.ts'
import { listRegisterChanges } from './changes/changes.ts'
import { decideRecord, listContested } from './contested.ts'
import { assignByOutline, assignPlaces } from './dwellings/assign.ts'
import { addBuilding, changeBuilding, closeBuilding } from './dwellings/building.ts'
import { listDwellingPoints } from './dwellings/points.ts'
import { dwellingPage } from './dwellings/read.ts'
import { listClosedGrids, listInTwoGrids, listToAssign } from './dwellings/to-assign.ts'
import { addDwelling, changeDwelling, closeDwelling } from './dwellings/write.ts'
import { closeField, listFields, needKinds, setField } from './fields.ts'
import { registerClosingRoutes } from './closings/routes.ts'
import { registerHoldRoutes } from './holds/routes.ts'
import { householdPage, listHouseholds } from './household.ts'
import { registerListRoutes } from './lists/register-lists.ts'
import { listDuplicates } from './list-duplicates.ts'
import { decideDuplicate, proposeDuplicate } from './merge.ts'
import { movePerson } from './move-person.ts'
import { addNeed, endNeed } from './needs.ts'
import { organisationKinds } from './organisations/kinds.ts'
import { listOrganisations, organisationPage } from './organisations/read.ts'
import { addOrganisation, changeOrganisation, closeOrganisation } from './organisations/write.ts'
import { personPage, revealPerson } from './person.ts'
import { registerReadingReviewRoutes } from './readings/reviews.ts'
import { addRelation } from './relations/add-relation.ts'
import { endRelation } from './relations/end-relation.ts'
import { listRelations } from './relations/list-relations.ts'
import { reportHandlers } from './reports/routes.ts'
import { searchRegister } from './search.ts'
import { registerRightsRoutes } from './rights/register-rights.ts'
import { getStatistics, listStatisticsMonths } from './statistics/read.ts'
import { registerSummary } from './summary.ts'

export function registerPeopleRoutes(app: FastifyInstance, deps: Deps): void {
  const handlers: Handlers<typeof peopleRoutes> = {
    searchRegister,
    listHouseholds,
    getHousehold: householdPage,
    getPerson: personPage,
    revealPerson,
    addHousehold,
    changeHousehold,
    addPerson,
    changePerson,
    movePerson,
    changeResidence,
    takeBackEnd,
    addNeed,
    endNeed,
    listNeedKinds: async () => ({ items: [...needKinds] }),
    listContested,
    decideRecord,
    listDuplicates,
    decideDuplicate,
    proposeDuplicate,
    listBuildings,
    getBuilding: buildingPage,
    addBuilding,
    listDwellingPoints,
    getRegisterSummary: registerSummary,
  }
  const fields: Handlers<typeof fieldRoutes> = {
    listFields: async (ctx) => ({ items: await listFields(ctx.db, ctx.countyId) }),
    setField,
    closeField,
  }
  registerRoutes(app, deps, peopleRoutes, handlers)
  registerRoutes(app, deps, fieldRoutes, fields)
  registerRoutes(app, deps, dwellingRoutes, {
    getDwelling: dwellingPage,
    addDwelling,
    changeDwelling,
    closeDwelling,
    changeBuilding,
    closeBuilding,
    listClosedGrids,
    listToAssign,
    assignPlaces,
    assignByOutline,
    listInTwoGrids,
  })
  registerRoutes(app, deps, relationRoutes, { listRelations, addRelation, endRelation })
  registerRoutes(app, deps, organisationRoutes, {
    listOrganisationKinds: async () => organisationKinds,
    listOrganisations,
    getOrganisation: organisationPage,
    addOrganisation,
    changeOrganisation,
    closeOrganisation,
  })
  registerRoutes(app, deps, changeRoutes, { listRegisterChanges })
  registerRoutes(app, deps, statisticsRoutes, { listStatisticsMonths, getStatistics })
  registerRoutes(app, deps, reportRoutes, reportHandlers)
  registerListRoutes(app, deps)
  registerRightsRoutes(app, deps)
  registerHoldRoutes(app, deps)
  registerClosingRoutes(app, deps)
  registerReadingReviewRoutes(app, deps)
}
