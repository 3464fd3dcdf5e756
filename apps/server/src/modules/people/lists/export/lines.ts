import type { Education, PersonSaid, Relation, ResidenceKind, Sex, Work } from '@linli/contract/people'
import type { ExportGroup } from '@linli/contract/people-lists'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { Problem } from '../../../../platform/problem/problem.ts'
import { todayIn } from '../../../areas/index.ts'
import { notClosedTo, personsFor } from '../../policy.ts'
import { openVault } from '../../vault.ts'

/** Persons whose sealed values are opened at once: what the vault has opened, it looks up again for every value. */
const OPENED_AT_ONCE = 200

/** One of the people of an export, as the register has them now. */
export interface Line {
  readonly id: string
  readonly name: string
  readonly sex: Sex
  readonly birthOn: string | null
  readonly townId: string | null
  readonly villageId: string | null
  readonly gridId: string | null
  readonly address: string | null
  readonly householdNumber: string | null
  readonly relation: Relation | null
  readonly residenceKind: ResidenceKind | null
  readonly livesHere: boolean
  readonly education: z.infer<typeof Education> | null
  readonly work: z.infer<typeof Work> | null
  readonly documentKind: string
  readonly extra: NonNullable<PersonSaid['extra']>
  readonly needs: readonly { readonly kind: string; readonly basis: string; readonly until: string }[]
}

/** In the order in which they were found, by grid and household: those who are still within reach. */
export async function linesOf(tx: Tx, ctx: Ctx, exportId: string): Promise<Line[]> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  const { rows } = await sql<Line>`
    SELECT persons.id, persons.name, persons.sex, persons.birth_on, persons.town_id, persons.village_id, persons.grid_id,
      h.address, h.number AS household_number, persons.relation, persons.residence_kind, persons.state = 'present' AS lives_here,
      persons.education, persons.work, persons.document_kind, persons.extra,
      coalesce((SELECT json_agg(json_build_object('kind', n.kind, 'basis', n.basis, 'until', n.valid_to) ORDER BY n.valid_from)
        FROM person_needs n
        WHERE n.county_id = persons.county_id AND n.person_id = persons.id AND n.ended_at IS NULL
          AND n.valid_from <= ${today}::date AND n.valid_to > ${today}::date), '[]') AS needs
    FROM register_exports e
    CROSS JOIN LATERAL unnest(e.person_ids) WITH ORDINALITY w(id, place)
    JOIN persons ON persons.county_id = e.county_id AND persons.id = w.id AND persons.state <> 'merged'
      AND ${personsFor(ctx.actor, 'register.export')} AND ${notClosedTo(ctx.countyId, ctx.actor.id, 'persons')}
    LEFT JOIN households h ON h.county_id = e.county_id AND h.id = persons.household_id
    WHERE e.county_id = ${ctx.countyId} AND e.id = ${exportId}
    ORDER BY w.place`.execute(tx)
  return rows
}

/** Document and phone of each (`id field` → value), where their groups were asked for and agreed to. */
export async function sealedValues(
  tx: Tx,
  ctx: Ctx,
  groups: readonly ExportGroup[],
  lines: readonly Line[],
  reason: string,
): Promise<ReadonlyMap<string, string>> {
  const wanted = groups.filter((group) => group !== 'basic')
  const values = new Map<string, string>()
  if (wanted.length === 0) return values
  for (let at = 0; at < lines.length; at += OPENED_AT_ONCE) {
    const ids = lines.slice(at, at + OPENED_AT_ONCE).map((line) => line.id)
    const { rows: doubles } = await sql<{ id: string }>`
      SELECT id FROM persons WHERE county_id = ${ctx.countyId} AND merged_into_id = any(${ids}::uuid[])`.execute(tx)
    const personIds = [...ids, ...doubles.map(({ id }) => id)]
    const vault = await openVault(tx, ctx, { purpose: 'export', groups: wanted, personIds, reason })
    if (!vault) throw new Problem('vault.closed')
    for (const { personId, field, value } of await vault.values()) values.set(`${personId} ${field}`, value)
  }
  return values
}

/** Sealed is kind:number. */
export const numberOf = (document: string | undefined) => document?.slice(document.indexOf(':') + 1) ?? null
