import type {
  AreaNames,
  KnownHow,
  peopleRoutes,
  Person,
  PersonRecord,
  PersonSaid,
  PersonState,
  Residence,
} from '@linli/contract/people'
import type { CatalogueField } from '@linli/contract/people-fields'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import { accessInsert } from '../../platform/audit/access.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { countyOf } from '../../platform/county/county.ts'
import { fromJsonRows, type JsonRow, rowsAsJson } from '../../platform/database/json-rows.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { areaNames, todayIn } from '../areas/index.ts'
import { staffNames } from '../identity/index.ts'
import { extraFieldsFor, extraValues, readableSaid } from './extra.ts'
import { listFields } from './fields.ts'
import { fold, type RecordRow } from './fold.ts'
import { asNeed, namesOf } from './household.ts'
import { mayOn, notClosedTo, type Place, withinReach } from './policy.ts'
import { familyOf, needHolds } from './queries.ts'
import { openVault, type VaultValue } from './vault.ts'

interface PageRow extends Place {
  readonly id: string
  readonly documentKind: Person['documentKind']
  readonly phoneMasked: string | null
  readonly state: PersonState
  readonly diedOn: string | null
  readonly householdId: string | null
  readonly address: string | null
  /** Into which it was merged, where that file is within reach: of others not even this is told. */
  readonly keptId: string | null
  readonly version: number
  readonly updatedAt: string
  readonly records: JsonRow[]
  readonly residences: JsonRow[]
  readonly needs: JsonRow[]
}

/**
 * A person as known on a day, with the dated facts behind it; nobody else comes along with them. The reading is recorded
 * in the same statement, before it leaves.
 */
export async function personPage(ctx: Ctx, input: RouteParsed<typeof peopleRoutes.getPerson>): Promise<Person> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  const on = input.on ?? today
  const own = sql`county_id = p.county_id AND person_id = p.id`
  const { timeZone } = await countyOf(ctx.deps, ctx.countyId)
  const residences = sql`
    SELECT r.id, r.household_id, h.address, h.town_id, h.village_id, r.grid_id, r.relation, r.kind, r.lives_here, r.valid_from,
      r.valid_to, r.began_by, r.ended_by, r.other_place, r.to_place, r.known_how, r.recorded_at, r.by_id, r.ended_how,
      r.ended_by_id, r.ended_at
    FROM residences r JOIN households h ON h.county_id = r.county_id AND h.id = r.household_id
    WHERE r.county_id = p.county_id AND r.person_id = p.id ORDER BY r.valid_from DESC, r.valid_to DESC NULLS FIRST, r.recorded_at DESC, r.id DESC`
  const { rows } = await sql<PageRow>`
    WITH page AS MATERIALIZED (
      SELECT p.*, h.address, (SELECT k.id FROM persons k
          WHERE k.id = p.merged_into_id AND ${withinReach(ctx.actor, 'register.read', 'k')}) AS kept_id,
        ${rowsAsJson(sql`SELECT * FROM person_records WHERE ${own}
           ORDER BY coalesce(decided_at, recorded_at), id`)} AS records,
        ${rowsAsJson(residences)} AS residences,
        ${rowsAsJson(sql`SELECT id, kind, basis, valid_from, valid_to, known_how FROM person_needs n
          WHERE ${own} AND ${needHolds('n', on, timeZone)} ORDER BY valid_from`)} AS needs
      FROM persons p LEFT JOIN households h ON h.county_id = p.county_id AND h.id = p.household_id
      WHERE p.id = ${input.personId} AND ${withinReach(ctx.actor, 'register.read', 'p')}
        AND ${notClosedTo(ctx.countyId, ctx.actor.id, 'p')}
    ), recorded AS (${accessInsert(
      ctx,
      { purpose: 'register.page', caseId: input.caseId, subjectKind: 'person', fieldGroup: 'basic' },
      sql`(SELECT array_agg(page.id) FROM page)`,
    )})
    SELECT id, document_kind, phone_masked, state, died_on, household_id, address, kept_id, version, updated_at,
      town_id, village_id, grid_id, records, residences, needs FROM page`.execute(ctx.db)
  const [row] = rows
  if (!row) throw new Problem((await isThere(ctx, input.personId)) ? 'register.file_closed' : 'register.not_found')
  return personOf(ctx, row, on, today)
}

/** A file within reach, closed or not. */
async function isThere(ctx: Ctx, personId: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM persons p WHERE p.id = ${personId} AND ${withinReach(ctx.actor, 'register.read', 'p')}`.execute(ctx.db)
  return rows.length > 0
}

interface Lived extends Omit<Residence, 'gridName' | 'by' | 'ended'>, Place {
  readonly byId: string | null
  readonly endedHow: KnownHow | null
  readonly endedById: string | null
  readonly endedAt: string | null
}

async function personOf(ctx: Ctx, row: PageRow, on: string, today: string): Promise<Person> {
  const records = fromJsonRows<RecordRow>(row.records)
  const lived = fromJsonRows<Lived>(row.residences)
  const said = { ...firstSaid(records), ...fold(records, on).said }
  const then = lived.find((one) => one.validFrom <= on && (one.validTo === null || one.validTo > on))
  const staff = [
    ...records.flatMap(({ byId, decidedBy }) => [byId, decidedBy]),
    ...lived.flatMap((one) => [one.byId, one.endedById]),
  ]
  const [[place], grids, names, fields] = await Promise.all([
    namesOf(ctx, [on === today ? row : (then ?? row)]),
    areaNames(ctx.deps, ctx.countyId, [...new Set(lived.flatMap(({ gridId }) => gridId ?? []))]),
    staffNames(ctx.deps, ctx.countyId, [...new Set(staff.filter((id) => id !== null))]),
    listFields(ctx.db, ctx.countyId),
  ])
  const readable = extraFieldsFor(fields, ctx.actor)
  const stays = on === today
  const held = (field: string) => stays || wasHeld(records, field, on)
  return {
    id: row.id,
    name: said.name ?? '',
    sex: said.sex ?? 'unknown',
    birthOn: said.birthOn ?? null,
    education: said.education ?? null,
    work: said.work ?? null,
    countyFields: extraValues(readable, said.extra),
    documentKind: held('document') ? row.documentKind : 'unknown',
    phoneMasked: held('phone') ? row.phoneMasked : null,
    state: stays || row.state === 'merged' ? row.state : stateOn(lived, then, on),
    diedOn: row.diedOn !== null && row.diedOn <= on ? row.diedOn : null,
    // One in, one out.
    place: place as AreaNames,
    householdId: stays ? row.householdId : (then?.householdId ?? null),
    address: stays ? row.address : (then?.address ?? null),
    relation: then?.relation ?? null,
    residenceKind: then?.kind ?? null,
    needs: fromJsonRows<Parameters<typeof asNeed>[0]>(row.needs).map(asNeed),
    residences: lived.map((one) => asResidence(one, grids, names)),
    records: records.toReversed().map((one) => asRecord(one, names, readable)),
    sealed: [
      ...(row.documentKind === 'none' || row.documentKind === 'unknown'
        ? []
        : [{ field: 'document', group: 'identity' as const }]),
      ...(row.phoneMasked === null ? [] : [{ field: 'phone', group: 'contact' as const }]),
    ],
    mergedIntoId: row.keptId,
    on,
    version: row.version,
    updatedAt: row.updatedAt,
    may: [
      ...(stays && row.state !== 'merged' && mayOn(ctx.actor, 'register.change', row) ? (['change'] as const) : []),
      ...(stays && row.state !== 'merged' && mayOn(ctx.actor, 'register.link', row) ? (['link'] as const) : []),
      ...(mayOn(ctx.actor, 'register.reveal', row) ? (['reveal'] as const) : []),
      ...(mayOn(ctx.actor, 'register.merge', row) ? (['merge', 'decide'] as const) : []),
    ],
  }
}

/** Who somebody is does not begin with the day on which it was first recorded. */
function firstSaid(records: readonly RecordRow[]): Pick<PersonSaid, 'name' | 'sex' | 'birthOn'> {
  const first = <F extends 'name' | 'sex' | 'birthOn'>(field: F) =>
    records.find(({ standing, said }) => standing === 'holds' && said[field] !== undefined)?.said[field]
  return { name: first('name'), sex: first('sex'), birthOn: first('birthOn') }
}

/** Whether the number that is held now was on file by that day; what an earlier one was, only the vault knows. */
function wasHeld(records: readonly RecordRow[], field: string, on: string): boolean {
  const last = records.findLast(({ standing, sealed }) => standing === 'holds' && sealed.includes(field))
  return last === undefined || last.validFrom <= on
}

/** Null before the first residence. */
function stateOn(lived: readonly Lived[], then: Lived | undefined, on: string): Person['state'] {
  if (then) return then.livesHere ? 'present' : 'away'
  const over = lived.filter(({ validTo }) => validTo !== null && validTo <= on)
  if (over.some(({ endedBy }) => endedBy === 'died')) return 'died'
  return over.length > 0 ? 'left' : null
}

function asResidence(
  { gridId, townId: _town, villageId: _village, byId, endedHow, endedById, endedAt, ...one }: Lived,
  grids: ReadonlyMap<string, string>,
  names: ReadonlyMap<string, string>,
): Residence {
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  return {
    ...one,
    gridName: gridId === null ? null : (grids.get(gridId) ?? null),
    by: nameOf(byId),
    ended: endedHow === null || endedAt === null ? null : { how: endedHow, at: endedAt, by: nameOf(endedById) },
  }
}

/** A record as its reader may see it: of the county's own fields those that are for them. */
export function asRecord(
  record: RecordRow,
  names: ReadonlyMap<string, string>,
  readable: readonly CatalogueField[],
): PersonRecord {
  const { id, said, sealed, validFrom, knownHow, standing, recordedAt, decidedAt } = record
  const nameOf = (staffId: string | null) => (staffId === null ? null : (names.get(staffId) ?? null))
  const [by, decidedBy] = [nameOf(record.byId), nameOf(record.decidedBy)]
  const told = { validFrom, knownHow, standing, recordedAt, by, decidedAt, decidedBy }
  return { id, said: readableSaid(said, readable), sealed: [...sealed], ...told }
}

/** Sealed values of one person, for a purpose. The database records the reading, or nothing is read. */
export async function revealPerson(
  ctx: Ctx,
  input: RouteParsed<typeof peopleRoutes.revealPerson>,
): Promise<RouteOutput<typeof peopleRoutes.revealPerson>> {
  const { personId, purpose, groups, reason, caseId } = input
  // Outside the command, whose stored result must not hold the values: asked again, it is another reading.
  const values = await ctx.deps.db.transaction().execute(async (tx): Promise<VaultValue[] | null> => {
    const personIds = await familyOf(tx, ctx.countyId, personId)
    const vault = await openVault(tx, ctx, { purpose, groups, personIds, reason, caseId })
    return vault ? vault.values() : null
  })
  if (values === null) throw new Problem('register.not_found')
  await runCommand(ctx, input.commandId, async (tx) => {
    tx.subject('person', personId)
    return { done: true }
  })
  return { values: values.map(({ personId: _id, recordedAt: _at, ...value }) => value) }
}
