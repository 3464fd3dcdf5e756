import { peopleRoutes } from '@linli/contract/people'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadPopulation, syntheticHouseholds } from '../src/modules/people/index.ts'
import { GatheringClient } from '../src/platform/database/gathering-client.ts'
import { area, type Person } from './county.ts'
import { countyId, createWorld, type World } from './world.ts'

const FILE = join(import.meta.dirname, 'register-plans.txt')
/** Tables that grow with the county: reading one from end to end is a fault however small it is here. */
const large = ['persons', 'households', 'residences', 'person_keys', 'person_records', 'person_needs', 'access_log']

/** Of so few rows the planner may do as it likes. */
const small = /^(buildings|organisations)_/

interface Node {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly Plans?: readonly Node[]
}
interface Statement {
  readonly text: string
  readonly values?: readonly unknown[]
  /** One plan for whatever is asked. */
  readonly byOnePlan: boolean
}

let world: World
let owner: pg.Client
let somebody: { id: string; householdId: string; name: string; phone: string }
beforeAll(async () => {
  world = await createWorld()
  owner = new pg.Client({ connectionString: world.ownerUrl })
  await owner.connect()
  const grids = [area.linyuan1, area.linyuan3].map((id, index) => ({
    id,
    villageId: area.linyuan,
    townId: null,
    villageName: '林园社区',
    isUrban: index === 0,
    point: null,
  }))
  await loadPopulation(world.deps, owner, countyId, syntheticHouseholds(1, grids, 2_500), '2026-11-23')
  // Five thousand rows are sooner read through than looked up; a county has a hundred times as many.
  // Vacuumed: what an index has not sorted in yet makes it look dearer, until the database tidies up some time or other.
  await owner.query('VACUUM ANALYZE')
  await owner.query('SET enable_seqscan = off')
  const { rows } = await owner.query<typeof somebody>(
    `SELECT id, household_id AS "householdId", name FROM persons WHERE grid_id = $1 AND char_length(name) = 3 ORDER BY id LIMIT 1`,
    [area.linyuan3],
  )
  somebody = { ...(rows[0] as typeof somebody), phone: '19900001111' }
})
afterAll(async () => {
  await owner.end()
  await world.close()
})

/** What the platform asks of the register for one call. */
async function statementsOf(call: () => Promise<unknown>): Promise<Statement[]> {
  const seen: Statement[] = []
  const asked = vi.spyOn(GatheringClient.prototype, 'ask')
  try {
    await call()
    for (const [index, [text, values]] of asked.mock.calls.entries()) {
      const byOnePlan = asked.mock.calls[index - 1]?.[0].includes('force_generic_plan') === true
      if (/FROM (persons|households) |accessLog|access_log/.test(text)) seen.push({ text, values, byOnePlan })
    }
  } finally {
    asked.mockRestore()
  }
  return seen
}

/** Indexes by table, and tables read from end to end. */
async function planOf({ text, values, byOnePlan }: Statement): Promise<string[]> {
  const options = byOnePlan ? 'FORMAT JSON, GENERIC_PLAN' : 'FORMAT JSON'
  const { rows } = await owner.query<{ 'QUERY PLAN': { Plan: Node }[] }>(
    `EXPLAIN (${options}) ${text}`,
    byOnePlan ? undefined : [...(values ?? [])],
  )
  const found: string[] = []
  const walk = (node: Node): void => {
    const table = node['Relation Name'] ?? ''
    if (node['Index Name'] && !small.test(node['Index Name'])) found.push(node['Index Name'])
    if (node['Node Type'] === 'Seq Scan' && large.includes(table)) found.push(`END TO END ${table}`)
    for (const below of node.Plans ?? []) walk(below)
  }
  const [plan] = rows[0]?.['QUERY PLAN'] ?? []
  if (plan) walk(plan.Plan)
  return [...new Set(found)].toSorted()
}

describe('the hot questions to the register', () => {
  it('are answered by the indexes that are committed here', async () => {
    const search = (who: Person, q: string) => () => world.call(who, peopleRoutes.searchRegister, { q })
    const asked: readonly (readonly [string, () => Promise<unknown>])[] = [
      ...(['zhoumin', 'wujing'] as const).flatMap((who) => [
        [`${who} search name`, search(who, somebody.name)] as const,
        [`${who} search pinyin`, search(who, 'zhangwei')] as const,
        [`${who} search phone`, search(who, somebody.phone)] as const,
        [`${who} search document`, search(who, '421087195303070988')] as const,
        [`${who} search address`, search(who, '林园社区7组12号')] as const,
        [`${who} households`, () => world.call(who, peopleRoutes.listHouseholds, { limit: 20 })] as const,
      ]),
      ['household page', () => world.call('wujing', peopleRoutes.getHousehold, { householdId: somebody.householdId })],
      ['person page', () => world.call('wujing', peopleRoutes.getPerson, { personId: somebody.id })],
    ]
    const lines: string[] = []
    for (const [name, call] of asked) {
      // The first call warms what is kept in memory.
      await call()
      const indexes = (await Promise.all((await statementsOf(call)).map(planOf))).flat()
      lines.push(`${name}: ${[...new Set(indexes)].toSorted().join(', ')}`)
    }
    const plans = `${lines.join('\n')}\n`
    expect(plans).not.toContain('END TO END')
    if (process.env['UPDATE_PLANS'] === '1' || !existsSync(FILE)) writeFileSync(FILE, plans)
    expect(plans, 'if the change is meant, run UPDATE_PLANS=1 npm test -- register-plans').toBe(
      readFileSync(FILE, 'utf8'),
    )
  })
})
