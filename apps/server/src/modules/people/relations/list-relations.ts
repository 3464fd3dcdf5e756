import type { SearchHit } from '@linli/contract/people'
import type { relationRoutes } from '@linli/contract/people-relations'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import { recordAccess } from '../../../platform/audit/access.ts'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { mask } from '../../../platform/mask.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { staffNames } from '../../identity/index.ts'
import { namesOf } from '../household.ts'
import { mayOn, notClosedTo, type Place, withinReach } from '../policy.ts'
import { withoutDoor } from '../search.ts'
import { type RelationKind, seenAs } from './sides.ts'

/** More than anybody has; what is beyond it is not worth a page. */
const MOST = 200

interface Row extends Place {
  readonly id: string
  readonly kind: RelationKind
  readonly fromPerson: boolean
  readonly otherId: string
  readonly name: string
  readonly sex: SearchHit['sex']
  readonly birthYear: number | null
  readonly state: SearchHit['state']
  readonly address: string | null
  readonly householdId: string | null
  readonly validFrom: string
  readonly validTo: string | null
  readonly knownHow: RouteOutput<typeof relationRoutes.listRelations>['items'][number]['knownHow']
  readonly byId: string | null
}

/**
 * Who is what to a person. Asked for by itself, never along with the page; the reading is recorded for the person and for each
 * of the others before it leaves. Of whoever lies beyond the reader's reach nothing is said, nor that there is anybody.
 */
export async function listRelations(
  ctx: Ctx,
  { personId }: RouteParsed<typeof relationRoutes.listRelations>,
): Promise<RouteOutput<typeof relationRoutes.listRelations>> {
  const { place, rows } = await ctx.deps.db.transaction().execute(async (tx) => {
    const own = await sql<Place>`
      SELECT town_id, village_id, grid_id FROM persons p
      WHERE p.id = ${personId} AND ${withinReach(ctx.actor, 'register.read', 'p')}
        AND ${notClosedTo(ctx.countyId, ctx.actor.id, 'p')}`.execute(tx)
    const [file] = own.rows
    if (!file) throw new Problem('register.not_found')
    const side = (mine: 'person_id' | 'other_id', theirs: 'person_id' | 'other_id') => sql`
      SELECT id, kind, ${mine === 'person_id'}::boolean AS from_person, ${sql.ref(theirs)} AS other_id, valid_from, valid_to, known_how, by_id
      FROM person_relations
      WHERE county_id = ${ctx.countyId} AND ${sql.ref(mine)} = ${personId} AND ended_how IS DISTINCT FROM 'mistake'`
    const found = await sql<Row>`
      SELECT r.*, o.name, o.sex, extract(year FROM o.birth_on)::int AS birth_year, o.state, h.address, o.household_id,
        o.town_id, o.village_id, o.grid_id
      FROM (${side('person_id', 'other_id')} UNION ALL ${side('other_id', 'person_id')}) r
      JOIN persons o ON o.county_id = ${ctx.countyId} AND o.id = r.other_id AND ${withinReach(ctx.actor, 'register.read', 'o')}
        AND ${notClosedTo(ctx.countyId, ctx.actor.id, 'o')}
      LEFT JOIN households h ON h.county_id = o.county_id AND h.id = o.household_id
      ORDER BY r.valid_to DESC NULLS FIRST, r.valid_from DESC, r.id LIMIT ${MOST}`.execute(tx)
    const access = { purpose: 'register.relations', subjectKind: 'person' } as const
    await recordAccess(tx, ctx, { ...access, subjectIds: [personId], fieldGroup: 'relations' })
    const others = [...new Set(found.rows.map(({ otherId }) => otherId))]
    await recordAccess(tx, ctx, { ...access, subjectIds: others, fieldGroup: 'masked' })
    return { place: file, rows: found.rows }
  })
  const [places, by] = await Promise.all([
    namesOf(ctx, rows),
    staffNames(ctx.deps, ctx.countyId, [...new Set(rows.flatMap(({ byId }) => byId ?? []))]),
  ])
  const changeable = mayOn(ctx.actor, 'register.change', place)
  return {
    items: rows.map((row, index) => ({
      id: row.id,
      as: seenAs(row.kind, row.fromPerson),
      other: {
        kind: 'person',
        id: row.otherId,
        title: mask.name(row.name),
        sex: row.sex,
        birthYear: row.birthYear,
        state: row.state,
        address: row.address === null ? null : withoutDoor(row.address),
        // As many as there are rows.
        place: places[index] as SearchHit['place'],
        householdId: row.householdId,
      },
      validFrom: row.validFrom,
      validTo: row.validTo,
      knownHow: row.knownHow,
      by: row.byId === null ? null : (by.get(row.byId) ?? null),
      may: row.validTo === null && changeable && mayOn(ctx.actor, 'register.change', row) ? ['end'] : [],
    })),
  }
}
