import type { Relation, ResidenceKind, Sex } from '@linli/contract/people'
import type { ChangedPerson, changeRoutes, RegisterChange } from '@linli/contract/people-changes'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import { recordAccess } from '../../../platform/audit/access.ts'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { maskedId } from '../../../platform/crypto/masked-id.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { countyAreas } from '../../areas/index.ts'
import { apiActor, findApiClient } from '../../interop/index.ts'
import { isKnownPosition, nextKnown } from './known.ts'
import { relationCode, residenceCode, sexCode } from './codes.ts'
import { nextTold, type Told } from './told.ts'

type List = typeof changeRoutes.listRegisterChanges

/**
 * What changed since a position, in the order in which it was committed, for a system that holds a key; from the start, first
 * all that there is. Of whom it tells
 * is recorded first, like every other reading.
 */
export async function listRegisterChanges(
  ctx: Ctx,
  { after, from, limit }: RouteParsed<List>,
): Promise<RouteOutput<List>> {
  const key = ctx.http?.bearer
  const client = key === undefined ? null : await findApiClient(ctx.deps, ctx.countyId, key, 'register.changes')
  if (!client) throw new Problem('api_key.required')
  const as = { ...ctx, actor: apiActor(ctx.countyId, client) }
  const { open } = await countyAreas(ctx.deps, ctx.countyId)
  const gridCode = (id: string | null) => (id === null ? null : (open.get(id)?.code ?? null))
  const mask = (id: string) => maskedId(ctx.deps.config.secret, client.id, id)
  return ctx.db.transaction().execute(async (tx) => {
    const isKnown = after === undefined ? from === 'start' : isKnownPosition(after)
    const { told, next, more } = isKnown
      ? await nextKnown(tx, ctx.countyId, after, limit, ctx.deps.now().toISOString())
      : await nextTold(tx, ctx.countyId, after, limit)
    const idsOf = (kind: string) => [
      ...new Set(told.filter(({ subjectKind }) => subjectKind === kind).map(({ subjectId }) => subjectId)),
    ]
    const [personIds, householdIds] = [idsOf('person'), idsOf('household')]
    const access = { purpose: 'register.changes', reason: client.name, fieldGroup: 'basic' } as const
    await recordAccess(tx, as, { ...access, subjectKind: 'person', subjectIds: personIds })
    await recordAccess(tx, as, { ...access, subjectKind: 'household', subjectIds: householdIds })
    const state: State = {
      mask,
      gridCode,
      persons: byId(await personsOf(tx, ctx.countyId, personIds)),
      households: byId(await householdsOf(tx, ctx.countyId, householdIds)),
      organisations: byId(await organisationsOf(tx, ctx.countyId, idsOf('organisation'))),
    }
    return { items: told.map((event) => asChange(event, state)), next, more }
  })
}

interface PersonRow {
  readonly id: string
  readonly sex: Sex
  readonly birthYear: number | null
  readonly relation: Relation | null
  readonly residenceKind: ResidenceKind | null
  readonly state: ChangedPerson['state']
  readonly householdId: string | null
  readonly mergedIntoId: string | null
  readonly gridId: string | null
}
interface HouseholdRow {
  readonly id: string
  readonly kind: 'family' | 'collective'
  readonly members: number
  readonly ended: boolean
  readonly gridId: string
}
interface OrganisationRow {
  readonly id: string
  readonly kind: string
  readonly closed: boolean
  readonly gridId: string
}
interface State {
  readonly mask: (id: string) => string
  readonly gridCode: (id: string | null) => string | null
  readonly persons: ReadonlyMap<string, PersonRow>
  readonly households: ReadonlyMap<string, HouseholdRow>
  readonly organisations: ReadonlyMap<string, OrganisationRow>
}

function asChange(event: Told, { mask, gridCode, persons, households, organisations }: State): RegisterChange {
  const maskNullable = (id: string | null) => (id === null ? null : mask(id))
  const person = persons.get(event.subjectId)
  const household = households.get(event.subjectId)
  const organisation = organisations.get(event.subjectId)
  return {
    at: event.at,
    kind: event.kind,
    subject: { kind: event.subjectKind, id: mask(event.subjectId) },
    person: person
      ? {
          sex: sexCode[person.sex],
          birthYear: person.birthYear,
          relation: person.relation === null ? null : relationCode[person.relation],
          residenceKind: person.residenceKind === null ? null : residenceCode[person.residenceKind],
          state: person.state,
          householdId: maskNullable(person.householdId),
          mergedIntoId: maskNullable(person.mergedIntoId),
          gridCode: gridCode(person.gridId),
        }
      : null,
    household: household ? { ...household, gridCode: gridCode(household.gridId) } : null,
    organisation: organisation ? { ...organisation, gridCode: gridCode(organisation.gridId) } : null,
  }
}

const byId = <T extends { readonly id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]))

async function personsOf(tx: Tx, countyId: number, ids: readonly string[]): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    SELECT id, sex, extract(year FROM birth_on)::int AS birth_year, relation, residence_kind, state, household_id,
      merged_into_id, grid_id
    FROM persons WHERE county_id = ${countyId} AND id = any(${[...ids]}::uuid[])`.execute(tx)
  return rows
}

async function householdsOf(tx: Tx, countyId: number, ids: readonly string[]): Promise<HouseholdRow[]> {
  const { rows } = await sql<HouseholdRow>`
    SELECT id, kind, members, valid_to IS NOT NULL AS ended, grid_id
    FROM households WHERE county_id = ${countyId} AND id = any(${[...ids]}::uuid[])`.execute(tx)
  return rows
}

async function organisationsOf(tx: Tx, countyId: number, ids: readonly string[]): Promise<OrganisationRow[]> {
  const { rows } = await sql<OrganisationRow>`
    SELECT id, kind, valid_to IS NOT NULL AS closed, grid_id
    FROM organisations WHERE county_id = ${countyId} AND id = any(${[...ids]}::uuid[])`.execute(tx)
  return rows
}
