import { Id } from '@linli/contract/common'
import type { fieldDeviceRoutes, Quarantined } from '@linli/contract/field-devices'
import { type OfflineCommand, offlineRoutes } from '@linli/contract/offline-commands'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import type { FastifyInstance } from 'fastify'
import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import { recordAccess } from '../../../platform/audit/access.ts'
import type { Actor, Ctx } from '../../../platform/command/ctx.ts'
import { placedWithin } from '../../../platform/command/placed.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import { deriveKey } from '../../../platform/crypto/keys.ts'
import { seal, unseal } from '../../../platform/crypto/seal.ts'
import { sameBytes, sha256 } from '../../../platform/crypto/tokens.ts'
import type { Db } from '../../../platform/database/database.ts'
import { eraseAttachments, setAsideAttachments } from '../../../platform/files/index.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { runRoute } from '../../../platform/http/register.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { isActiveStaff, staffNames } from '../../identity/index.ts'

type Routes = typeof fieldDeviceRoutes

/** Takes in what a phone may not send any more. Handed in twice, it is there once. */
export async function handInWork(
  ctx: Ctx,
  input: RouteParsed<Routes['handInWork']>,
): Promise<RouteOutput<Routes['handInWork']>> {
  const device = await ctx.db
    .selectFrom('fieldDevices')
    .select(['tokenHash', 'revokedAt'])
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', input.deviceId)
    .where('staffId', '=', input.staffId)
    .executeTakeFirst()
  const token = ctx.http?.bearer
  if (!device || token === undefined || !sameBytes(sha256(token), device.tokenHash))
    throw new Problem('device.not_found')
  const active = await isActiveStaff(ctx.db, ctx.countyId, input.staffId)
  const reason = device.revokedAt !== null ? 'revoked' : active ? 'reassigned' : 'account'
  const receivedAt = ctx.deps.now().toISOString()
  const owner = input.staffId
  await ctx.deps.db.transaction().execute(async (tx) => {
    const taken = await tx
      .insertInto('quarantine')
      .values(
        input.entries.map((entry) => ({
          countyId: ctx.countyId,
          id: entry.commandId,
          deviceId: input.deviceId,
          staffId: owner,
          command: entry.command,
          title: entry.title,
          sealedInput: sealInput(ctx, entry.commandId, entry.input),
          capturedAt: entry.capturedAt,
          receivedAt,
          reason,
        })),
      )
      .onConflict((conflict) => conflict.columns(['countyId', 'id']).doNothing())
      .returning('id')
      .execute()
    const fresh = new Set(taken.map(({ id }) => id))
    for (const { commandId, input: said } of input.entries)
      if (fresh.has(commandId)) await setAsideAttachments(tx, ctx, picturesIn(said), { commandId, ownerId: owner })
  })
  return { received: input.entries.map(({ commandId }) => commandId) }
}

const Pictures = z
  .array(z.object({ id: Id, claim: z.string().optional() }))
  .max(9)
  .catch([])

/** The pictures that a command would use, wherever its route takes them. */
function picturesIn(input: Readonly<Record<string, unknown>>): z.infer<typeof Pictures> {
  const settled = z.object({ photos: Pictures }).safeParse(input['settled'])
  return [...Pictures.parse(input['photos']), ...(settled.success ? settled.data.photos : [])]
}

interface Row {
  readonly id: string
  readonly staffId: string
  readonly deviceId: string
  readonly deviceName: string
  readonly command: OfflineCommand
  readonly title: string
  readonly sealedInput: Buffer | null
  readonly capturedAt: string
  readonly receivedAt: string
  readonly reason: Quarantined['reason']
  readonly state: Quarantined['state']
  readonly key: string
}

async function rowsWithin(db: Db, ctx: Ctx, where: ReturnType<typeof sql<SqlBool>>, limit: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    SELECT q.id, q.staff_id, q.device_id, d.name AS device_name, q.command, q.title, q.sealed_input,
      q.captured_at, q.received_at, q.reason, q.state, q.captured_at::text AS key
    FROM quarantine q JOIN field_devices d ON d.county_id = q.county_id AND d.id = q.device_id AND d.staff_id = q.staff_id
    WHERE q.county_id = ${ctx.countyId} AND ${placedWithin(ctx.actor, 'fieldwork.manage', 'd')} AND ${where}
    ORDER BY q.captured_at, q.id LIMIT ${limit}`.execute(db)
  return rows
}

// It may hold a phone number or whatever else somebody said at the door.
const keyOf = (ctx: Ctx) => deriveKey(ctx.deps.config.secret, 'quarantine')
const contextOf = (id: string) => `quarantine.sealed_input:${id}`
const sealInput = (ctx: Ctx, id: string, input: unknown) =>
  seal(keyOf(ctx), JSON.stringify(input), contextOf(id), ctx.deps.masterKeys.suite)

/** Null once it is decided, or when the secret it was sealed with is gone. */
function inputOf(ctx: Ctx, { id, sealedInput }: Row): unknown {
  const opened = sealedInput === null ? null : unseal(keyOf(ctx), sealedInput, contextOf(id))
  return opened === null ? null : JSON.parse(opened)
}

/** What waits for a supervisor, oldest first. It may hold personal data, so the reading is recorded. */
export async function listQuarantine(
  ctx: Ctx,
  input: RouteParsed<Routes['listQuarantine']>,
): Promise<RouteOutput<Routes['listQuarantine']>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id'])
  const beyond =
    after === null
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(q.captured_at, q.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
  const page = await ctx.deps.db.transaction().execute(async (tx) => {
    const rows = await rowsWithin(tx, ctx, sql<SqlBool>`q.state = ${input.state} AND ${beyond}`, input.limit + 1)
    const found = toPage(rows, input.limit, (row) => [row.key, row.id])
    await recordAccess(tx, ctx, {
      purpose: 'visit.quarantine',
      subjectKind: 'quarantine',
      subjectIds: found.items.map(({ id }) => id),
      fieldGroup: 'visits',
    })
    return found
  })
  const names = await staffNames(ctx.deps, ctx.countyId, [...new Set(page.items.map(({ staffId }) => staffId))])
  return {
    items: page.items.map((row) => ({ ...row, by: names.get(row.staffId) ?? '', input: inputOf(ctx, row) })),
    next: page.next,
  }
}

/**
 * A supervisor applies what somebody else did, in that person's name and within the supervisor's own reach, or drops it
 * with a reason. The command keeps its own id: applied twice, or sent by the phone after all, it has one effect.
 */
export async function decideQuarantined(
  app: FastifyInstance,
  ctx: Ctx,
  input: RouteParsed<Routes['decideQuarantined']>,
): Promise<{ done: true }> {
  if (!input.apply && input.words === '')
    throw new Problem('input.invalid', undefined, [{ path: 'words', rule: 'required' }])
  const [row] = await rowsWithin(ctx.db, ctx, sql<SqlBool>`q.id = ${input.quarantinedId}`, 1)
  if (!row) throw new Problem('quarantine.not_found')
  if (input.apply && row.state === 'waiting') {
    const names = await staffNames(ctx.deps, ctx.countyId, [row.staffId])
    const actor = inTheNameOf(ctx.actor, row.staffId, names.get(row.staffId) ?? '')
    await runRoute(app, { ...ctx, actor }, offlineRoutes[row.command], inputOf(ctx, row))
  }
  return runCommand(ctx, input.commandId, async (tx) => {
    const decided = await tx.db
      .updateTable('quarantine')
      .set({
        state: input.apply ? 'applied' : 'dropped',
        sealedInput: null,
        decidedBy: ctx.actor.id,
        decidedAt: ctx.deps.now().toISOString(),
        words: input.words,
      })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.quarantinedId)
      .where('state', '=', 'waiting')
      .executeTakeFirst()
    if (decided.numUpdatedRows === 0n) throw new Problem('quarantine.decided')
    if (!input.apply)
      await eraseAttachments({ deps: ctx.deps, countyId: ctx.countyId, tx }, 'quarantine', [input.quarantinedId])
    tx.subject('quarantine', input.quarantinedId)
    return { done: true as const }
  })
}

/** Does what that person did, as far as the supervisor reaches: the deed is theirs, the decision is the supervisor's. */
function inTheNameOf(supervisor: Actor, staffId: string, name: string): Actor {
  return {
    ...supervisor,
    id: staffId,
    name,
    may: () => supervisor.may('fieldwork.manage'),
    reach: () => supervisor.reach('fieldwork.manage'),
  }
}
