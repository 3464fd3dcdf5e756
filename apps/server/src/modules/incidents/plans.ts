import { type Incident, IncidentKind } from '@linli/contract/incident-shapes'
import { Names } from '@linli/contract/common'
import type { incidentRoutes } from '@linli/contract/incidents'
import { UnitKind } from '@linli/contract/posts'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { unitDirectory } from '../identity/index.ts'
import { lockFor, writeEntry } from './queries.ts'
import { getIncident } from './room.ts'

type Input<N extends keyof typeof incidentRoutes> = RouteParsed<(typeof incidentRoutes)[N]>

const Template = z.strictObject({
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
        /** Kind of unit, or code of a department, to which the line goes where one of the involved units is it. */
        unit: z.union([UnitKind, z.string()]).optional(),
        within: z.number().int().positive().optional(),
      }),
    )
    .min(1),
})
export type Template = z.infer<typeof Template>

const file = fileURLToPath(new URL('../../../../../data/incidents/plans.json', import.meta.url))
let known: readonly Template[] | null = null

/** The plans of the platform. A room copies the one that it begins, so a later version changes no running incident. */
export function planTemplates(): readonly Template[] {
  return (known ??= z.array(Template).parse(JSON.parse(readFileSync(file, 'utf8'))))
}

export async function listPlanTemplates(): Promise<RouteOutput<typeof incidentRoutes.listPlanTemplates>> {
  return { items: planTemplates().map(({ checks, ...plan }) => ({ ...plan, checks: checks.length })) }
}

export async function beginIncidentPlan(ctx: Ctx, input: Input<'beginIncidentPlan'>): Promise<Incident> {
  await runCommand(ctx, input.commandId, async (tx) => {
    const row = await lockFor(tx, ctx, 'plan', input.incidentId)
    const template = planTemplates().find(({ code }) => code === input.planCode)
    if (!template) throw new Problem('incident.plan_unknown')
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
        template.checks.map(({ zh, en, duty, unit, within }, place) => ({
          ...ofRoom,
          id: newId(),
          planId,
          place,
          names: JSON.stringify({ zh, en }),
          duty: JSON.stringify(duty),
          unitId: owners(unit),
          withinMinutes: within ?? null,
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
  return (unit: string | undefined): string | null => {
    if (unit === undefined) return null
    const fitting = involved.filter(({ kind, departmentCode }) => kind === unit || departmentCode === unit)
    return fitting.length === 1 ? (fitting[0]?.id ?? null) : null
  }
}
