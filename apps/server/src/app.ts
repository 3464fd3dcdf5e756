import { categoryRoutes } from '@linli/contract/categories'
import { matterImportRoutes } from '@linli/contract/matter-import'
import { countyRoutes } from '@linli/contract/county'
import { dutyRoutes } from '@linli/contract/duty'
import { handoverRoutes } from '@linli/contract/duty-handover'
import { myDutyRoutes, rosterRoutes } from '@linli/contract/duty-roster'
import { severalRoutes } from '@linli/contract/matter-several'
import { matterRoutes, placeRoutes } from '@linli/contract/matters'
import { inboxRoutes, viewRoutes } from '@linli/contract/work-items'
import { recordRoutes } from '@linli/contract/records'
import { closingRoutes } from '@linli/contract/file-closings'
import { holdRoutes } from '@linli/contract/legal-holds'
import { readingReviewRoutes } from '@linli/contract/reading-reviews'
import { retentionRoutes } from '@linli/contract/retention'
import type { RouteTable } from '@linli/contract/route'
import { screenRoutes } from '@linli/contract/screen'
import { searchRoutes } from '@linli/contract/search'
import { briefRoutes } from '@linli/contract/briefs'
import { arrangementRoutes } from '@linli/contract/screen-arrangement'
import { supervisionRoutes } from '@linli/contract/supervision'
import { areaRoutes } from '@linli/contract/areas'
import { identityRoutes } from '@linli/contract/identity'
import { incidentPlanRoutes } from '@linli/contract/incident-plans'
import { incidentReceiptRoutes } from '@linli/contract/incident-receipts'
import { incidentRoutes } from '@linli/contract/incidents'
import { screenIncidentRoutes } from '@linli/contract/screen-incidents'
import { interopRoutes } from '@linli/contract/interop'
import { noticeRuleRoutes } from '@linli/contract/notice-rules'
import { noticeRoutes } from '@linli/contract/notices'
import { peopleRoutes } from '@linli/contract/people'
import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { fieldSyncRoutes } from '@linli/contract/field-sync'
import { fieldworkRoutes } from '@linli/contract/fieldwork'
import { fieldRoutes } from '@linli/contract/people-fields'
import { rightsRoutes } from '@linli/contract/people-rights'
import { changeRoutes } from '@linli/contract/people-changes'
import { dwellingRoutes } from '@linli/contract/people-dwellings'
import { organisationRoutes } from '@linli/contract/people-organisations'
import { relationRoutes } from '@linli/contract/people-relations'
import { reportRoutes } from '@linli/contract/people-reports'
import { statisticsRoutes } from '@linli/contract/people-statistics'
import { registerExportRoutes, registerImportRoutes } from '@linli/contract/people-lists'
import type { FastifyInstance } from 'fastify'
import { areaFinder, areaSource, areasWithin, registerAreaRoutes } from './modules/areas/index.ts'
import { registerScreenRoutes } from './modules/command/index.ts'
import {
  registerDutyRoutes,
  registerFieldworkRoutes,
  conflictsPile,
  quarantinePile,
} from './modules/fieldwork/index.ts'
import {
  createSessionResolver,
  registerIdentityRoutes,
  staffFinder,
  staffNames,
  unitDirectory,
  unitFinder,
} from './modules/identity/index.ts'
import { incidentFinder, registerIncidentRoutes } from './modules/incidents/index.ts'
import { registerInterop } from './modules/interop/index.ts'
import {
  matterFinder,
  mayReadMatterPicture,
  namedPlaces,
  registerMatterRoutes,
  settledByGrid,
} from './modules/matters/index.ts'
import { contestedPile, duplicatesPile, registerFinder, registerPeopleRoutes } from './modules/people/index.ts'
import { registerRecordRoutes } from './platform/audit/routes.ts'
import { registerCountyRoutes } from './platform/county/routes.ts'
import type { Deps } from './platform/deps.ts'
import { registerFaces } from './platform/http/faces.ts'
import { registerHealth } from './platform/http/health.ts'
import { createHttpServer } from './platform/http/server.ts'
import { registerInbox } from './platform/work-items/inbox.ts'
import { registerLive } from './platform/live/route.ts'
import { registerSearch } from './platform/search/search.ts'
import { registerNoticeRoutes } from './platform/notices/index.ts'
import { registerRetentionRoutes } from './platform/retention/index.ts'
import { registerRetention } from './retention.ts'
import { staffDirectory } from './staff-directory.ts'
import { onAttachmentRead, registerAttachments, registerUploads } from './platform/files/index.ts'

/** Every route of the API, as the description and the tests walk them. */
export const routeTables: Readonly<Record<string, RouteTable>> = {
  identity: identityRoutes,
  areas: areaRoutes,
  matters: matterRoutes,
  matterImport: matterImportRoutes,
  several: severalRoutes,
  supervision: supervisionRoutes,
  inbox: inboxRoutes,
  views: viewRoutes,
  categories: categoryRoutes,
  places: placeRoutes,
  people: peopleRoutes,
  fields: fieldRoutes,
  relations: relationRoutes,
  rights: rightsRoutes,
  fieldwork: fieldworkRoutes,
  fieldSync: fieldSyncRoutes,
  fieldDevices: fieldDeviceRoutes,
  dwellings: dwellingRoutes,
  organisations: organisationRoutes,
  statistics: statisticsRoutes,
  reports: reportRoutes,
  changes: changeRoutes,
  registerImport: registerImportRoutes,
  registerExport: registerExportRoutes,
  duty: dutyRoutes,
  rosters: rosterRoutes,
  myDuty: myDutyRoutes,
  incidents: incidentRoutes,
  incidentPlans: incidentPlanRoutes,
  incidentReceipts: incidentReceiptRoutes,
  screenIncidents: screenIncidentRoutes,
  handovers: handoverRoutes,
  command: screenRoutes,
  arrangements: arrangementRoutes,
  briefs: briefRoutes,
  notices: noticeRoutes,
  noticeRules: noticeRuleRoutes,
  interop: interopRoutes,
  county: countyRoutes,
  records: recordRoutes,
  search: searchRoutes,
  retention: retentionRoutes,
  holds: holdRoutes,
  closings: closingRoutes,
  readingReviews: readingReviewRoutes,
}

/** One process's HTTP side: the modules, in the order in which one reads them. */
export async function createApp(deps: Deps): Promise<FastifyInstance> {
  const app = await createHttpServer(deps, createSessionResolver(deps, areaSource(deps)))
  registerRetention()
  registerHealth(app, deps)
  registerIdentityRoutes(app, deps)
  registerAreaRoutes(app, deps, { places: [namedPlaces], mayDecide: settledByGrid })
  registerMatterRoutes(app, deps)
  registerPeopleRoutes(app, deps)
  registerDutyRoutes(app, deps)
  registerFieldworkRoutes(app, deps)
  registerIncidentRoutes(app, deps)
  registerScreenRoutes(app, deps)
  registerNoticeRoutes(app, deps, staffDirectory)
  registerCountyRoutes(app, deps)
  registerRecordRoutes(app, deps, staffNames)
  registerInbox(app, deps, { staff: staffNames, units: unitDirectory, within: areasWithin }, [
    duplicatesPile,
    contestedPile,
    conflictsPile,
    quarantinePile,
  ])
  registerSearch(app, deps, [matterFinder, incidentFinder, areaFinder, unitFinder, staffFinder, registerFinder])
  registerRetentionRoutes(app, deps, staffNames)
  await registerUploads(app, deps)
  registerAttachments(app, deps)
  onAttachmentRead('matter', ({ actor, subjectId }) => mayReadMatterPicture(deps.db, actor, subjectId))
  await registerInterop(app, deps, routeTables)
  registerLive(app, deps)
  await registerFaces(app, deps)
  return app
}
