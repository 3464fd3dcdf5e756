import type { rightsRoutes } from '@linli/contract/people-rights'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import { recordWork } from '../../../../platform/command/run-command.ts'
import { countyOf } from '../../../../platform/county/county.ts'
import { type PrintDocument, toPdf, toWorkbook } from '../../../../platform/print/index.ts'
import { Problem } from '../../../../platform/problem/problem.ts'
import { refuseForeign } from '../own-file.ts'
import { copyPaper } from './paper.ts'
import { readWholeFile } from './read-file.ts'

type Input = RouteParsed<typeof rightsRoutes.fetchOwnCopy>
type Output = RouteOutput<typeof rightsRoutes.fetchOwnCopy>

/** By whoever asked for it, while the file is still theirs. */
export async function fetchOwnCopy(ctx: Ctx, input: Input): Promise<Output> {
  return copyFile(ctx, input, 'own')
}

/** At the counter, for whoever has no phone at hand: by whoever handles rights. */
export async function printCopy(ctx: Ctx, input: Input): Promise<Output> {
  return copyFile(ctx, input, 'rights')
}

/** Made anew each time and written down first. No command: its answer would be kept, and the file with it. */
async function copyFile(ctx: Ctx, { requestId, form }: Input, purpose: 'own' | 'rights'): Promise<Output> {
  const now = ctx.deps.now()
  const { timeZone } = await countyOf(ctx.deps, ctx.countyId)
  const paper = await ctx.deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string; personId: string; copyUntil: string | null }>`
      SELECT id, person_id, copy_until FROM rights_requests
      WHERE county_id = ${ctx.countyId} AND id = ${requestId} AND kind = 'copy'
        ${purpose === 'own' ? sql`AND resident_id = ${ctx.actor.id}::uuid` : sql``}`.execute(tx)
    const [request] = rows
    if (!request) throw new Problem('register.not_found')
    if (purpose === 'own') await refuseForeign({ ...ctx, db: tx }, request.personId)
    if (request.copyUntil === null || request.copyUntil <= now.toISOString()) throw new Problem('copy.not_ready')
    const file = await readWholeFile(tx, ctx, request, purpose)
    await recordWork(tx, ctx, async (work) => work.subject('person', request.personId))
    return copyPaper(file, { locale: ctx.locale, timeZone, now })
  })
  const bytes = form === 'pdf' ? await toPdf(paper) : form === 'xlsx' ? await toWorkbook(paper) : toJson(paper)
  return { filename: `${paper.title}.${form}`, file: bytes.toString('base64') }
}

/** The same for a machine: each table as rows of named values. */
function toJson({ title, subtitle, parts }: PrintDocument): Buffer {
  const tables = parts.flatMap((part) =>
    part.kind === 'table'
      ? [
          [
            part.title,
            part.rows.map((row) =>
              Object.fromEntries(part.columns.map(({ words }, index) => [words, row[index] ?? null])),
            ),
          ],
        ]
      : [],
  )
  return Buffer.from(JSON.stringify({ title, subtitle, ...Object.fromEntries(tables) }, null, 2))
}
