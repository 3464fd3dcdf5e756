import type { reportRoutes } from '@linli/contract/people-reports'
import type { Handlers } from '../../../platform/http/register.ts'
import { fillReport, previewReport } from './fill.ts'
import { vocabularyFor } from './own-fields.ts'
import { checkTemplate, closeTemplate, getTemplateFile, listTemplates, setTemplate } from './templates.ts'

export const reportHandlers: Handlers<typeof reportRoutes> = {
  listReportNames: async (ctx) => {
    const { names } = await vocabularyFor(ctx, { closedToo: false })
    return { items: names.map(({ key: _key, ...name }) => name) }
  },
  listReportTemplates: async (ctx) => ({ items: await listTemplates(ctx) }),
  checkReportTemplate: checkTemplate,
  setReportTemplate: setTemplate,
  closeReportTemplate: closeTemplate,
  getReportTemplateFile: getTemplateFile,
  previewReport,
  fillReport,
}
