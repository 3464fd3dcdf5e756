import { myDutyRoutes } from './duty-roster.ts'
import { fieldworkRoutes } from './fieldwork.ts'
import { incidentReceiptRoutes } from './incident-receipts.ts'
import { matterRoutes } from './matters.ts'
import { peopleRoutes } from './people.ts'
import { dwellingRoutes } from './people-dwellings.ts'
import type { Route } from './route.ts'

const routes = {
  recordVisit: fieldworkRoutes.recordVisit,
  startPatrol: fieldworkRoutes.startPatrol,
  endPatrol: fieldworkRoutes.endPatrol,
  recordResponse: fieldworkRoutes.recordResponse,
  addHousehold: peopleRoutes.addHousehold,
  addDwelling: dwellingRoutes.addDwelling,
  reportFromField: matterRoutes.reportFromField,
  receiveMatter: matterRoutes.receiveMatter,
  settleMatter: matterRoutes.settleMatter,
  settleOnSpot: matterRoutes.settleOnSpot,
  returnMatter: matterRoutes.returnMatter,
  escalateMatter: matterRoutes.escalateMatter,
  verifyMatter: matterRoutes.verifyMatter,
  commentMatter: matterRoutes.commentMatter,
  askLeave: myDutyRoutes.askLeave,
  withdrawLeave: myDutyRoutes.withdrawLeave,
  askSwap: myDutyRoutes.askSwap,
  answerSwap: myDutyRoutes.answerSwap,
  withdrawSwap: myDutyRoutes.withdrawSwap,
  clockShift: myDutyRoutes.clockShift,
  tellIncidentTask: incidentReceiptRoutes.tellIncidentTask,
  readBroadcast: incidentReceiptRoutes.readBroadcast,
}

/** What a phone may have in its outbox; each is a route of the contract of the same name. */
export type OfflineCommand = keyof typeof routes

/** Where each goes, from the phone later or from another in its owner's name. */
export const offlineRoutes: Readonly<Record<OfflineCommand, Route>> = routes
