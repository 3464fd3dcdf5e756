import { briefRoutes } from '@linli/contract/briefs'
import { screenRoutes } from '@linli/contract/screen'
import { arrangementRoutes } from '@linli/contract/screen-arrangement'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { registerRoutes } from '../../platform/http/register.ts'
import { getBriefIssue, listBriefIssues, listBriefs, saveBrief, sendBrief } from './brief/briefs.ts'
import { exportScreen } from './brief/export-screen.ts'
import { arrangeScreen, getArrangement } from './arrangements.ts'
import { registerScreenLive } from './live-route.ts'
import { getScreen, getScreenMap, listScreenPoints } from './screen.ts'

export function registerScreenRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps, screenRoutes, { getScreen, getScreenMap, listScreenPoints, exportScreen })
  registerRoutes(app, deps, arrangementRoutes, { getArrangement, arrangeScreen })
  registerRoutes(app, deps, briefRoutes, { listBriefs, saveBrief, sendBrief, listBriefIssues, getBriefIssue })
  registerScreenLive(app, deps)
}
