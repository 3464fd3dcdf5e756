import type { fieldSyncRoutes, GridChanges, HouseholdOnPhone } from '@linli/contract/field-sync'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { areaNames, todayIn } from '../../areas/index.ts'
import { placeOf, refuseRevoked } from '../devices/devices.ts'
import {
  type HouseholdCopy,
  householdsOfPeople,
  householdsOnPhone,
  listsReached,
  organisationsOnPhone,
} from '../../people/index.ts'
import { basicsOf } from './basics.ts'
import { dueOnPhone } from './due-on-phone.ts'
import { changesIn, type ChangesSince } from './changes-since.ts'
import { type Cursor, cursorFrom, encodeSyncCursor, freshCursor } from './sync-cursor.ts'

type Sync = typeof fieldSyncRoutes.syncField

const DAY_MS = 86_400_000
/** How far ahead a phone holds what is due: longer than it may stay away. */
const DAYS_AHEAD = 21
/** A clock that is off by less is nobody's fault. */
const CLOCK_SECONDS = 120
/** The oldest app whose commands this server takes as they are. */
const LEAST_APP = [0, 1, 0] as const

/** What changed in the grids of whoever asks since the cursors of their phone. Readings are recorded before anything leaves. */
export async function syncField(ctx: Ctx, input: RouteParsed<Sync>): Promise<RouteOutput<Sync>> {
  await refuseRevoked(ctx, input.deviceId)
  const reach = ctx.actor.reach('fieldwork.do')
  const mine = reach === 'county' ? [] : reach.gridIds
  const held = new Map(input.grids.map(({ gridId, cursor }) => [gridId, cursor]))
  const names = await areaNames(ctx.deps, ctx.countyId, [...mine])
  const until = dayAfter(await todayIn(ctx.deps, ctx.countyId), DAYS_AHEAD)
  const changesSince = changesIn(ctx, mine)
  const grids: GridChanges[] = []
  for (const gridId of mine) {
    const cursor = held.get(gridId) ?? null
    const changes = await ctx.deps.db
      .transaction()
      .execute((tx) => changesOf(tx, ctx, { gridId, cursor, until, limit: input.limit, changesSince }))
    grids.push({ ...changes, gridId, name: names.get(gridId) ?? '' })
  }
  const now = ctx.deps.now()
  const off = Math.round((Date.parse(input.phoneAt) - now.getTime()) / 1000)
  const clockOffSeconds = Math.abs(off) < CLOCK_SECONDS ? null : off
  await noteSync(ctx, input, now.toISOString(), clockOffSeconds)
  const basics = await basicsOf(ctx, mine)
  return {
    serverAt: now.toISOString(),
    clockOffSeconds,
    updateNeeded: isOlder(input.appVersion),
    grids,
    purge: input.grids.flatMap(({ gridId }) => (mine.includes(gridId) ? [] : [gridId])),
    basics: basics.tag === input.basics ? null : basics,
  }
}

/** When the phone was last heard of, where its owner works, and how far its clock is off: for whoever looks after phones. */
async function noteSync(
  ctx: Ctx,
  { deviceId, appVersion }: RouteParsed<Sync>,
  lastSyncAt: string,
  clockOffSeconds: number | null,
): Promise<void> {
  await ctx.db
    .updateTable('fieldDevices')
    .set({ ...(await placeOf(ctx)), lastSyncAt, appVersion, clockOffSeconds })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', deviceId)
    .where('staffId', '=', ctx.actor.id)
    .execute()
}

interface Asked {
  readonly gridId: string
  readonly cursor: string | null
  readonly until: string
  readonly limit: number
  readonly changesSince: ChangesSince
}
type Changes = Omit<GridChanges, 'gridId' | 'name'>

async function changesOf(tx: Tx, ctx: Ctx, asked: Asked): Promise<Changes> {
  const cursor = asked.cursor === null ? await freshCursor(tx) : cursorFrom(asked.cursor)
  return cursor.after === null ? since(tx, ctx, asked, cursor) : whole(tx, ctx, asked, cursor)
}

/** The grid from its beginning, a page of households at a time; what else it holds comes with the last one. */
async function whole(
  tx: Tx,
  ctx: Ctx,
  { gridId, cursor: given, until, limit }: Asked,
  cursor: Cursor,
): Promise<Changes> {
  const copies = await householdsOnPhone(tx, ctx, gridId, { after: cursor.after ?? '', limit })
  const more = copies.length === limit
  const next: Cursor = more ? { ...cursor, after: copies.at(-1)?.id ?? null } : { ...cursor, after: null, until }
  return {
    whole: given === null,
    households: await withVisits(tx, ctx, copies),
    goneHouseholds: [],
    organisations: more ? [] : await organisationsOnPhone(tx, ctx, gridId, null),
    goneOrganisations: [],
    due: more ? [] : await dueOnPhone(tx, ctx, gridId, { until }),
    cursor: encodeSyncCursor(next),
    more,
  }
}

async function since(tx: Tx, ctx: Ctx, asked: Asked, cursor: Cursor): Promise<Changes> {
  const { gridId, until, changesSince } = asked
  // Looked for before what they are now is read: what changes in between comes once more with the next answer.
  const changed = await changesSince(gridId, cursor)
  // A whole list came in, or was taken back: the phone begins anew with this grid.
  if (changed.everything || (await listsReached(tx, ctx, gridId, changed.lists)))
    return whole(tx, ctx, { ...asked, cursor: null }, await freshCursor(tx))
  const ids = [...new Set([...changed.households, ...(await householdsOfPeople(tx, ctx, gridId, changed.persons))])]
  const copies = ids.length === 0 ? [] : await householdsOnPhone(tx, ctx, gridId, { ids })
  const there = new Set(copies.map(({ id }) => id))
  const organisations =
    changed.organisations.length === 0 ? [] : await organisationsOnPhone(tx, ctx, gridId, changed.organisations)
  const open = new Set(organisations.map(({ id }) => id))
  const now = await freshCursor(tx)
  const due = await dueOnPhone(tx, ctx, gridId, { until, after: cursor.until, xid: cursor.dueXid })
  return {
    whole: false,
    households: await withVisits(tx, ctx, copies),
    goneHouseholds: ids.filter((id) => !there.has(id)),
    organisations,
    goneOrganisations: changed.organisations.filter((id) => !open.has(id)),
    due,
    cursor: encodeSyncCursor({ ...changed.position, after: null, dueXid: now.dueXid, until }),
    more: changed.more,
  }
}

interface LastVisit {
  readonly householdId: string
  readonly on: string
  readonly answers: Record<string, unknown> | null
}

async function withVisits(tx: Tx, ctx: Ctx, copies: readonly HouseholdCopy[]): Promise<HouseholdOnPhone[]> {
  if (copies.length === 0) return []
  const { rows } = await sql<LastVisit>`
    SELECT h.id AS household_id, v.captured_at::date AS "on", v.answers
    FROM unnest(${copies.map(({ id }) => id)}::uuid[]) AS h(id)
    CROSS JOIN LATERAL (
      SELECT captured_at, answers FROM visits
      WHERE county_id = ${ctx.countyId} AND household_id = h.id AND result = 'found'
      ORDER BY captured_at DESC LIMIT 1) v`.execute(tx)
  const last = new Map(rows.map((row) => [row.householdId, row]))
  return copies.map((copy) => {
    const visit = last.get(copy.id)
    return { ...copy, lastVisitOn: visit?.on ?? null, lastAnswers: visit?.answers ?? null }
  })
}

const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

function isOlder(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0)
  const given = [major, minor, patch]
  const different = given.findIndex((part, index) => part !== LEAST_APP[index])
  return different !== -1 && (given[different] ?? 0) < (LEAST_APP[different] ?? 0)
}
