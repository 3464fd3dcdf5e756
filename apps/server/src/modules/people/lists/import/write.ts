import { sql } from 'kysely'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import { newId } from '../../../../platform/crypto/id.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { mask } from '../../../../platform/mask.ts'
import { searchFormsOf } from '../../name-search.ts'
import { insertSealed, type NewFact, sealFacts } from '../../vault.ts'
import { numbersSaid } from '../../write-person.ts'
import type { ListedPerson } from './check-row.ts'
import type { Plan, PlannedPerson } from './plan.ts'

type Value = string | number | boolean | null
/** Column → its type, then one array of values per row in the same order. */
type Columns = Readonly<Record<string, string>>

/** Many rows in one statement: one array per column, taken apart by the database. */
async function insertAll(tx: Tx, countyId: number, table: string, columns: Columns, rows: readonly Value[][]) {
  if (rows.length === 0) return
  const types = Object.values(columns)
  const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)))
  // Arrays of arrays are taken apart to their last value: an array travels as its text.
  const travelling = (type: string) => sql.raw(type.endsWith('[]') ? 'text' : type)
  const arrays = types.map((type, index) => sql`${rows.map((row) => row[index] ?? null)}::${travelling(type)}[]`)
  const values = Object.entries(columns).map(([name, type]) => sql`t.${sql.ref(name)}::${sql.raw(type)}`)
  await sql`
    INSERT INTO ${sql.table(table)} (county_id, ${names})
    SELECT ${countyId}::int, ${sql.join(values)} FROM unnest(${sql.join(arrays)}) t (${names})`.execute(tx)
}

/**
 * Writes what is new of a batch, each table in one statement. While the database works on one, the next is on its way: they
 * are answered in the order in which they were sent, the tables in the order in which rows refer to each other.
 */
export async function writeNew(tx: Tx, ctx: Ctx, importId: string, plan: Plan, today: string): Promise<void> {
  const { countyId } = ctx
  const by = ctx.actor.id
  const since = (row: ListedPerson) => row.since ?? row.diedOn ?? today
  const sent: Promise<void>[] = []
  const send = async (table: string, columns: Columns, rows: readonly Value[][]) => {
    const write = insertAll(tx, countyId, table, columns, rows)
    // Awaited below; until then a failure has somebody who listens.
    write.catch(() => {})
    sent.push(write)
    await new Promise((resolve) => setImmediate(resolve))
  }
  const sealed = await sealFacts(
    ctx.deps,
    countyId,
    plan.persons.map(({ id, row }) => ({ personId: id, facts: factsOf(row, since(row)) })),
  )
  await send(
    'dwellings',
    { id: 'uuid', town_id: 'uuid', village_id: 'uuid', grid_id: 'uuid', address: 'text' },
    plan.dwellings.map(({ id, row: { grid, address } }) => [id, grid.townId, grid.villageId, grid.gridId, address]),
  )
  await send('households', householdColumns, plan.households.flatMap(householdRow(importId, today)))
  await send('persons', personColumns, plan.persons.map(personRow(importId)))
  await send(
    'person_records',
    {
      id: 'uuid',
      person_id: 'uuid',
      said: 'jsonb',
      sealed: 'text[]',
      valid_from: 'date',
      known_how: 'text',
      by_kind: 'text',
      by_id: 'uuid',
      import_id: 'uuid',
    },
    plan.persons.map(({ id, row }) => {
      const said = { name: row.name, sex: row.sex, birthOn: row.birthOn }
      const sealed = numbersSaid(row.document.number === null ? null : row.document, row.phone ?? undefined)
      return [newId(), id, JSON.stringify(said), `{${sealed.join()}}`, since(row), 'list', 'staff', by, importId]
    }),
  )
  await send(
    'residences',
    {
      id: 'uuid',
      person_id: 'uuid',
      household_id: 'uuid',
      grid_id: 'uuid',
      relation: 'text',
      kind: 'text',
      lives_here: 'boolean',
      valid_from: 'date',
      valid_to: 'date',
      began_by: 'text',
      ended_by: 'text',
      other_place: 'text',
      known_how: 'text',
      by_id: 'uuid',
      import_id: 'uuid',
    },
    plan.persons.map(({ id, row, householdId, relation }) => [
      newId(),
      id,
      householdId,
      row.grid.gridId,
      relation,
      row.residenceKind,
      row.livesHere,
      since(row),
      row.diedOn,
      'known',
      row.diedOn === null ? null : 'died',
      row.otherPlace,
      'list',
      by,
      importId,
    ]),
  )
  await send(
    'person_keys',
    { kind: 'text', digest: 'bytea', person_id: 'uuid' },
    plan.persons.flatMap(({ id, digests: { document, phone } }) => [
      ...(document === null ? [] : [['document', `\\x${document}`, id]]),
      ...(phone === null ? [] : [['phone', `\\x${phone}`, id]]),
    ]),
  )
  await send(
    'person_needs',
    {
      id: 'uuid',
      person_id: 'uuid',
      kind: 'text',
      basis: 'text',
      valid_from: 'date',
      valid_to: 'date',
      known_how: 'text',
      by_id: 'uuid',
      import_id: 'uuid',
    },
    plan.persons.flatMap(({ id, row: { need } }) =>
      need === null ? [] : [[newId(), id, need.kind, need.basis, today, need.until, 'list', by, importId]],
    ),
  )
  await Promise.all(sent)
  await insertSealed(tx, ctx, sealed, importId)
  await openDoubles(tx, countyId, plan)
  await countMembers(tx, countyId, [...plan.joined])
}

export function factsOf(row: Pick<ListedPerson, 'document' | 'phone'>, validFrom: string): NewFact[] {
  const { document, phone } = row
  return [
    ...(document.number === null
      ? []
      : [
          {
            field: 'document',
            group: 'identity',
            value: `${document.kind}:${document.number}`,
            validFrom,
            knownHow: 'list',
          } as const,
        ]),
    ...(phone === null
      ? []
      : [{ field: 'phone', group: 'contact', value: phone, validFrom, knownHow: 'list' } as const]),
  ]
}

const householdColumns: Columns = {
  id: 'uuid',
  dwelling_id: 'uuid',
  town_id: 'uuid',
  village_id: 'uuid',
  grid_id: 'uuid',
  number: 'text',
  address: 'text',
  kind: 'text',
  head_name: 'text',
  members: 'int',
  valid_from: 'date',
  valid_to: 'date',
  import_id: 'uuid',
}

const householdRow =
  (importId: string, today: string) =>
  ({ id, dwellingId, rows }: Plan['households'][number]): Value[][] => {
    const living = rows.filter(({ diedOn }) => diedOn === null)
    const first = living.find((row) => row.relation === 'head') ?? living[0] ?? rows[0]
    if (!first) return []
    const { grid, householdNumber, address, householdKind, name } = first
    const begins = rows.map(({ since, diedOn }) => since ?? diedOn ?? today)
    const from = begins.reduce((earliest, day) => (day < earliest ? day : earliest), today)
    // One in which nobody lives any more has ended with the last of them.
    const ends = rows.flatMap(({ diedOn }) => diedOn ?? []).toSorted()
    const to = living.length > 0 ? null : (ends.at(-1) ?? null)
    return [
      [
        id,
        dwellingId,
        grid.townId,
        grid.villageId,
        grid.gridId,
        householdNumber,
        address,
        householdKind,
        name,
        living.length,
        from,
        to,
        importId,
      ],
    ]
  }

const personColumns: Columns = {
  id: 'uuid',
  name: 'text',
  name_full: 'text',
  name_initials: 'text',
  sex: 'text',
  birth_on: 'date',
  document_kind: 'text',
  phone_masked: 'text',
  state: 'text',
  died_on: 'date',
  left_on: 'date',
  household_id: 'uuid',
  relation: 'text',
  residence_kind: 'text',
  town_id: 'uuid',
  village_id: 'uuid',
  grid_id: 'uuid',
  import_id: 'uuid',
}

const personRow =
  (importId: string) =>
  ({ id, row, householdId, relation }: PlannedPerson): Value[] => {
    const { full, initials } = searchFormsOf(row.name)
    return [
      id,
      row.name,
      full,
      initials,
      row.sex,
      row.birthOn,
      row.document.kind,
      row.phone === null ? null : mask.phone(row.phone),
      row.diedOn !== null ? 'died' : row.livesHere ? 'present' : 'away',
      row.diedOn,
      row.diedOn,
      householdId,
      relation,
      row.residenceKind,
      row.grid.townId,
      row.grid.villageId,
      row.grid.gridId,
      importId,
    ]
  }

async function openDoubles(tx: Tx, countyId: number, { doubles }: Plan): Promise<void> {
  if (doubles.length === 0) return
  await tx
    .insertInto('duplicates')
    .values(doubles.map((double) => ({ countyId, id: newId(), ...double })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Households that were there already have more members now, and perhaps a head. */
async function countMembers(tx: Tx, countyId: number, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    UPDATE households h SET members = m.count, head_name = coalesce(m.head, h.head_name),
      valid_to = NULL, version = h.version + 1, updated_at = now()
    FROM (
      SELECT r.household_id, count(*)::int AS count, max(p.name) FILTER (WHERE r.relation = 'head') AS head
      FROM residences r JOIN persons p ON p.county_id = r.county_id AND p.id = r.person_id
      WHERE r.county_id = ${countyId} AND r.household_id = any(${[...ids]}::uuid[]) AND r.valid_to IS NULL
      GROUP BY r.household_id) m
    WHERE h.county_id = ${countyId} AND h.id = m.household_id`.execute(tx)
}
