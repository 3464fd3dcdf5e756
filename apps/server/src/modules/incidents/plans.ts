import type { Incident } from '@linli/contract/incident-shapes'
import type { incidentRoutes } from '@linli/contract/incidents'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { unitDirectory } from '../identity/index.ts'
import { latestPlans } from './plan-versions.ts'
import { lockFor, writeEntry } from './queries.ts'
import { getIncident } from './room.ts'

type Input<N extends keyof typeof incidentRoutes> = RouteParsed<(typeof incidentRoutes)[N]>

export async function listPlanTemplates(ctx: Ctx): Promise<RouteOutput<typeof incidentRoutes.listPlanTemplates>> {
  const plans = await latestPlans(ctx.db, ctx.countyId)
  return {
    items: plans.filter(({ retired }) => !retired).map(({ lines, ...plan }) => ({ ...plan, checks: lines.length })),
  }
}

export async function beginIncidentPlan(ctx: Ctx, input: Input<'beginIncidentPlan'>): Promise<Incident> {
  await runCommand(ctx, input.commandId, async (tx) => {
    const row = await lockFor(tx, ctx, 'plan', input.incidentId)
    // A room copies the version of this moment: a later one changes no running incident.
    const template = (await latestPlans(tx.db, ctx.countyId)).find(({ code }) => code === input.planCode)
    if (!template || template.retired) throw new Problem('incident.plan_unknown')
    const begun = await tx.db
      .selectFrom('incidentPlans')
      .select('id')
      .where('countyId', '=', ctx.countyId)
      .where('incidentId', '=', row.id)
      .where('code', '=', template.code)
      .executeTakeFirst()
    if (begun) throw new Problem('incident.plan_begun')
    const planId = newId()
    const { code, version, names } = template
    const ofRoom = { countyId: ctx.countyId, incidentId: row.id }
    await tx.db
      .insertInto('incidentPlans')
      .values({
        ...ofRoom,
        id: planId,
        code,
        version,
        names: JSON.stringify(names),
        begunAt: ctx.deps.now().toISOString(),
      })
      .execute()
    const owners = await ownersIn(ctx, row.scope)
    await tx.db
      .insertInto('incidentChecks')
      .values(
        template.lines.map((line, place) => ({
          ...ofRoom,
          id: newId(),
          planId,
          place,
          names: JSON.stringify(line.names),
          duty: JSON.stringify(line.duty),
          unitId: owners(line.unit),
          withinMinutes: line.within,
        })),
      )
      .execute()
    await writeEntry(tx, ctx, row, { kind: 'plan', words: names.zh, facts: { code, version, names } })
    return { id: row.id }
  })
  return getIncident(ctx, input)
}

/** The involved unit of a kind or department, where there is exactly one: of several the commander names one. */
async function ownersIn(ctx: Ctx, scope: readonly string[]) {
  const directory = await unitDirectory(ctx.deps, ctx.countyId)
  const involved = scope.flatMap((id) => directory.find(id) ?? [])
  return (unit: string | null): string | null => {
    if (unit === null) return null
    const fitting = involved.filter(({ kind, departmentCode }) => kind === unit || departmentCode === unit)
    return fitting.length === 1 ? (fitting[0]?.id ?? null) : null
  }
}
