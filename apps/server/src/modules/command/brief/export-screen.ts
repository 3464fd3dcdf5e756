import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import type { screenRoutes } from '@linli/contract/screen'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { countyOf } from '../../../platform/county/county.ts'
import { toPdf, toWorkbook } from '../../../platform/print/index.ts'
import { getScreen } from '../screen.ts'
import { briefPaper } from './paper.ts'

/** The figures of an area as they are now: the same numbers that its screens show at this moment. */
export async function exportScreen(
  ctx: Ctx,
  { areaId, form }: RouteParsed<typeof screenRoutes.exportScreen>,
): Promise<RouteOutput<typeof screenRoutes.exportScreen>> {
  const { timeZone } = await countyOf(ctx.deps, ctx.countyId)
  const now = await getScreen(ctx, { areaId })
  const paper = briefPaper({ locale: ctx.locale, timeZone, kind: 'now', now, days: [] })
  const file = await (form === 'pdf' ? toPdf(paper) : toWorkbook(paper))
  const at = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const stamp = at.format(new Date(now.at)).replace(' ', '-').replace(':', '')
  return { filename: `${paper.title}-${stamp}.${form}`, file: file.toString('base64') }
}
