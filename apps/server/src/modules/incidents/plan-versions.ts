import { IncidentKind } from '@linli/contract/incident-shapes'
import type { incidentPlanRoutes, Plan, PlanLine } from '@linli/contract/incident-plans'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { Names } from '@linli/contract/common'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import type { Db } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { staffNames } from '../identity/index.ts'

type Input<N extends keyof typeof incidentPlanRoutes> = RouteParsed<(typeof incidentPlanRoutes)[N]>

const Delivered = z.strictObject({
  code: z.string(),
  version: z.number().int().min(1),
  kinds: z.array(IncidentKind).min(1),
  names: Names,
  checks: z
    .array(
      z.strictObject({
        zh: z.string().max(100),
        en: z.string().max(200),
        duty: Names,
        unit: z.string().optional(),
        within: z.number().int().positive().optional(),
      }),
    )
    .min(1),
})

/** One version of a plan. */
export interface PlanVersion {
  readonly code: string
  readonly version: number
  readonly kinds: IncidentKind[]
  readonly names: Names
  readonly lines: Plan['lines']
  readonly retired: boolean
  readonly words: string
  /** Null: as the platform was delivered. */
  readonly changedBy: string | null
  readonly changedAt: string | null
}

const file = fileURLToPath(new URL('../../../../../data/incidents/plans.json', import.meta.url))
let known: readonly PlanVersion[] | null = null

/** The plans that come with the platform, for a county that has none of its own yet. */
function delivered(): readonly PlanVersion[] {
  return (known ??= z
    .array(Delivered)
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .map(({ checks, ...plan }) => ({
      ...plan,
      lines: checks.map(({ zh, en, duty, unit = null, within = null }) => ({ names: { zh, en }, duty, unit, within })),
      retired: false,
      words: '',
      changedBy: null,
      changedAt: null,
    })))
}

/** The latest version of each plan: the county's, else the platform's. */
export async function latestPlans(db: Db, countyId: number): Promise<PlanVersion[]> {
  const own = await db
    .selectFrom('incidentPlanVersions')
    .distinctOn('code')
    .selectAll()
    .where('countyId', '=', countyId)
    .orderBy('code')
    .orderBy('version', 'desc')
    .execute()
  const changed = new Set(own.map(({ code }) => code))
  return [...delivered().filter(({ code }) => !changed.has(code)), ...own.map(asVersion)]
}

/** All versions of one plan, the newest first; none where there is no such plan. */
async function versionsOf(db: Db, countyId: number, code: string): Promise<PlanVersion[]> {
  const own = await db
    .selectFrom('incidentPlanVersions')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .execute()
  return [...own.map(asVersion), ...delivered().filter((plan) => plan.code === code)]
}

type Stored = { kinds: string[]; names: unknown; lines: unknown }
// Written by the command below in the shapes of the contract.
const asVersion = <R extends Stored>(row: R) => row as R & PlanVersion

export async function listIncidentPlans(ctx: Ctx): Promise<RouteOutput<typeof incidentPlanRoutes.listIncidentPlans>> {
  const plans = await latestPlans(ctx.db, ctx.countyId)
  const names = await namesOf(ctx, plans)
  return {
    items: plans
      .map(({ lines, ...plan }) => ({
        ...plan,
        lines: lines.length,
        ofCounty: plan.changedBy !== null,
        changedBy: names(plan),
      }))
      .toSorted((a, b) => Number(a.retired) - Number(b.retired) || a.names.zh.localeCompare(b.names.zh, 'zh')),
    mayChange: mayChange(ctx),
  }
}

export async function getIncidentPlan(ctx: Ctx, input: Input<'getIncidentPlan'>): Promise<Plan> {
  const versions = await versionsOf(ctx.db, ctx.countyId, input.planCode)
  const wanted = input.version === undefined ? versions[0] : versions.find(({ version }) => version === input.version)
  if (!wanted) throw new Problem('incident.plan_unknown')
  const names = await namesOf(ctx, versions)
  return {
    ...wanted,
    ofCounty: wanted.changedBy !== null,
    changedBy: names(wanted),
    latest: versions[0]?.version ?? wanted.version,
    versions: versions.map((one) => ({
      version: one.version,
      words: one.words,
      changedBy: names(one),
      changedAt: one.changedAt,
    })),
  }
}

/** A version on top of the one that was seen; of two at once the second is told that it is not the latest any more. */
export async function changeIncidentPlan(ctx: Ctx, input: Input<'changeIncidentPlan'>): Promise<Plan> {
  if (!mayChange(ctx)) throw new Problem('incident.plan_county_only')
  const { planCode: code, seenVersion, kinds, retired, words } = input
  await runCommand(ctx, input.commandId, async (tx) => {
    const [latest] = await versionsOf(tx.db, ctx.countyId, code)
    if (!latest && seenVersion > 0) throw new Problem('incident.plan_unknown')
    if ((latest?.version ?? 0) !== seenVersion)
      throw new Problem('incident.plan_stale', { version: latest?.version ?? 0 })
    await tx.db
      .insertInto('incidentPlanVersions')
      .values({
        countyId: ctx.countyId,
        code,
        version: seenVersion + 1,
        kinds: [...new Set(kinds)],
        names: JSON.stringify(both(input.names)),
        lines: JSON.stringify(input.lines.map(asLine)),
        retired,
        words,
        // Only staff reach the route.
        changedBy: ctx.actor.id ?? '',
        changedAt: ctx.deps.now().toISOString(),
      })
      .execute()
    // A plan is known by its code; what is recorded needs an id.
    tx.subject('incident_plan', input.commandId)
    return { code }
  })
  return getIncidentPlan(ctx, { planCode: code })
}

/** Plans hold for the whole county: a town does not change what its neighbours go by. */
const mayChange = (ctx: Ctx) => ctx.actor.may('incident.lead') && ctx.actor.reach('incident.lead') === 'county'

const both = ({ zh, en }: { zh: string; en: string }): Names => ({ zh, en: en === '' ? zh : en })
const asLine = (line: PlanLine) => ({ ...line, names: both(line.names), duty: both(line.duty) })

async function namesOf(ctx: Ctx, plans: readonly PlanVersion[]) {
  const ids = plans.flatMap(({ changedBy }) => changedBy ?? [])
  const names = await staffNames(ctx.deps, ctx.countyId, [...new Set(ids)])
  return ({ changedBy }: Pick<PlanVersion, 'changedBy'>): string | null =>
    changedBy === null ? null : (names.get(changedBy) ?? '')
}
