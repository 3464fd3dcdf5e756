import { registerExportRoutes, registerImportRoutes } from '@linli/contract/people-lists'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../../platform/deps.ts'
import { registerRoutes } from '../../../platform/http/register.ts'
import { registerExportHandlers } from './export/routes.ts'
import { registerImportHandlers } from './import/routes.ts'

export { dropFile } from './import/source.ts'
export { workOnLists } from './import/work.ts'

/** Lists of people into the register and out of it. */
export function registerListRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps, registerImportRoutes, registerImportHandlers)
  registerRoutes(app, deps, registerExportRoutes, registerExportHandlers)
}
