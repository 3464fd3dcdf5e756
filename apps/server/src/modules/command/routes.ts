import { screenRoutes } from '@linli/contract/screen'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { registerRoutes } from '../../platform/http/register.ts'
import { getScreen } from './screen.ts'
import { getScreenMap } from './screen-map.ts'

export function registerScreenRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps, screenRoutes, { getScreen, getScreenMap })
}
