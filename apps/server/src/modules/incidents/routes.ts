import type { incidentPlanRoutes } from '@linli/contract/incident-plans'
import type { incidentReceiptRoutes } from '@linli/contract/incident-receipts'
import type { incidentRoutes } from '@linli/contract/incidents'
import type { screenIncidentRoutes } from '@linli/contract/screen-incidents'
import type { Handlers } from '../../platform/http/register.ts'
import { broadcastIncident, listBroadcastReaders } from './broadcast.ts'
import { ownIncidentCheck, tickIncidentCheck } from './checks.ts'
import { changeIncident, moveIncident } from './lead.ts'
import { listCommanders, listIncidents } from './list.ts'
import { listIncidentLog, logIncident } from './log.ts'
import { openIncident } from './open.ts'
import { listIncidentContacts, listNearestWorkers } from './people.ts'
import { changeIncidentPlan, getIncidentPlan, listIncidentPlans } from './plan-versions.ts'
import { beginIncidentPlan, listPlanTemplates } from './plans.ts'
import { listMyIncidentWork, readBroadcast, tellIncidentTask } from './receipts.ts'
import { reviewIncident, settleLesson } from './review.ts'
import { getIncident } from './room.ts'
import { listScreenIncidents } from './screen.ts'
import { giveIncidentTask, withdrawIncidentTask } from './tasks.ts'

export const incidentHandlers: Handlers<typeof incidentRoutes> = {
  listIncidents,
  getIncident,
  listIncidentLog,
  listPlanTemplates,
  listCommanders,
  listIncidentContacts,
  listNearestWorkers,
  openIncident,
  changeIncident,
  moveIncident,
  reviewIncident,
  logIncident,
  giveIncidentTask,
  withdrawIncidentTask,
  beginIncidentPlan,
  tickIncidentCheck,
  ownIncidentCheck,
  broadcastIncident,
  listBroadcastReaders,
  settleLesson,
}

export const planHandlers: Handlers<typeof incidentPlanRoutes> = {
  listIncidentPlans,
  getIncidentPlan,
  changeIncidentPlan,
}

export const receiptHandlers: Handlers<typeof incidentReceiptRoutes> = {
  listMyIncidentWork,
  tellIncidentTask,
  readBroadcast,
}

export const screenHandlers: Handlers<typeof screenIncidentRoutes> = { listScreenIncidents }
