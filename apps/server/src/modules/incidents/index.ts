import { incidentPlanRoutes } from '@linli/contract/incident-plans'
import { incidentReceiptRoutes } from '@linli/contract/incident-receipts'
import { incidentRoutes } from '@linli/contract/incidents'
import { screenIncidentRoutes } from '@linli/contract/screen-incidents'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { registerRoutes } from '../../platform/http/register.ts'
import { incidentHandlers, planHandlers, receiptHandlers, screenHandlers } from './routes.ts'

export { incidentFinder } from './find.ts'
export { screenIncidents } from './screen.ts'

/** Rooms, what their receivers tell, and what the command screen shows of them. */
export function registerIncidentRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps, incidentRoutes, incidentHandlers)
  registerRoutes(app, deps, incidentPlanRoutes, planHandlers)
  registerRoutes(app, deps, incidentReceiptRoutes, receiptHandlers)
  registerRoutes(app, deps, screenIncidentRoutes, screenHandlers)
}
