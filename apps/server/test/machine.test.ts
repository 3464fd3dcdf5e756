import type { MatterStatus } from '@linli/contract/matters'
import { matterRoutes } from '@linli/contract/matters'
import { sql } from 'kysely'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holdings, transitions } from '../src/modules/matters/index.ts'
import { type Person, staffId, unit } from './county.ts'
import { type Steps, stepsIn } from './steps.ts'
import { createWorld, type World } from './world.ts'

const WALKS = 12
const LENGTH = 14

let world: World
let steps: Steps
beforeAll(async () => {
  world = await createWorld()
  steps = stepsIn(world)
})
afterAll(() => world.close())

const words = '随手一写'
/** Actions with an input that may be right; whether it is, the platform says. */
const actions = {
  accept: (who: Person, id: string) => steps.act(who, matterRoutes.acceptMatter, id, {}),
  decline: (who: Person, id: string) =>
    steps.act(who, matterRoutes.declineMatter, id, { reasonCode: 'not_found', words }),
  dispatch_own: (who: Person, id: string) => steps.act(who, matterRoutes.dispatchMatter, id, { unitId: unit.station }),
  dispatch_department: (who: Person, id: string) =>
    steps.act(who, matterRoutes.dispatchMatter, id, { unitId: unit.maintenance }),
  receive: (who: Person, id: string) => steps.act(who, matterRoutes.receiveMatter, id, {}),
  assign: (who: Person, id: string) => steps.act(who, matterRoutes.assignMatter, id, { staffId: staffId.zhoumin }),
  return: (who: Person, id: string) =>
    steps.act(who, matterRoutes.returnMatter, id, { reasonCode: 'not_competent', words }),
  dispute: (who: Person, id: string) => steps.act(who, matterRoutes.disputeMatter, id, { words }),
  decide_dispute: (who: Person, id: string) =>
    steps.act(who, matterRoutes.decideDispute, id, { unitId: unit.cityManagement, words }),
  pause: (who: Person, id: string) =>
    steps.act(who, matterRoutes.pauseMatter, id, {
      reasonCode: 'needs_information',
      words,
      limit: { amount: 3, unit: 'natural_day' },
    }),
  resume: (who: Person, id: string) => steps.act(who, matterRoutes.resumeMatter, id, { words }),
  settle: (who: Person, id: string) => steps.act(who, matterRoutes.settleMatter, id, { words }),
  settle_on_spot: (who: Person, id: string) => steps.act(who, matterRoutes.settleOnSpot, id, { words }),
  escalate: (who: Person, id: string) => steps.act(who, matterRoutes.escalateMatter, id, { words }),
  verify: (who: Person, id: string) => steps.act(who, matterRoutes.verifyMatter, id, { passed: true, words }),
  fail_check: (who: Person, id: string) => steps.act(who, matterRoutes.verifyMatter, id, { passed: false, words }),
  call_back: (who: Person, id: string) =>
    steps.act(who, matterRoutes.callBack, id, { answer: 'satisfied', rating: 5, words }),
  unsatisfied: (who: Person, id: string) => steps.act(who, matterRoutes.callBack, id, { answer: 'unsatisfied', words }),
  reopen: (who: Person, id: string) => steps.act(who, matterRoutes.reopenMatter, id, { words }),
} as const
type Name = keyof typeof actions

const people = ['zhoumin', 'hefang', 'luobin', 'tangqi', 'wujing', 'huangjian', 'pengtao'] as const
type Who = (typeof people)[number]
const walk = fc.array(
  fc.record({
    // Object.keys widens; these are the table's own keys.
    name: fc.constantFrom(...(Object.keys(actions) as Name[])),
    who: fc.constantFrom(...people),
    minutes: fc.integer({ min: 0, max: 90 }),
  }),
  { minLength: LENGTH, maxLength: LENGTH },
)

/** Where a walk begins, so that what is tried is tried in every status: steps that must be taken. */
const beginnings: readonly (readonly (readonly [Name, Who])[])[] = [
  [],
  [['accept', 'hefang']],
  [['dispatch_own', 'hefang']],
  [
    ['dispatch_own', 'hefang'],
    ['receive', 'hefang'],
  ],
  [
    ['dispatch_own', 'hefang'],
    ['receive', 'hefang'],
    ['pause', 'hefang'],
  ],
  [
    ['dispatch_own', 'hefang'],
    ['settle', 'hefang'],
  ],
  [
    ['dispatch_own', 'hefang'],
    ['settle', 'zhoumin'],
    ['verify', 'hefang'],
  ],
]

interface Facts {
  readonly status: MatterStatus
  readonly version: number
  readonly firstUnitId: string
  readonly entries: readonly string[]
  readonly clocks: readonly string[]
  readonly items: readonly string[]
}

async function factsOf(id: string): Promise<Facts> {
  const { rows } = await sql<Facts>`
    SELECT m.status, m.version, m.first_unit_id,
      ARRAY(SELECT e.id::text FROM matter_entries e WHERE e.matter_id = m.id ORDER BY e.at, e.id) AS entries,
      ARRAY(SELECT c.kind FROM clocks c WHERE c.subject_id = m.id AND c.stopped_at IS NULL ORDER BY 1) AS clocks,
      ARRAY(SELECT w.kind FROM work_items w WHERE w.subject_id = m.id AND w.done_at IS NULL ORDER BY 1) AS items
    FROM matters m WHERE m.id = ${id}`.execute(world.deps.db)
  return rows[0] as Facts
}

/** Clocks that must run in a status, and the work that must wait for somebody. */
function expected(status: MatterStatus): { clocks: string[]; items: string[] } {
  const { step, whole, item } = holdings[status]
  const held = step === 'pause' ? ['pause', 'handle'] : step === null ? [] : [step]
  return {
    clocks: [...held, ...(whole === 'ended' ? [] : ['whole'])].toSorted(),
    items: item === null ? [] : [item.kind],
  }
}

const mayLead = (from: MatterStatus, to: MatterStatus) =>
  // A desk's dispatch takes it on as well.
  (from === 'reported' && to === 'dispatched') ||
  Object.values(transitions).some(
    (rule) => rule.from.includes(from) && [rule.to].flat().some((one) => one === to || one === 'same'),
  )

describe('a matter, whatever anybody tries', () => {
  it('keeps to its table: states, clocks, work, timeline and first receiver', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...beginnings), walk, async (beginning, tries) => {
        const { id } = await steps.report({ categoryCode: '0106' })
        for (const [name, who] of beginning)
          expect((await actions[name](who, id)).status, `${who} ${name} at first`).toBe(200)
        let before = await factsOf(id)
        const { firstUnitId } = before
        for (const { name, who, minutes } of tries) {
          world.forward(minutes)
          const answer = await actions[name](who, id)
          const after = await factsOf(id)
          const said = `${who} ${name} in ${before.status}: ${answer.status} ${answer.code ?? ''}`
          if (answer.status !== 200) {
            expect([403, 404, 409, 422], said).toContain(answer.status)
            expect(after, said).toEqual(before)
          }
          if (after.status !== before.status) expect(mayLead(before.status, after.status), said).toBe(true)
          expect({ clocks: after.clocks, items: after.items }, said).toEqual(expected(after.status))
          expect(after.entries.slice(0, before.entries.length), said).toEqual(before.entries)
          expect(after.version, said).toBeGreaterThanOrEqual(before.version)
          expect(after.firstUnitId, said).toBe(firstUnitId)
          before = after
        }
      }),
      { numRuns: WALKS },
    )
    expect(world.failures).toEqual([])
  })
})
