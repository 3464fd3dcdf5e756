import { myDutyRoutes } from '@linli/contract/duty-roster'
import { fieldworkRoutes } from '@linli/contract/fieldwork'
import { incidentReceiptRoutes } from '@linli/contract/incident-receipts'
import { matterRoutes } from '@linli/contract/matters'
import { peopleRoutes } from '@linli/contract/people'
import type { Route } from '@linli/contract/route'
import type { CommandName } from './entry.ts'

/** Where each command goes. */
export const commandRoutes: Record<CommandName, Route> = {
  reportFromField: matterRoutes.reportFromField,
  receiveMatter: matterRoutes.receiveMatter,
  settleMatter: matterRoutes.settleMatter,
  settleOnSpot: matterRoutes.settleOnSpot,
  returnMatter: matterRoutes.returnMatter,
  escalateMatter: matterRoutes.escalateMatter,
  verifyMatter: matterRoutes.verifyMatter,
  commentMatter: matterRoutes.commentMatter,
  recordVisit: fieldworkRoutes.recordVisit,
  startPatrol: fieldworkRoutes.startPatrol,
  endPatrol: fieldworkRoutes.endPatrol,
  recordResponse: fieldworkRoutes.recordResponse,
  addHousehold: peopleRoutes.addHousehold,
  askLeave: myDutyRoutes.askLeave,
  withdrawLeave: myDutyRoutes.withdrawLeave,
  askSwap: myDutyRoutes.askSwap,
  answerSwap: myDutyRoutes.answerSwap,
  withdrawSwap: myDutyRoutes.withdrawSwap,
  clockShift: myDutyRoutes.clockShift,
  tellIncidentTask: incidentReceiptRoutes.tellIncidentTask,
  readBroadcast: incidentReceiptRoutes.readBroadcast,
}
