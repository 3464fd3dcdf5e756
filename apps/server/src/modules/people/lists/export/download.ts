import type { CatalogueField } from '@linli/contract/people-fields'
import type { ExportGroup, registerExportRoutes } from '@linli/contract/people-lists'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import { recordAccess } from '../../../../platform/audit/access.ts'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import { recordWork } from '../../../../platform/command/run-command.ts'
import { countyOf } from '../../../../platform/county/county.ts'
import { csvRow } from '../../../../platform/csv.ts'
import { Problem } from '../../../../platform/problem/problem.ts'
import { areaNames } from '../../../areas/index.ts'
import { extraFieldsFor } from '../../extra.ts'
import { listFields } from '../../fields.ts'
import { filled } from '../../reports/fill.ts'
import { isListed, ownCell } from '../../reports/own-fields.ts'
import type { Listing } from '../../reports/people.ts'
import { templateFile } from '../../reports/templates.ts'
import { exportReach, type ExportRow, lockExport } from './exports.ts'
import { tableInLayout } from './layout.ts'
import { type Line, linesOf, numberOf, sealedValues } from './lines.ts'
import { columnTexts, marks, valueTexts } from './words.ts'

type Input = RouteParsed<typeof registerExportRoutes.downloadExport>

/**
 * Makes the list anew at each download, of those persons who were asked for and are still within reach. Each is written
 * down, with the persons, before the list leaves. No command: its answer would be kept, and the list with it.
 */
export async function downloadExport(ctx: Ctx, { exportId }: Input) {
  if (exportReach(ctx.actor) === null) throw new Problem('export.not_found')
  return ctx.db.transaction().execute(async (tx) => {
    const wanted = await lockExport(tx, ctx, exportId, 'own')
    const now = ctx.deps.now()
    const open = wanted.state === 'ready' && wanted.expiresAt !== null && wanted.expiresAt > now.toISOString()
    if (!open) throw new Problem('export.wrong_state', { state: wanted.state })
    const lines = await linesOf(tx, ctx, exportId)
    const reason = `${wanted.number} ${wanted.words}`
    await recordAccess(tx, ctx, {
      purpose: 'register.export',
      reason,
      subjectKind: 'person',
      subjectIds: lines.map((line) => line.id),
      fieldGroup: wanted.groups,
    })
    const sealed = await sealedValues(tx, ctx, wanted.groups, lines, reason)
    await sql`
      UPDATE register_exports SET downloads = downloads + 1 WHERE county_id = ${ctx.countyId} AND id = ${exportId}`.execute(
      tx,
    )
    await recordWork(tx, ctx, async (work) => work.subject('register_export', exportId))
    const { timeZone, name } = await countyOf(ctx.deps, ctx.countyId)
    const at = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(now)
    const mark = marks[ctx.locale]({
      number: wanted.number,
      by: ctx.actor.name,
      at,
      words: wanted.words,
      persons: lines.length,
    })
    const filename = `${name}-${wanted.number}`
    if (wanted.templateId !== null) {
      const file = await reportOf({ ...ctx, db: tx }, wanted, { lines, sealed, mark })
      return { filename: `${filename}.xlsx`, csv: null, xlsx: file.toString('base64'), persons: lines.length }
    }
    const { layout, groups } = wanted
    const table =
      layout === null
        ? await tableOf(ctx, groups, lines, sealed)
        : await tableInLayout(ctx, { layout, groups }, lines, sealed)
    const csv = `\ufeff${csvRow([mark])}${table}`
    return { filename: `${filename}.csv`, csv, xlsx: null, persons: lines.length }
  })
}

/** The report that it was asked for in, with the template as it was then. */
async function reportOf(
  ctx: Ctx,
  { templateId, templateVersion, month, filter }: ExportRow,
  listing: Listing,
): Promise<Buffer> {
  const template = await templateFile(ctx.db, ctx.countyId, templateId ?? '', templateVersion ?? 1)
  const { file } = await filled(ctx, template, { areaId: filter.areaId, month: month?.slice(0, 7), listing })
  return file
}

/** As the same cell stands in a workbook. */
function ownText(field: CatalogueField, line: Line, locale: 'zh' | 'en'): string | number | null {
  const value = ownCell(field, line, locale)
  return typeof value === 'object' ? (value?.day ?? null) : value
}

async function tableOf(
  ctx: Ctx,
  groups: readonly ExportGroup[],
  lines: readonly Line[],
  sealed: ReadonlyMap<string, string>,
): Promise<string> {
  const { locale } = ctx
  const areas = await areaNames(
    ctx.deps,
    ctx.countyId,
    lines.flatMap((line) => [line.villageId ?? [], line.gridId ?? []].flat()),
  )
  const named = (id: string | null) => (id === null ? null : (areas.get(id) ?? null))
  const word = (code: string | null) => (code === null ? null : (valueTexts[code]?.[locale] ?? code))
  // The county's own columns come last: those of before stay where they were.
  const fields = extraFieldsFor(await listFields(ctx.db, ctx.countyId), ctx.actor)
  const own = fields.filter(isListed)
  const has = (group: ExportGroup) => groups.includes(group)
  const head = [
    ...columnTexts.basic,
    ...(has('identity') ? columnTexts.identity : []),
    ...(has('contact') ? columnTexts.contact : []),
  ].map((text) => text[locale])
  head.push(...own.map(({ names }) => names[locale]))
  const rows = lines.map((line) => [
    named(line.villageId),
    named(line.gridId),
    line.address,
    line.householdNumber,
    line.name,
    word(line.sex),
    line.birthOn,
    word(line.relation),
    word(line.residenceKind),
    ...(has('identity') ? [word(line.documentKind), numberOf(sealed.get(`${line.id} document`))] : []),
    ...(has('contact') ? [sealed.get(`${line.id} phone`) ?? null] : []),
    ...own.map((field) => ownText(field, line, locale)),
  ])
  return [head, ...rows].map(csvRow).join('')
}
