import type { StuckMatter, StuckReason, StuckStep, supervisionRoutes } from '@linli/contract/supervision'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { unitsWaitedIn } from '../../platform/work-items/work-items.ts'
import { lineageOf } from '../areas/index.ts'
import { unitDirectory } from '../identity/index.ts'
import { unitHolding } from './desks.ts'
import { mattersFor } from './policy.ts'
import type { MatterRecord } from './queries.ts'
import { matterRows } from './rows.ts'
import { holdings } from './status.ts'

type List = typeof supervisionRoutes.listStuckMatters

/** Limits of a step; while the resident is awaited nobody is late. */
const steps: readonly StuckStep[] = ['accept', 'dispatch', 'handle', 'decide', 'verify']

interface Stuck extends MatterRecord {
  readonly step: StuckStep
  readonly since: string
  readonly stepLate: boolean
  readonly stepNear: boolean
  readonly wholeLate: boolean
  readonly red: boolean
  readonly key: string
}

/** What is stuck where: red before yellow, then by how long the step's limit is past; never by who is at work. */
export async function listStuckMatters(ctx: Ctx, input: RouteParsed<List>): Promise<RouteOutput<List>> {
  const open = await stuck(ctx, input)
  let select = ctx.db.selectFrom(open.as('stuck')).selectAll()
  if (input.colour) select = select.where('red', '=', input.colour === 'red')
  if (input.cursor !== undefined) {
    const [calm, key, id] = decodeCursor(input.cursor, ['flag', 'instant', 'id'])
    select = select.where(sql<SqlBool>`(NOT red, step_due, id) > (${calm}, ${key}::timestamptz, ${id}::uuid)`)
  }
  const [rows, counts] = await Promise.all([
    select
      .orderBy(sql`NOT red`)
      .orderBy('stepDue')
      .orderBy('id')
      .limit(input.limit + 1)
      .execute(),
    ctx.db
      .selectFrom(open.as('stuck'))
      .select([
        sql<number>`count(*) FILTER (WHERE red)`.as('red'),
        sql<number>`count(*) FILTER (WHERE NOT red)`.as('yellow'),
      ])
      .executeTakeFirstOrThrow(),
  ])
  // The columns of `stuck`; the check constraints hold status and level to the contract's words.
  const records = rows as unknown as Stuck[]
  const { items, next } = toPage(records, input.limit, (row) => [!row.red, row.key, row.id])
  const shown = await matterRows(ctx, items)
  const units = await unitDirectory(ctx.deps, ctx.countyId)
  const checkers = await unitsWaitedIn(ctx.db, {
    countyId: ctx.countyId,
    kind: 'verify',
    subjectIds: items.flatMap(({ id, step }) => (step === 'verify' ? [id] : [])),
  })
  const found = await Promise.all(
    items.map(async (row, index): Promise<StuckMatter[]> => {
      const matter = shown[index]
      const holderId = await holderOf(ctx, row, checkers)
      const holder = { id: holderId, name: units.find(holderId)?.name ?? '' }
      const colour = row.red ? 'red' : 'yellow'
      return matter ? [{ matter, colour, step: row.step, reasons: reasonsOf(row), holder, since: row.since }] : []
    }),
  )
  return { items: found.flat(), next, counts }
}

async function stuck(ctx: Ctx, { step, areaId }: RouteParsed<List>) {
  const now = ctx.deps.now().toISOString()
  const at = sql`${now}::timestamptz`
  const areaIds = areaId === undefined ? null : await lineageOf(ctx.db, ctx.countyId, [areaId])
  const supervised = sql`matters.supervision IN ('yellow', 'red')`
  let open = ctx.db
    .selectFrom('matters')
    .innerJoin('clocks', (join) =>
      join.onRef('clocks.countyId', '=', 'matters.countyId').onRef('clocks.subjectId', '=', 'matters.id'),
    )
    .selectAll('matters')
    .select(['clocks.kind as step', 'clocks.startedAt as since', 'clocks.dueAt as stepDue'])
    .select([
      sql<string>`clocks.due_at::text`.as('key'),
      sql<boolean>`clocks.due_at < ${at}`.as('stepLate'),
      sql<boolean>`coalesce(clocks.warn_at < ${at}, false)`.as('stepNear'),
      sql<boolean>`coalesce(matters.due_at < ${at}, false)`.as('wholeLate'),
      sql<boolean>`(clocks.due_at < ${at} OR coalesce(matters.due_at < ${at}, false) OR matters.supervision = 'red')`.as(
        'red',
      ),
    ])
    .where(mattersFor(ctx.actor, 'matter.supervise'))
    .where('matters.closedAt', 'is', null)
    .where('clocks.stoppedAt', 'is', null)
    .where('clocks.pausedAt', 'is', null)
    .where('clocks.kind', 'in', step === undefined ? [...steps] : [step])
    .where(sql<SqlBool>`(clocks.due_at < ${at} OR clocks.warn_at < ${at} OR matters.due_at < ${at} OR ${supervised})`)
  if (areaIds)
    open = open.where((eb) =>
      eb.or([
        eb('matters.townId', 'in', areaIds),
        eb('matters.villageId', 'in', areaIds),
        eb('matters.gridId', 'in', areaIds),
      ]),
    )
  return open
}

function reasonsOf({ stepLate, stepNear, wholeLate, supervision }: Stuck): StuckReason[] {
  const reasons: StuckReason[] = []
  if (stepLate) reasons.push('step_late')
  if (wholeLate) reasons.push('whole_late')
  if (!stepLate && stepNear) reasons.push('step_near')
  if (supervision === 'yellow' || supervision === 'red') reasons.push('supervised')
  return reasons
}

/** Whose step it is now. */
async function holderOf(ctx: Ctx, row: Stuck, checkers: ReadonlyMap<string, string>): Promise<string> {
  const holder = holdings[row.status].item?.holder ?? 'desk'
  // Asked for all rows at once.
  if (holder === 'checker') return checkers.get(row.id) ?? row.deskUnitId
  return unitHolding(ctx, holder, row)
}
