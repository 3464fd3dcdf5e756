import { sql } from 'kysely'
import type { Db } from '../../../platform/database/database.ts'
import { type PlanPlace, type PlanSubjects, subjectsForPlan } from '../../people/index.ts'
import type { RuleInForce } from '../rules/read-rules.ts'
import { addDays, type Day, earlierOf } from './days.ts'
import { neighbourhoodOf, walkingOrder } from './order.ts'
import type { PlanInput, Standing, Subject } from './plan-input.ts'
import type { Beat, PlanWorld } from './world.ts'

/** What the planner needs of some workers' grids, in a handful of queries: one input per worker, in their order. */
export async function readBeats(
  db: Db,
  world: PlanWorld,
  beats: readonly Beat[],
  rules: readonly RuleInForce[] = world.rules,
): Promise<PlanInput[]> {
  const gridIds = [...new Set(beats.flatMap(({ readIds }) => readIds))]
  const kindsOf = (target: string, pick: (rule: RuleInForce) => readonly string[]) => [
    ...new Set(rules.filter(({ terms }) => terms.target === target).flatMap(pick)),
  ]
  const question = {
    gridIds,
    today: world.today,
    households: rules.some(({ terms }) => terms.target === 'household'),
    needKinds: kindsOf('need', ({ terms }) => terms.needKinds),
    organisationKinds: kindsOf('organisation', ({ terms }) => terms.organisationKinds),
  }
  const [register, standing, lastOn] = await Promise.all([
    subjectsForPlan(db, world.countyId, question),
    readStanding(db, world, gridIds),
    lastVisits(db, world, gridIds),
  ])
  const found = subjectsByGrid(register, world, lastOn)
  const standingByGrid = Map.groupBy(standing, ({ gridId }) => gridId)
  return beats.map((beat): PlanInput => ({
    today: world.today,
    rules,
    turns: world.turns,
    isWorkday: (day) => world.isWorkday(day),
    unit: beat,
    subjects: inWalkingOrder(beat, found, world),
    standing: beat.readIds.flatMap((id) => standingByGrid.get(id) ?? []).filter((item) => isOfBeat(item, beat, world)),
  }))
}

/** Of a grid that was split each heir has its own part; what stands in the plan goes where its subject went. */
const isOfBeat = (item: Standing, beat: Beat, world: PlanWorld) =>
  beat.gridIds.includes(world.gridOf(item.gridId, item.lon, item.lat) ?? '')

type Found = PlanPlace & Omit<Subject, 'rank' | 'neighbourhood' | 'gridId' | 'lon' | 'lat' | 'id'>

function subjectsByGrid(
  { households, persons, places }: PlanSubjects,
  world: PlanWorld,
  lastOn: ReadonlyMap<string, Day>,
): ReadonlyMap<string | null, Found[]> {
  const none: ReadonlyMap<string, Day> = new Map()
  const last = (id: string) => lastOn.get(id) ?? null
  const all: Found[] = [
    ...households.map((one): Found => ({
      ...one,
      target: 'household',
      householdId: one.id,
      title: one.address,
      kinds: none,
      lastOn: last(one.id),
    })),
    ...persons.map((one): Found => {
      const kinds = new Map(Object.entries(one.kinds))
      const since = [...kinds.values()].reduce(earlierOf)
      return { ...one, target: 'need', title: one.address, kinds, since, lastOn: last(one.householdId) }
    }),
    ...places.map((one): Found => ({
      ...one,
      target: 'organisation',
      householdId: null,
      title: one.name,
      kinds: new Map([[one.kind, one.since]]),
      lastOn: last(one.id),
    })),
  ]
  return Map.groupBy(all, ({ gridId, lon, lat }) => world.gridOf(gridId, lon, lat))
}

function inWalkingOrder(beat: Beat, found: ReadonlyMap<string | null, Found[]>, world: PlanWorld): Subject[] {
  const rounds = beat.gridIds.map((id): Subject => ({
    target: 'grid',
    id,
    householdId: null,
    gridId: id,
    title: world.grids.get(id)?.name ?? '',
    lon: null,
    lat: null,
    neighbourhood: id,
    rank: -1,
    kinds: new Map(),
    since: '1900-01-01',
    lastOn: null,
  }))
  const sites = beat.gridIds.flatMap((gridId) => (found.get(gridId) ?? []).map((one) => ({ ...one, gridId })))
  const called = walkingOrder(sites).map((site, rank): Subject => {
    // Nobody who is called on for a need stands on a map.
    const [lon, lat] = site.target === 'need' ? [null, null] : [site.lon, site.lat]
    const { target, id, householdId, gridId, title, kinds, since, lastOn } = site
    return {
      target,
      id,
      householdId,
      gridId,
      title,
      lon,
      lat,
      neighbourhood: neighbourhoodOf(site),
      rank,
      kinds,
      since,
      lastOn,
    }
  })
  return [...rounds, ...called]
}

/** What is open, and what has ended in the turns that run now. */
async function readStanding(db: Db, world: PlanWorld, gridIds: readonly string[]): Promise<Standing[]> {
  const begun = [...world.turns].map(([code, turns]) => ({
    code,
    // A late visit ends an item a day after its time at most.
    from: addDays(
      turns.reduce((first, { from }) => earlierOf(first, from), world.today),
      -1,
    ),
  }))
  const columns = sql`d.id, d.rule_code, d.rule_id, d.target, d.subject_id, d.household_id, d.grid_id, d.period_from, d.nth,
    d.due_from, d.planned_on, d.due_by, d.state, d.tries, d.title, d.lon, d.lat,
    (d.ended_at AT TIME ZONE ${world.timeZone})::date AS ended_on, d.visit_id IS NOT NULL AS by_visit`
  const grids = [...gridIds]
  const { rows } = await sql<Standing>`
    SELECT ${columns} FROM due_items d
    WHERE d.county_id = ${world.countyId} AND d.grid_id = any(${grids}::uuid[]) AND d.state = 'open'
    UNION ALL
    SELECT ${columns} FROM due_items d
    JOIN unnest(${begun.map(({ code }) => code)}::text[], ${begun.map(({ from }) => from)}::date[]) AS r(code, begun)
      ON d.rule_code = r.code AND d.due_by >= r.begun
    WHERE d.county_id = ${world.countyId} AND d.grid_id = any(${grids}::uuid[]) AND d.state <> 'open'
      AND d.due_by >= ${begun.map(({ from }) => from).reduce(earlierOf, world.today)}::date`.execute(db)
  return rows
}

/** Day of the last visit that met somebody, by household and by place. */
async function lastVisits(db: Db, world: PlanWorld, gridIds: readonly string[]): Promise<ReadonlyMap<string, Day>> {
  const { rows } = await sql<{ id: string; lastOn: Day }>`
    SELECT coalesce(household_id, subject_id) AS id, max((captured_at AT TIME ZONE ${world.timeZone})::date) AS last_on
    FROM visits
    WHERE county_id = ${world.countyId} AND grid_id = any(${[...gridIds]}::uuid[]) AND result = 'found'
      AND captured_at >= ${addDays(world.today, -400)}::date
    GROUP BY 1`.execute(db)
  return new Map(rows.map(({ id, lastOn }) => [id, lastOn]))
}
