import type { KnownHow, Relation, ResidenceKind } from '@linli/contract/people'
import type { CatalogueField } from '@linli/contract/people-fields'
import type { RightKind, RightsRequest } from '@linli/contract/people-rights'
import { sql } from 'kysely'
import { recordAccess } from '../../../../platform/audit/access.ts'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { Problem } from '../../../../platform/problem/problem.ts'
import { listFields } from '../../fields.ts'
import { type RecordRow, recordsOf } from '../../fold.ts'
import { familyOf } from '../../queries.ts'
import { relativesSql } from '../../relations/own-relatives.ts'
import { openVault, type VaultValue } from '../../vault.ts'

/** A person who was read of ten times a day for a quarter still has all of it on paper. */
export const MOST_READINGS = 1_000

/** Everything that the register holds of one person, double files with it, and nothing of anybody else. */
export interface WholeFile {
  readonly person: {
    readonly id: string
    readonly name: string
    readonly sex: string
    readonly birthOn: string | null
    readonly documentKind: string
    readonly education: string | null
    readonly work: string | null
    readonly state: string
    readonly address: string | null
    readonly relatives: readonly string[]
    readonly extra: Readonly<Record<string, string | number | boolean | null>>
  }
  readonly fields: readonly CatalogueField[]
  readonly sealed: readonly VaultValue[]
  readonly records: readonly RecordRow[]
  readonly residences: readonly {
    readonly address: string | null
    readonly validFrom: string
    readonly validTo: string | null
    readonly kind: ResidenceKind
    readonly relation: Relation
    readonly otherPlace: string | null
    readonly toPlace: string | null
    readonly knownHow: KnownHow
  }[]
  readonly needs: readonly {
    readonly kind: string
    readonly basis: string
    readonly validFrom: string
    readonly validTo: string
  }[]
  readonly readings: readonly {
    readonly at: string
    readonly duty: string
    readonly purpose: string
    readonly fieldGroup: string
    readonly basis: string | null
  }[]
  readonly requests: readonly {
    readonly kind: RightKind
    readonly askedAt: string
    readonly state: RightsRequest['state']
    readonly answer: string | null
  }[]
}

const groups = ['identity', 'contact', 'health', 'child'] as const

/**
 * Reads it through the vault, as the person themselves (`own`) or as whoever handles their request (`rights`): the vault
 * finds out that it is theirs to open, and both readings are written down first.
 * @throws Problem `register.not_found` for a file that is not there, or not theirs to open
 */
export async function readWholeFile(
  tx: Tx,
  ctx: Ctx,
  request: { readonly id: string; readonly personId: string },
  purpose: 'own' | 'rights',
): Promise<WholeFile> {
  const { countyId } = ctx
  const { rows: people } = await sql<WholeFile['person']>`
    SELECT p.id, p.name, p.sex, p.birth_on, p.document_kind, p.education, p.work, p.state, p.extra, h.address,
      ${relativesSql} AS relatives
    FROM persons o JOIN persons p ON p.county_id = o.county_id AND p.id = coalesce(o.merged_into_id, o.id)
    LEFT JOIN households h ON h.county_id = p.county_id AND h.id = p.household_id
    WHERE o.county_id = ${countyId} AND o.id = ${request.personId}`.execute(tx)
  const [person] = people
  if (!person) throw new Problem('register.not_found')
  const ids = await familyOf(tx, countyId, person.id)
  const reason = purpose === 'own' ? '本人领取复制件' : '办理复制请求'
  const vault = await openVault(tx, ctx, { purpose, groups, personIds: ids, reason, caseId: request.id })
  if (!vault) throw new Problem('register.not_found')
  const sealed = await vault.values()
  await recordAccess(tx, ctx, {
    purpose,
    reason,
    subjectKind: 'person',
    subjectIds: [person.id],
    fieldGroup: ['basic', 'readings'],
  })
  const records = await recordsOf(tx, countyId, person.id)
  const residences = await sql<WholeFile['residences'][number]>`
    SELECT h.address, r.valid_from, r.valid_to, r.kind, r.relation, r.other_place, r.to_place, r.known_how
    FROM residences r LEFT JOIN households h ON h.county_id = r.county_id AND h.id = r.household_id
    WHERE r.county_id = ${countyId} AND r.person_id = any(${ids}::uuid[]) ORDER BY r.valid_from, r.id`.execute(tx)
  const needs = await sql<WholeFile['needs'][number]>`
    SELECT kind, basis, valid_from, valid_to FROM person_needs
    WHERE county_id = ${countyId} AND person_id = any(${ids}::uuid[]) ORDER BY valid_from, id`.execute(tx)
  const readings = await sql<WholeFile['readings'][number]>`
    SELECT at, duty, purpose, field_group, basis FROM access_log
    WHERE county_id = ${countyId} AND subject_kind = 'person' AND subject_ids && ${ids}::uuid[] AND actor_kind <> 'resident'
    ORDER BY seq DESC LIMIT ${MOST_READINGS}`.execute(tx)
  const requests = await sql<WholeFile['requests'][number]>`
    SELECT kind, asked_at, state, answer FROM rights_requests
    WHERE county_id = ${countyId} AND person_id = any(${ids}::uuid[]) ORDER BY asked_at, id`.execute(tx)
  return {
    person,
    fields: (await listFields(tx, countyId)).filter(({ subject }) => subject === 'person'),
    sealed,
    records,
    residences: residences.rows,
    needs: needs.rows,
    readings: readings.rows,
    requests: requests.rows,
  }
}
