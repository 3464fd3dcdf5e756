import type { ReportList, reportRoutes, WorkbookFile } from '@linli/contract/people-reports'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { recordWork } from '../../../platform/command/run-command.ts'
import { countyOf } from '../../../platform/county/county.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { fillWorkbook } from '../../../platform/workbook/fill.ts'
import type { CellValue, Filling, ListRow } from '../../../platform/workbook/filling.ts'
import { findMarks } from '../../../platform/workbook/marks.ts'
import { openWorkbook } from '../../../platform/workbook/package.ts'
import { viewOf } from '../../../platform/workbook/view.ts'
import { areaPath, countyAreas, todayIn } from '../../areas/index.ts'
import { listFields, needKinds } from '../fields.ts'
import { figuresOf } from '../figures.ts'
import { mayOn } from '../policy.ts'
import { frozenMonth } from '../statistics/read.ts'
import { areaLists, type AreaSource, areaSource, suppressedNeed } from './areas.ts'
import { extraFieldsFor } from '../extra.ts'
import { vocabularyFor } from './own-fields.ts'
import { organisationRows } from './organisations.ts'
import { type Listing, peopleRows } from './people.ts'
import { type TemplateFile, templateFile } from './templates.ts'
import { monthWords } from './words.ts'

type Input<N extends keyof typeof reportRoutes> = RouteParsed<(typeof reportRoutes)[N]>

/** The filled workbook, to be taken along. It is made anew each time and kept nowhere. */
export async function fillReport(ctx: Ctx, { templateId, areaId, month }: Input<'fillReport'>): Promise<WorkbookFile> {
  await refuseBeyond(ctx, areaId)
  const template = await templateFile(ctx.db, ctx.countyId, templateId)
  // Lists of people leave by their own rules: with a purpose, above a hundred with a second person.
  if (template.groups.length > 0) throw new Problem('report.names_people')
  const { file, month: told } = await filled(ctx, template, { areaId, month, listing: null })
  await ctx.db
    .transaction()
    .execute((tx) => recordWork(tx, ctx, async (work) => work.subject('report_template', templateId)))
  const { names } = await countyAreas(ctx.deps, ctx.countyId)
  return { filename: fileName(template.name, names.get(areaId)?.name ?? '', told), xlsx: file.toString('base64') }
}

export const fileName = (...parts: (string | null)[]) =>
  `${parts
    .filter((part) => part !== null && part !== '')
    .join('-')
    .replaceAll(/[\\/:*?"<>|]/g, '_')}.xlsx`

export async function previewReport(
  ctx: Ctx,
  { templateId, areaId, month }: Input<'previewReport'>,
): Promise<RouteOutput<typeof reportRoutes.previewReport>> {
  await refuseBeyond(ctx, areaId)
  const template = await templateFile(ctx.db, ctx.countyId, templateId)
  const { file, month: told } = await filled(ctx, template, { areaId, month, listing: null })
  return {
    sheets: viewOf(openWorkbook(file)).map((sheet) => ({
      ...sheet,
      rows: sheet.rows.map((row) => ({ ...row, cells: [...row.cells] })),
    })),
    month: told,
  }
}

async function refuseBeyond(ctx: Ctx, areaId: string): Promise<void> {
  const path = await areaPath(ctx.db, ctx.countyId, areaId)
  if (!path || !mayOn(ctx.actor, 'register.read', path)) throw new Problem('register.not_found')
}

interface Asked {
  readonly areaId: string
  /** The latest frozen one where it is left out. */
  readonly month: string | undefined
  /** Null: the rows of people stay empty. */
  readonly listing: Listing | null
}

/** The template with the values of an area. Whoever calls has made sure that the area is within reach. */
export async function filled(
  ctx: Ctx,
  template: TemplateFile,
  asked: Asked,
): Promise<{ file: Buffer; month: string | null }> {
  const workbook = openWorkbook(template.file)
  const { known: knownName } = await vocabularyFor(ctx, { closedToo: true })
  const names = findMarks(workbook).marks.flatMap(({ name }) => knownName(name) ?? [])
  const lists = new Set(names.flatMap(({ list }) => list ?? []))
  const month = template.ofMonth ? await frozenMonth(ctx, asked.month) : null
  const areas = await areaSource(ctx, asked.areaId, {
    lists,
    today: names.some(({ ofMonth, list }) => !ofMonth && (list === null || areaLists.some((one) => one === list))),
    month,
  })
  const rows = new Map<string, readonly ListRow[]>()
  for (const list of lists) rows.set(list, await rowsOf(ctx, list, asked, areas))
  const values = await onceValues(ctx, asked, areas, month)
  const filling: Filling = {
    meaning: (name) => {
      const known = knownName(name)
      return known ? { list: known.list, key: known.key } : null
    },
    value: (key) => (values.has(key) ? (values.get(key) ?? null) : areas.own(key)),
    rows: (list) => rows.get(list) ?? [],
    // A list of people says whose it is, also where its form has no place for that.
    footnote: (list) =>
      list === 'person' && !names.some(({ key, list: of }) => of === null && key === 'mark')
        ? (asked.listing?.mark ?? null)
        : null,
  }
  return { file: fillWorkbook(workbook, filling), month }
}

async function rowsOf(
  ctx: Ctx,
  list: ReportList,
  { areaId, listing }: Asked,
  areas: AreaSource,
): Promise<readonly ListRow[]> {
  const { names } = await countyAreas(ctx.deps, ctx.countyId)
  const areaName = (id: string | null) => (id === null ? null : (names.get(id)?.name ?? null))
  switch (list) {
    case 'below':
    case 'town':
    case 'village':
    case 'grid':
      return areas.list(list)
    case 'need': {
      const level = names.get(areaId)?.level ?? 'county'
      const held = (await figuresOf(ctx, level, [areaId])).get(areaId)?.needs ?? {}
      return needKinds.map(({ code, names: words }, index) => {
        const row: Record<string, CellValue> = {
          no: index + 1,
          name: words[ctx.locale],
          persons: suppressedNeed(held[code] ?? 0, level, ctx.locale),
        }
        return (key) => row[key] ?? null
      })
    }
    case 'organisation':
      return organisationRows(ctx, areaId, areaName)
    case 'person':
      return listing === null
        ? []
        : peopleRows(listing, {
            locale: ctx.locale,
            today: await todayIn(ctx.deps, ctx.countyId),
            areaName,
            fields: extraFieldsFor(await listFields(ctx.db, ctx.countyId), ctx.actor),
          })
  }
}

/** What stands once in a report and is no figure. */
async function onceValues(
  ctx: Ctx,
  { areaId, listing }: Asked,
  areas: AreaSource,
  month: string | null,
): Promise<ReadonlyMap<string, CellValue>> {
  const { deps, countyId, actor, locale } = ctx
  const { open, names } = await countyAreas(deps, countyId)
  const above = open.get(areaId)?.parentId
  const [year, number] = (month ?? '').split('-').map(Number)
  return new Map<string, CellValue>([
    ['area.name', areas.own('name')],
    ['area.code', areas.own('code')],
    ['area.above', above == null ? null : (names.get(above)?.name ?? null)],
    ['county', (await countyOf(deps, countyId)).name],
    ['month', month === null ? null : monthWords(month, locale)],
    ['month.year', year || null],
    ['month.number', number ?? null],
    ['today', { day: await todayIn(deps, countyId) }],
    ['by', actor.name],
    ['unit', actor.posts[0]?.unitName ?? null],
    ['mark', listing?.mark ?? null],
  ])
}
