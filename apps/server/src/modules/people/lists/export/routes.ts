import type { registerExportRoutes } from '@linli/contract/people-lists'
import type { Handlers } from '../../../../platform/http/register.ts'
import { decideExport, requestExport } from './commands.ts'
import { downloadExport } from './download.ts'
import { listExports } from './exports.ts'

export const registerExportHandlers: Handlers<typeof registerExportRoutes> = {
  requestExport,
  listExports: (ctx, input) => listExports(ctx, input, 'own'),
  listExportsToDecide: (ctx, input) => listExports(ctx, input, 'waiting'),
  decideExport,
  downloadExport,
}
