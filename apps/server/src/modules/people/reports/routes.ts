import type { reportRoutes } from '@linli/contract/people-reports'
import type { Handlers } from '../../../platform/http/register.ts'
import { fillReport, previewReport } from './fill.ts'
import { reportNames } from './names.ts'
import { checkTemplate, closeTemplate, getTemplateFile, listTemplates, setTemplate } from './templates.ts'

export const reportHandlers: Handlers<typeof reportRoutes> = {
  listReportNames: async () => ({ items: reportNames.map(({ key: _key, ...name }) => name) }),
  listReportTemplates: async (ctx) => ({ items: await listTemplates(ctx) }),
  checkReportTemplate: checkTemplate,
  setReportTemplate: setTemplate,
  closeReportTemplate: closeTemplate,
  getReportTemplateFile: getTemplateFile,
  previewReport,
  fillReport,
}
