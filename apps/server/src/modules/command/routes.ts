import { screenRoutes } from '@linli/contract/screen'
import { arrangementRoutes } from '@linli/contract/screen-arrangement'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { registerRoutes } from '../../platform/http/register.ts'
import { arrangeScreen, getArrangement } from './arrangements.ts'
import { registerScreenLive } from './live-route.ts'
import { getScreen, getScreenMap, listScreenPoints } from './screen.ts'

export function registerScreenRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps, screenRoutes, { getScreen, getScreenMap, listScreenPoints })
  registerRoutes(app, deps, arrangementRoutes, { getArrangement, arrangeScreen })
  registerScreenLive(app, deps)
}
