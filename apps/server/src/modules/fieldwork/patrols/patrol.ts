import type { fieldworkRoutes, Patrol } from '@linli/contract/fieldwork'
import type { RouteParsed } from '@linli/contract/route'
import type { Selectable } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { scopeOf } from '../../../platform/command/placed.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import { countyOf } from '../../../platform/county/county.ts'
import type { Patrols } from '../../../platform/database/tables.generated.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { doorOf } from '../../people/index.ts'
import { trackOf } from './track.ts'

type Routes = typeof fieldworkRoutes

/** A round through the grid begins; one that somebody forgot to end goes on until they do. */
export async function startPatrol(ctx: Ctx, input: RouteParsed<Routes['startPatrol']>): Promise<Patrol> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const door = await doorOf(tx.db, ctx, 'fieldwork.do', { kind: 'grid', id: input.gridId })
    const row = await tx.db
      .insertInto('patrols')
      .values({
        countyId: ctx.countyId,
        id: input.patrolId,
        // Staff only: the route asks for a permission that nobody else has.
        staffId: ctx.actor.id as string,
        townId: door.townId,
        villageId: door.villageId,
        gridId: door.gridId,
        startedAt: input.capturedAt ?? ctx.deps.now().toISOString(),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    tx.publish(eventOf(row, 'patrol.started'))
    return asPatrol(row)
  })
}

/** The round is over. Of a track only what lies within the round is taken, and only where the county keeps tracks. */
export async function endPatrol(ctx: Ctx, input: RouteParsed<Routes['endPatrol']>): Promise<Patrol> {
  const { settings } = await countyOf(ctx.deps, ctx.countyId)
  if (input.track.length > 0 && !settings.patrolTracks.on) throw new Problem('patrol.tracks_off')
  return runCommand(ctx, input.commandId, async (tx) => {
    const patrol = await tx.db
      .selectFrom('patrols')
      .selectAll()
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.patrolId)
      .where('staffId', '=', ctx.actor.id)
      .forUpdate()
      .executeTakeFirst()
    if (!patrol) throw new Problem('patrol.not_found')
    const told = input.capturedAt ?? ctx.deps.now().toISOString()
    // A phone whose clock was set back in between: the round cannot have ended before it began.
    const endedAt = told < patrol.startedAt ? patrol.startedAt : told
    const within = input.track.filter(({ at }) => at >= patrol.startedAt && at <= endedAt)
    const track = trackOf(within)
    const row = await tx.db
      .updateTable('patrols')
      .set({
        endedAt,
        words: input.words,
        matterIds: input.matterIds,
        ...(track === null
          ? {}
          : {
              track: JSON.stringify(track.points),
              trackMetres: track.metres,
              trackGaps: JSON.stringify(track.gaps),
            }),
      })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.patrolId)
      .returningAll()
      .executeTakeFirstOrThrow()
    tx.publish(eventOf(row, 'patrol.ended'))
    return asPatrol(row)
  })
}

type Row = Selectable<Patrols>

export function asPatrol(row: Row): Patrol {
  const points = Array.isArray(row.track) ? row.track.length : 0
  return {
    id: row.id,
    gridId: row.gridId,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    words: row.words,
    matterIds: row.matterIds,
    track:
      row.trackMetres === null
        ? null
        : // Written by `endPatrol` alone.
          { metres: row.trackMetres, points, gaps: (row.trackGaps ?? []) as NonNullable<Patrol['track']>['gaps'] },
  }
}

const eventOf = (row: Row, kind: string) => ({
  module: 'fieldwork',
  kind,
  subjectKind: 'patrol',
  subjectId: row.id,
  scope: scopeOf(row),
})
