import { ErasablePart, type ErasurePreview } from '@linli/contract/people-rights'
import { sql } from 'kysely'
import { recordAccess } from '../../../platform/audit/access.ts'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { pictureIdsOf } from '../../../platform/files/index.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { NEEDS } from '../retention/erase-parts.ts'
import { WHOLE_FILE } from '../retention/erase-persons.ts'

interface File extends Omit<ErasurePreview, 'parts' | 'pictures'> {
  readonly id: string
  readonly held: boolean
  readonly needs: number
}

/** What a granted deletion would take and what it would leave; by counts, so that nobody has to open the file for it. */
export async function previewErasure(ctx: Ctx, input: { readonly requestId: string }): Promise<ErasurePreview> {
  return ctx.deps.db.transaction().execute(async (tx) => {
    const own = (table: string) =>
      sql`(SELECT count(*)::int FROM ${sql.table(table)} t WHERE t.county_id = k.county_id AND t.person_id = k.id)`
    const { rows } = await sql<File>`
      SELECT k.id, k.id = ANY((SELECT held_subjects(${ctx.countyId}, 'person'))::uuid[]) AS held,
        ${own('person_records')} AS records, ${own('residences')} AS residences, ${own('person_needs')} AS needs,
        (SELECT count(*)::int FROM access_log a
          WHERE a.county_id = k.county_id AND a.subject_kind = 'person' AND a.subject_ids @> ARRAY[k.id]) AS readings,
        ${own('rights_requests')} AS requests
      FROM rights_requests r
      JOIN persons p ON p.county_id = r.county_id AND p.id = r.person_id
      JOIN persons k ON k.county_id = p.county_id AND k.id = coalesce(p.merged_into_id, p.id)
      WHERE r.county_id = ${ctx.countyId} AND r.id = ${input.requestId} AND r.kind = 'deletion'`.execute(tx)
    const [file] = rows
    if (!file) throw new Problem('register.not_found')
    await recordAccess(tx, ctx, {
      purpose: 'rights',
      subjectKind: 'person',
      subjectIds: [file.id],
      fieldGroup: 'masked',
    })
    const { rows: sealed } = await sql<{ group: string }>`
      SELECT g.code AS "group" FROM (
        SELECT definition->>'group' AS code, array_agg(code) AS fields FROM register_fields
        WHERE county_id = ${ctx.countyId} AND subject = 'person' AND definition->>'storage' = 'sealed' GROUP BY 1) g
      WHERE EXISTS (SELECT FROM vault.overdue(${ctx.countyId}, g.fields, NULL, 'infinity', ARRAY[${file.id}::uuid]))`.execute(
      tx,
    )
    const filled = new Set<string>([
      WHOLE_FILE,
      ...sealed.map(({ group }) => group),
      ...(file.needs > 0 ? [NEEDS] : []),
    ])
    const { held, records, residences, readings, requests } = file
    return {
      held,
      parts: ErasablePart.options.filter((part) => filled.has(part)),
      records,
      residences,
      pictures: (await pictureIdsOf(tx, ctx.countyId, [file.id])).get(file.id)?.length ?? 0,
      readings,
      requests,
    }
  })
}
