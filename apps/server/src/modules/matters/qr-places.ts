import type { placeRoutes, QrPlace } from '@linli/contract/matters'
import type { Page } from '@linli/contract/common'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import QRCode from 'qrcode'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import { newToken } from '../../platform/crypto/tokens.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { resolvePlace } from './place.ts'

type Input<N extends keyof typeof placeRoutes> = RouteParsed<(typeof placeRoutes)[N]>
const TOKEN_LENGTH = 12

export async function getPublicPlace(
  ctx: Ctx,
  token: string,
): Promise<Pick<QrPlace, 'name' | 'point' | 'address' | 'token'>> {
  const row = await places(ctx).where('token', '=', token).where('closedAt', 'is', null).executeTakeFirst()
  if (!row) throw new Problem('place.not_found')
  return toPlace(row)
}

export async function listPlaces(ctx: Ctx, input: Input<'listPlaces'>): Promise<Page<QrPlace>> {
  let select = places(ctx)
  if (input.cursor !== undefined) select = select.where('id', '>', decodeCursor(input.cursor, ['id'])[0])
  const rows = await select
    .orderBy('id')
    .limit(input.limit + 1)
    .execute()
  const { items, next } = toPage(rows, input.limit, (row) => [row.id])
  return { items: items.map(toPlace), next }
}

/** A place with a code of its own, inside the county. */
export function createPlace(ctx: Ctx, input: Input<'createPlace'>): Promise<QrPlace> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const { gridId } = await resolvePlace(ctx, { point: input.point, datum: 'wgs84' })
    const row = await tx.db
      .insertInto('places')
      .values({
        countyId: ctx.countyId,
        id: newId(),
        token: newToken().slice(0, TOKEN_LENGTH),
        name: input.name,
        address: input.address || null,
        lon: input.point.lon,
        lat: input.point.lat,
        gridId,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    tx.subject('place', row.id)
    return toPlace(row)
  })
}

export function closePlace(ctx: Ctx, input: Input<'closePlace'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const closed = await tx.db
      .updateTable('places')
      .set({ closedAt: ctx.deps.now().toISOString() })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.placeId)
      .where('closedAt', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!closed) throw new Problem('place.not_found')
    tx.subject('place', closed.id)
    return { done: true as const }
  })
}

/** Codes as SVG, leading to the portal's report page with the place filled in. */
export async function getPlaceCodes(
  ctx: Ctx,
  { ids = [] }: Input<'getPlaceCodes'>,
): Promise<RouteOutput<typeof placeRoutes.getPlaceCodes>> {
  const rows = await places(ctx)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .where('closedAt', 'is', null)
    .orderBy('id')
    .execute()
  const base = (ctx.deps.config.publicUrl ?? `http://localhost:${ctx.deps.config.port ?? ''}`).replace(/\/$/, '')
  const items = rows.map(async (row) => {
    const url = `${base}/q/${row.token}`
    // A poster hangs in the rain: a quarter of it may be unreadable.
    const svg = await QRCode.toString(url, { type: 'svg', margin: 1, errorCorrectionLevel: 'Q' })
    return { ...toPlace(row), url, svg }
  })
  return { items: await Promise.all(items) }
}

function places(ctx: Ctx) {
  return ctx.db.selectFrom('places').selectAll().where('countyId', '=', ctx.countyId)
}

interface Row {
  id: string
  token: string
  name: string
  lon: number
  lat: number
  gridId: string | null
  address: string | null
  closedAt: string | null
}

function toPlace(row: Row): QrPlace {
  return {
    id: row.id,
    token: row.token,
    name: row.name,
    point: { lon: row.lon, lat: row.lat },
    areaId: row.gridId,
    address: row.address,
    closedAt: row.closedAt,
  }
}
