import { from as copyFrom } from 'pg-copy-streams'
import type { ClientBase } from 'pg'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { newId } from '../../platform/crypto/id.ts'
import type { Deps } from '../../platform/deps.ts'
import { mask } from '../../platform/mask.ts'
import { needKind } from './fields.ts'
import { searchFormsOf } from './name-search.ts'
import type { SyntheticHousehold, SyntheticPerson } from './synthetic/population.ts'
import { blindIndex, type FactsOf, sealFacts } from './vault.ts'
import { numbersSaid } from './write-person.ts'

type Value = string | number | boolean | Buffer | null

const columns = {
  buildings: 'county_id,id,town_id,village_id,grid_id,name,address,units,floors,lon,lat',
  dwellings: 'county_id,id,building_id,town_id,village_id,grid_id,unit_no,floor,room,address,tenure,lon,lat',
  households: 'county_id,id,dwelling_id,town_id,village_id,grid_id,address,head_name,members,valid_from',
  persons:
    'county_id,id,name,name_full,name_initials,sex,birth_on,document_kind,phone_masked,state,household_id,relation,residence_kind,town_id,village_id,grid_id',
  person_records: 'county_id,id,person_id,said,sealed,valid_from,known_how,by_kind',
  residences:
    'county_id,id,person_id,household_id,grid_id,relation,kind,lives_here,valid_from,began_by,other_place,known_how',
  person_keys: 'county_id,kind,digest,person_id',
  'vault.keys': 'county_id,id,person_id,master,wrapped',
  'vault.facts': 'county_id,id,person_id,field,field_group,key_id,sealed,valid_from,known_how,by_kind',
  person_needs: 'county_id,id,person_id,kind,basis,valid_from,valid_to,known_how',
} as const
type Table = keyof typeof columns
const tables = Object.keys(columns) as Table[]
/** Tables that it fills. */
export const populationTables: readonly string[] = tables

const BATCH = 2_000

/**
 * Fills an empty register with households that a generator makes, as fast as the database takes them (COPY), sealed like
 * any other. `client` is one of its own: those of the pool gather their statements, and COPY stands apart. For the demo,
 * trials and benchmarks. Answers how many persons it put in.
 */
export async function loadPopulation(
  deps: Deps,
  client: ClientBase,
  countyId: number,
  households: Iterable<SyntheticHousehold>,
  today: string,
): Promise<number> {
  const buildings = new Map<string, string>()
  let persons = 0
  for (const batch of batches(households)) {
    const rows = Object.fromEntries(tables.map((table) => [table, [] as string[]])) as Record<Table, string[]>
    const put = (table: Table, values: readonly Value[]) => rows[table].push(lineOf([countyId, ...values]))
    const told: FactsOf[] = []
    for (const household of batch) told.push(...putHousehold(deps, put, buildings, household, today))
    persons += told.length
    const sealed = await sealFacts(deps, countyId, told)
    for (const { id, personId, master, wrapped } of sealed.keys) put('vault.keys', [id, personId, master, wrapped])
    for (const { id, personId, field, fieldGroup, keyId, sealed: bytes, validFrom, knownHow } of sealed.facts)
      put('vault.facts', [id, personId, field, fieldGroup, keyId, bytes, validFrom, knownHow, 'system'])
    for (const table of tables) await copyIn(client, table, rows[table])
  }
  return persons
}

function* batches(households: Iterable<SyntheticHousehold>): Generator<SyntheticHousehold[]> {
  let batch: SyntheticHousehold[] = []
  for (const household of households) {
    batch.push(household)
    if (batch.length === BATCH) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

type Put = (table: Table, values: readonly Value[]) => void

function putHousehold(
  deps: Deps,
  put: Put,
  buildings: Map<string, string>,
  household: SyntheticHousehold,
  today: string,
): FactsOf[] {
  const { grid, address, members, building, point, tenure } = household
  const place = [grid.townId, grid.villageId, grid.id]
  const position = [point?.lon ?? null, point?.lat ?? null]
  const [dwellingId, householdId] = [newId(), newId()]
  let buildingId: string | null = null
  if (building) {
    const key = `${grid.id} ${building.name}`
    buildingId = buildings.get(key) ?? null
    if (buildingId === null) {
      buildingId = newId()
      buildings.set(key, buildingId)
      put('buildings', [buildingId, ...place, building.name, grid.villageName, 2, 6, ...position])
    }
  }
  put('dwellings', [
    dwellingId,
    buildingId,
    ...place,
    building?.unitNo ?? null,
    building?.floor ?? null,
    building?.room ?? null,
    address,
    tenure,
    // Flats lie where their building lies.
    ...(building ? [null, null] : position),
  ])
  const since = members.reduce((first, one) => (one.since < first ? one.since : first), today)
  put('households', [householdId, dwellingId, ...place, address, members[0]?.name ?? '', members.length, since])
  return members.map((member) => putPerson(deps, put, { householdId, place, gridId: grid.id, today }, member))
}

interface Into {
  readonly householdId: string
  readonly place: readonly (string | null)[]
  readonly gridId: string
  readonly today: string
}

function putPerson(deps: Deps, put: Put, into: Into, one: SyntheticPerson): FactsOf {
  const id = newId()
  const { full, initials } = searchFormsOf(one.name)
  const kind = one.document === null ? 'unknown' : 'resident_id'
  const phone = one.phone === null ? null : mask.phone(one.phone)
  const state = one.livesHere ? 'present' : 'away'
  const { householdId, place, gridId, today } = into
  const file = [id, one.name, full, initials, one.sex, one.birthOn, kind, phone, state]
  put('persons', [...file, householdId, one.relation, one.kind, ...place])
  const said = JSON.stringify({ name: one.name, sex: one.sex, birthOn: one.birthOn })
  const sealed = numbersSaid(one.document === null ? null : { kind }, one.phone ?? undefined)
  put('person_records', [newId(), id, said, `{${sealed.join()}}`, one.since, 'list', 'system'])
  const home = [newId(), id, householdId, gridId, one.relation, one.kind, one.livesHere, one.since]
  put('residences', [...home, one.beganBy, one.otherPlace, 'list'])
  const facts: FactsOf['facts'][number][] = []
  if (one.document !== null) {
    put('person_keys', ['document', blindIndex(deps, 'document', one.document), id])
    facts.push({
      field: 'document',
      group: 'identity',
      value: `${kind}:${one.document}`,
      validFrom: one.since,
      knownHow: 'list',
    })
  }
  if (one.phone !== null) {
    put('person_keys', ['phone', blindIndex(deps, 'phone', one.phone), id])
    facts.push({ field: 'phone', group: 'contact', value: one.phone, validFrom: one.since, knownHow: 'list' })
  }
  if (one.need) {
    // In the midst of its time: a register in which every need began today would ask for all first visits at once.
    const months = needKind(one.need.kind)?.mostMonths ?? 12
    const half = Temporal.PlainDate.from(today).subtract({ months: Math.floor(months / 2) })
    const from = one.since > half.toString() ? Temporal.PlainDate.from(one.since) : half
    const period = [from.toString(), from.add({ months }).toString()]
    put('person_needs', [newId(), id, one.need.kind, one.need.basis, ...period, 'list'])
  }
  return { personId: id, facts }
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function lineOf(values: readonly Value[]): string {
  return `${values.map(cellOf).join('\t')}\n`
}

function cellOf(value: Value): string {
  if (value === null) return '\\N'
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`
  return typeof value === 'string'
    ? value.replaceAll(/[\\\n\r\t]/g, (letter) => escapes[letter] ?? letter)
    : String(value)
}

async function copyIn(client: ClientBase, table: Table, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return
  await pipeline(
    Readable.from([lines.join('')]),
    client.query(copyFrom(`COPY ${table} (${columns[table]}) FROM STDIN`)),
  )
}
