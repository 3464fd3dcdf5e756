import type { ExportGroup } from '@linli/contract/people-lists'
import {
  mostTemplateBytes,
  type ReportTemplate,
  type reportRoutes,
  type WorkbookFile,
} from '@linli/contract/people-reports'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import type { Db } from '../../../platform/database/database.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { staffNames } from '../../identity/index.ts'
import { checkWorkbook } from './check.ts'
import { vocabularyFor } from './own-fields.ts'

type Input<N extends keyof typeof reportRoutes> = RouteParsed<(typeof reportRoutes)[N]>

export interface TemplateFile {
  readonly templateId: string
  readonly version: number
  readonly name: string
  readonly fileName: string
  readonly file: Buffer
  readonly ofMonth: boolean
  readonly groups: ExportGroup[]
}

/** The version in use, or one of earlier. @throws Problem `report.not_found` */
export async function templateFile(db: Db, countyId: number, id: string, version?: number): Promise<TemplateFile> {
  const { rows } = await sql<TemplateFile>`
    SELECT v.template_id, v.version, t.name, v.file_name, v.file, v.of_month, v.groups
    FROM report_templates t
    JOIN report_template_versions v ON v.county_id = t.county_id AND v.template_id = t.id AND v.version = coalesce(${version ?? null}::int, t.version)
    WHERE t.county_id = ${countyId} AND t.id = ${id} AND (t.closed_at IS NULL OR ${version !== undefined})`.execute(db)
  if (!rows[0]) throw new Problem('report.not_found')
  return rows[0]
}

export async function getTemplateFile(
  ctx: Ctx,
  { templateId, version }: Input<'getReportTemplateFile'>,
): Promise<WorkbookFile> {
  const { fileName, file } = await templateFile(ctx.db, ctx.countyId, templateId, version)
  return { filename: fileName, xlsx: file.toString('base64') }
}

interface Row {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly fileName: string
  readonly ofMonth: boolean
  readonly groups: string[]
  readonly byId: string | null
  readonly at: string
}

/** Those in use by name, each with its earlier versions; a county has some dozen. */
export async function listTemplates(ctx: Ctx, id?: string): Promise<ReportTemplate[]> {
  const { rows } = await sql<Row>`
    SELECT t.id, t.name, v.version, v.file_name, v.of_month, v.groups, v.by_id, v.at
    FROM report_templates t JOIN report_template_versions v ON v.county_id = t.county_id AND v.template_id = t.id
    WHERE t.county_id = ${ctx.countyId} AND t.closed_at IS NULL AND ${id === undefined ? sql`true` : sql`t.id = ${id}`}
    ORDER BY t.name, t.id, v.version DESC LIMIT 2000`.execute(ctx.db)
  const names = await staffNames(ctx.deps, ctx.countyId, [...new Set(rows.flatMap(({ byId }) => byId ?? []))])
  const versionOf = ({ version, fileName, byId, at }: Row) => ({
    version,
    fileName,
    by: byId === null ? null : (names.get(byId) ?? null),
    at,
  })
  return [...Map.groupBy(rows, (row) => row.id).values()].flatMap(([latest, ...earlier]) =>
    latest === undefined
      ? []
      : [
          {
            id: latest.id,
            name: latest.name,
            ofMonth: latest.ofMonth,
            namesPeople: latest.groups.length > 0,
            ...versionOf(latest),
            earlier: earlier.map(versionOf),
          },
        ],
  )
}

export async function checkTemplate(ctx: Ctx, { file }: Input<'checkReportTemplate'>) {
  return checkWorkbook(bytesOf(file), await vocabularyFor(ctx, { closedToo: false }))
}

function bytesOf(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length > mostTemplateBytes) throw new Problem('report.unreadable', { reason: 'too_large' })
  return bytes
}

/** A new template, or the next version of one; nothing with a fault is kept, since it would be printed with it. */
export async function setTemplate(ctx: Ctx, input: Input<'setReportTemplate'>): Promise<ReportTemplate> {
  const { commandId, templateId: id, seenVersion, name, fileName } = input
  const { countyId } = ctx
  const file = bytesOf(input.file)
  const { marks, ofMonth, groups } = checkWorkbook(file, await vocabularyFor(ctx, { closedToo: false }))
  const faults = marks.filter(({ fault }) => fault !== null).length
  if (faults > 0) throw new Problem('report.marks_at_fault', { faults })
  await runCommand(ctx, commandId, async (tx) => {
    tx.subject('report_template', id)
    const version = seenVersion + 1
    const { rows } = await sql`
      INSERT INTO report_templates (county_id, id, name, version) VALUES (${countyId}, ${id}, ${name}, ${version})
      ON CONFLICT (county_id, id) DO UPDATE SET name = excluded.name, version = excluded.version
        WHERE report_templates.version = ${seenVersion} AND report_templates.closed_at IS NULL
      RETURNING id`.execute(tx.db)
    if (rows.length === 0 || (version > 1 && !(await hasVersion(tx.db, countyId, id, seenVersion))))
      throw new Problem('report.stale')
    await sql`
      INSERT INTO report_template_versions (county_id, template_id, version, file_name, file, of_month, groups, by_id, at)
      VALUES (${countyId}, ${id}, ${version}, ${fileName}, ${file}, ${ofMonth}, ${[...groups]}::text[], ${ctx.actor.id}::uuid,
        ${ctx.deps.now().toISOString()})`.execute(tx.db)
    return { done: true }
  })
  const [template] = await listTemplates(ctx, id)
  if (!template) throw new Problem('report.not_found')
  return template
}

/** Somebody may claim to have seen a version that never was. */
async function hasVersion(db: Db, countyId: number, id: string, version: number): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM report_template_versions WHERE county_id = ${countyId} AND template_id = ${id} AND version = ${version}`.execute(
    db,
  )
  return rows.length > 0
}

export function closeTemplate(
  ctx: Ctx,
  { commandId, templateId }: Input<'closeReportTemplate'>,
): Promise<{ done: true }> {
  return runCommand(ctx, commandId, async (tx) => {
    tx.subject('report_template', templateId)
    const { rows } = await sql`
      UPDATE report_templates SET closed_at = ${ctx.deps.now().toISOString()}
      WHERE county_id = ${ctx.countyId} AND id = ${templateId} AND closed_at IS NULL RETURNING id`.execute(tx.db)
    if (rows.length === 0) throw new Problem('report.not_found')
    return { done: true as const }
  })
}
