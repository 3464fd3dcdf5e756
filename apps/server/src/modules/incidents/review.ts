import type { Incident } from '@linli/contract/incident-shapes'
import type { incidentRoutes } from '@linli/contract/incidents'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { closeWorkItems, openWorkItem } from '../../platform/work-items/work-items.ts'
import { unitDirectory } from '../identity/index.ts'
import { lockFor, refuseStale, writeEntry } from './queries.ts'
import { getIncident } from './room.ts'
import { moves } from './status.ts'

type Input<N extends keyof typeof incidentRoutes> = RouteParsed<(typeof incidentRoutes)[N]>

const LESSON = 'incident_lesson'

/** After-action review. Each lesson waits in the inbox of the unit that is to act on it. */
export async function reviewIncident(ctx: Ctx, input: Input<'reviewIncident'>): Promise<Incident> {
  await runCommand(ctx, input.commandId, async (tx) => {
    const row = await lockFor(tx, ctx, 'review', input.incidentId)
    refuseStale(row, input.seenVersion)
    const directory = await unitDirectory(ctx.deps, ctx.countyId)
    if (input.lessons.some(({ unitId }) => !directory.find(unitId))) throw new Problem('unit.not_found')
    await tx.db
      .updateTable('incidents')
      .set({
        state: moves.review.to,
        reviewedAt: ctx.deps.now().toISOString(),
        reviewWell: input.well,
        reviewBadly: input.badly,
        version: row.version + 1,
      })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', row.id)
      .execute()
    await writeEntry(tx, ctx, row, {
      kind: 'moved',
      words: input.badly,
      facts: { from: row.state, to: moves.review.to },
    })
    for (const { words, unitId, dueOn } of input.lessons) {
      const id = newId()
      await tx.db
        .insertInto('incidentLessons')
        .values({ countyId: ctx.countyId, id, incidentId: row.id, words, unitId, dueOn })
        .execute()
      await openWorkItem(tx.db, {
        countyId: ctx.countyId,
        module: 'incidents',
        kind: LESSON,
        subjectKind: LESSON,
        subjectId: id,
        unitId,
        staffId: null,
        areaId: null,
        title: words,
        facts: { number: row.number, incidentId: row.id, incident: row.title, exercise: row.exercise },
        danger: false,
        dueFromClock: null,
        // The end of that day by the county's own clock is 16:00 UTC; offices think in days, not in minutes.
        dueAt: `${dueOn}T10:00:00.000Z`,
      })
      await writeEntry(tx, ctx, row, {
        kind: 'lesson',
        words,
        facts: { unit: directory.find(unitId)?.name ?? '', dueOn },
      })
    }
    return { id: row.id }
  })
  return getIncident(ctx, input)
}

/** A lesson has been acted on. */
export function settleLesson(ctx: Ctx, input: Input<'settleLesson'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const row = await lockFor(tx, ctx, 'settle_lesson', input.incidentId)
    const lesson = await tx.db
      .selectFrom('incidentLessons')
      .select(['id', 'words', 'doneAt'])
      .where('countyId', '=', ctx.countyId)
      .where('incidentId', '=', row.id)
      .where('id', '=', input.lessonId)
      .executeTakeFirst()
    if (!lesson) throw new Problem('incident.lesson_not_found')
    if (lesson.doneAt !== null) throw new Problem('incident.lesson_settled')
    const at = ctx.deps.now().toISOString()
    await tx.db
      .updateTable('incidentLessons')
      .set({ doneAt: at, doneBy: ctx.actor.id, answer: input.words })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', lesson.id)
      .execute()
    await closeWorkItems(tx.db, { countyId: ctx.countyId, subjectKind: LESSON, subjectId: lesson.id, at })
    await writeEntry(tx, ctx, row, { kind: 'lesson', words: input.words, facts: { settled: lesson.words } })
    return { done: true as const }
  })
}
