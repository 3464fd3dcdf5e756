import type { OfflineCommand } from '@linli/contract/field-devices'
import { myDutyRoutes } from '@linli/contract/duty-roster'
import { fieldworkRoutes } from '@linli/contract/fieldwork'
import { incidentReceiptRoutes } from '@linli/contract/incident-receipts'
import { matterRoutes } from '@linli/contract/matters'
import { peopleRoutes } from '@linli/contract/people'
import type { Route } from '@linli/contract/route'

/** Routes that a phone may call later, or another may call in its owner's name. */
export const offlineRoutes: Readonly<Record<OfflineCommand, Route>> = {
  recordVisit: fieldworkRoutes.recordVisit,
  startPatrol: fieldworkRoutes.startPatrol,
  endPatrol: fieldworkRoutes.endPatrol,
  recordResponse: fieldworkRoutes.recordResponse,
  addHousehold: peopleRoutes.addHousehold,
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
