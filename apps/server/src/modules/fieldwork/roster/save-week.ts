import type { PlannedShift, RosterWeek, rosterRoutes } from '@linli/contract/duty-roster'
import type { RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../../platform/command/run-command.ts'
import { countyOf } from '../../../platform/county/county.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { staffOfUnit } from '../../identity/index.ts'
import { addDays } from '../plan/days.ts'
import { readWeek, requireMonday } from './read-week.ts'
import { instantOf, type ShiftRow, shiftsWhere } from './shift-rows.ts'
import { getStation, type Station } from './station.ts'
import { endSwapsOf } from './swap-rows.ts'
import { announceRoster, tellAboutDuty } from './tell-roster.ts'

type Input = RouteParsed<typeof rosterRoutes.saveRosterWeek>

/** Writes the week as it was on the page: what is new, what was moved, what is gone. One that is published is in force. */
export async function saveRosterWeek(ctx: Ctx, input: Input): Promise<RosterWeek> {
  requireMonday(input.monday)
  const station = await getStation(ctx, 'fieldwork.manage', input.unitId)
  const { timeZone } = await countyOf(ctx.deps, ctx.countyId)
  return runCommand(ctx, input.commandId, async (tx) => {
    const published = await takeTurn(tx, ctx, input)
    const before = await shiftsWhere(
      tx.db,
      timeZone,
      sql<SqlBool>`s.county_id = ${ctx.countyId} AND s.unit_id = ${station.id} AND s.state <> 'cancelled'
        AND s.on_day BETWEEN ${input.monday}::date AND ${addDays(input.monday, 6)}::date`,
    )
    await refuseUnsound(tx, ctx, input, before)
    await write(tx, ctx, input, { timeZone, before, state: published ? 'planned' : 'draft' })
    const touched = changedPeople(before, input.shifts, published)
    tx.subject('unit', station.id)
    if (published) {
      await announceRoster(ctx, tx, station.id, touched)
      await tell(tx, ctx, station, input, { touched, isFirst: !before.some(({ state }) => state === 'planned') })
    }
    return readWeek(ctx, tx.db, station, input.monday)
  })
}

/** Raises the version of the week. @returns whether it is published. @throws Problem `roster.stale` */
async function takeTurn(tx: CommandTx, ctx: Ctx, { unitId, monday, seenVersion, publish }: Input): Promise<boolean> {
  const [at, by] = [publish ? ctx.deps.now().toISOString() : null, publish ? ctx.actor.id : null]
  const { rows } =
    seenVersion === 0
      ? await sql<{ published: boolean }>`
          INSERT INTO roster_weeks (county_id, unit_id, monday, published_at, published_by)
          VALUES (${ctx.countyId}, ${unitId}, ${monday}, ${at}, ${by}) ON CONFLICT DO NOTHING
          RETURNING published_at IS NOT NULL AS published`.execute(tx.db)
      : await sql<{ published: boolean }>`
          UPDATE roster_weeks SET version = version + 1, published_at = coalesce(published_at, ${at}),
            published_by = coalesce(published_by, ${by}::uuid)
          WHERE county_id = ${ctx.countyId} AND unit_id = ${unitId} AND monday = ${monday} AND version = ${seenVersion}
          RETURNING published_at IS NOT NULL AS published`.execute(tx.db)
  const [week] = rows
  if (!week) throw new Problem('roster.stale')
  return week.published
}

async function refuseUnsound(
  tx: CommandTx,
  ctx: Ctx,
  { unitId, monday, shifts }: Input,
  before: readonly ShiftRow[],
): Promise<void> {
  const members = new Set((await staffOfUnit(tx.db, ctx.countyId, unitId)).map(({ id }) => id))
  const known = new Map(before.map((shift) => [shift.id, shift]))
  const seen = new Set<string>()
  const faults = shifts.flatMap((shift, at) => {
    const rule =
      shift.onDay < monday || shift.onDay > addDays(monday, 6)
        ? { path: `shifts.${at}.onDay`, rule: 'outside_week' }
        : shift.from === shift.to
          ? { path: `shifts.${at}.to`, rule: 'no_time_between' }
          : seen.has(shift.id)
            ? { path: `shifts.${at}.id`, rule: 'shift_twice' }
            : !members.has(shift.staffId) && known.get(shift.id)?.staffId !== shift.staffId
              ? { path: `shifts.${at}.staffId`, rule: 'not_a_member' }
              : null
    seen.add(shift.id)
    return rule ? [rule] : []
  })
  if (faults.length > 0) throw new Problem('input.invalid', undefined, faults)
  const wanted = new Map(shifts.map((shift) => [shift.id, shift]))
  const clocked = before.filter(({ clockedInAt }) => clockedInAt !== null)
  if (clocked.some((shift) => movedFrom(shift, wanted.get(shift.id)))) throw new Problem('roster.clocked')
}

/** At another time, another person's, or gone. */
const movedFrom = (shift: ShiftRow, after: PlannedShift | undefined): boolean =>
  !after ||
  after.staffId !== shift.staffId ||
  after.onDay !== shift.onDay ||
  after.from !== shift.from ||
  after.to !== shift.to

interface Writing {
  readonly timeZone: string
  readonly before: readonly ShiftRow[]
  readonly state: 'draft' | 'planned'
}

async function write(tx: CommandTx, ctx: Ctx, { unitId, shifts }: Input, { timeZone, before, state }: Writing) {
  const rows = shifts.map((shift) => ({
    ...shift,
    startsAt: instantOf(timeZone, shift.onDay, shift.from),
    endsAt: instantOf(timeZone, shift.onDay, shift.to, shift.to > shift.from ? 0 : 1),
  }))
  const { rows: written } = await sql`
    INSERT INTO shifts AS s (county_id, id, staff_id, unit_id, on_day, starts_at, ends_at, kind, words, state)
    SELECT ${ctx.countyId}, n.id, n."staffId", ${unitId}::uuid, n."onDay", n."startsAt", n."endsAt", n.kind, n.words, ${state}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS n(id uuid, "staffId" uuid, "onDay" date, "startsAt" timestamptz, "endsAt" timestamptz, kind text, words text)
    ON CONFLICT (county_id, id) DO UPDATE SET staff_id = excluded.staff_id, on_day = excluded.on_day, starts_at = excluded.starts_at,
      ends_at = excluded.ends_at, kind = excluded.kind, words = excluded.words, state = excluded.state
    WHERE s.unit_id = excluded.unit_id AND s.state <> 'cancelled'
    RETURNING s.id`.execute(tx.db)
  // An id of another station's shift, or of one that was taken out meanwhile: no page can have made it in good faith.
  if (written.length < rows.length) throw new Problem('roster.stale')
  const wanted = new Map(shifts.map((shift) => [shift.id, shift]))
  const gone = before.filter(({ id }) => !wanted.has(id))
  await endSwapsOf(
    tx,
    ctx,
    before.filter((shift) => movedFrom(shift, wanted.get(shift.id))).map(({ id }) => id),
  )
  await sql`DELETE FROM shifts WHERE county_id = ${ctx.countyId} AND state = 'draft' AND id = any(${gone.map(({ id }) => id)}::uuid[])`.execute(
    tx.db,
  )
  await sql`UPDATE shifts SET state = 'cancelled' WHERE county_id = ${ctx.countyId} AND id = any(${gone.map(({ id }) => id)}::uuid[])`.execute(
    tx.db,
  )
}

/** Whose week is another than it was in force before. */
function changedPeople(before: readonly ShiftRow[], after: readonly PlannedShift[], published: boolean): string[] {
  if (!published) return []
  const facts = (shifts: readonly PlannedShift[], staffId: string) =>
    shifts
      .filter((shift) => shift.staffId === staffId)
      .map(({ onDay, from, to, kind }) => `${onDay} ${from} ${to} ${kind}`)
      .toSorted()
      .join()
  const inForce = before.filter(({ state }) => state === 'planned')
  const people = new Set([...inForce, ...after].map(({ staffId }) => staffId))
  return [...people].filter((id) => facts(inForce, id) !== facts(after, id))
}

async function tell(
  tx: CommandTx,
  ctx: Ctx,
  { name }: Station,
  { monday, shifts }: Input,
  { touched, isFirst }: { touched: readonly string[]; isFirst: boolean },
): Promise<void> {
  for (const id of touched.filter((one) => one !== ctx.actor.id)) {
    const count = shifts.filter(({ staffId }) => staffId === id).length
    await tellAboutDuty(tx, ctx, id, isFirst ? 'roster_published' : 'roster_changed', {
      unit: name,
      monday,
      shifts: String(count),
    })
  }
}
