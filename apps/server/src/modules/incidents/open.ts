import type { Incident } from '@linli/contract/incident-shapes'
import type { incidentRoutes } from '@linli/contract/incidents'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import { takeGaplessNumber } from '../../platform/numbering/index.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { countyAreas, todayIn } from '../areas/index.ts'
import { briefMatters } from '../matters/index.ts'
import { joinUnits, requireCommander } from './involved.ts'
import { reachesArea } from './policy.ts'
import { writeEntry } from './queries.ts'
import { getIncident } from './room.ts'
import { openAreas, scopeOf } from './scope.ts'

/** Opens a room: the first entry of its log says what is known. */
export async function openIncident(
  ctx: Ctx,
  input: RouteParsed<typeof incidentRoutes.openIncident>,
): Promise<Incident> {
  const { id } = await runCommand(ctx, input.commandId, async (tx) => {
    const incident = await checked(tx, ctx, input)
    await tx.db.insertInto('incidents').values(incident).execute()
    await joinUnits(tx, ctx, incident.id, input.unitIds)
    const matterIds = [...new Set(input.matterIds)]
    if (matterIds.length > 0)
      await tx.db
        .insertInto('incidentMatters')
        .values(matterIds.map((matterId) => ({ countyId: ctx.countyId, incidentId: incident.id, matterId })))
        .execute()
    tx.subject('incident', incident.id)
    await writeEntry(tx, ctx, incident, {
      kind: 'opened',
      words: input.words === '' ? input.title : input.words,
      facts: { severity: input.severity },
    })
    return { id: incident.id }
  })
  return getIncident(ctx, { incidentId: id })
}

type Input = RouteParsed<typeof incidentRoutes.openIncident>

async function checked(tx: CommandTx, ctx: Ctx, input: Input) {
  const areas = await countyAreas(ctx.deps, ctx.countyId)
  for (const { id } of openAreas(areas, input.areaIds)) {
    // A room is opened only where one may give orders.
    if (!reachesArea(ctx.actor, id, areas)) throw new Problem('incident.not_leader')
  }
  await requireCommander(ctx, input.commanderId)
  const matterIds = new Set(input.matterIds)
  const matters = await briefMatters(ctx, [...matterIds])
  if (matters.length < matterIds.size) throw new Problem('matter.not_found')
  const year = (await todayIn(ctx.deps, ctx.countyId)).slice(0, 4)
  const serial = await takeGaplessNumber(tx.db, { countyId: ctx.countyId, kind: 'incident', period: year })
  const { title, words, kind, severity, exercise, commanderId, point } = input
  return {
    countyId: ctx.countyId,
    id: newId(),
    number: `YJ-${year}-${String(serial).padStart(3, '0')}`,
    title,
    words,
    kind,
    severity,
    exercise,
    commanderId,
    areaIds: [...new Set(input.areaIds)],
    scope: await scopeOf(ctx, input.areaIds, input.unitIds),
    lon: point?.lon ?? null,
    lat: point?.lat ?? null,
    openedAt: ctx.deps.now().toISOString(),
    // Only staff reach the route.
    openedBy: ctx.actor.id ?? '',
  }
}
