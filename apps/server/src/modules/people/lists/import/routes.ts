import type { registerImportRoutes } from '@linli/contract/people-lists'
import type { Handlers } from '../../../../platform/http/register.ts'
import { beginImport, cancelList, checkList, runList, takePart, undoList } from './commands.ts'
import { importPage, listImports } from './imports.ts'
import { listMatches } from './matches.ts'
import { countFaults, getRejected, listFaults, listLeft } from './report.ts'
import { getListTemplate } from './template.ts'

export const registerImportHandlers: Handlers<typeof registerImportRoutes> = {
  getListTemplate,
  beginListImport: beginImport,
  sendListPart: takePart,
  checkList,
  runList,
  cancelList,
  undoList,
  listListImports: listImports,
  getListImport: (ctx, { importId }) => importPage(ctx, importId),
  listListFaults: listFaults,
  countListFaults: countFaults,
  listListMatches: listMatches,
  listListLeft: listLeft,
  getListRejected: (ctx, { importId }) => getRejected(ctx, importId),
}
