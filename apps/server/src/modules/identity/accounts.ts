import type { SignedIn } from '@linli/contract/identity'
import { type Expression, sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Db, Tx } from '../../platform/database/database.ts'
import { deviceHash } from './devices.ts'
import type { SessionMethod } from './sessions.ts'
import { instant } from './instants.ts'

/** What signing in needs to know of a staff member. */
export interface Account {
  readonly id: string
  readonly login: string
  readonly passwordHash: string | null
  readonly passwordChangedAt: string | null
  readonly totpEnabledAt: string | null
  readonly mustChangePassword: boolean
  readonly disabledAt: string | null
  /** This browser has signed this person in before. */
  readonly knownDevice: boolean
}

/** Looks an account up; the same one query whether or not there is one. */
export async function findAccount(
  db: Db,
  ctx: Ctx,
  by: { login: string } | { id: string },
): Promise<Account | undefined> {
  const [column, value] = 'login' in by ? (['staff.login', by.login] as const) : (['staff.id', by.id] as const)
  const row = await db
    .selectFrom('staff')
    .leftJoin('trustedDevices', (join) =>
      join
        .onRef('trustedDevices.countyId', '=', 'staff.countyId')
        .onRef('trustedDevices.staffId', '=', 'staff.id')
        .on('trustedDevices.tokenHash', '=', deviceHash(ctx) ?? Buffer.alloc(0))
        .on('trustedDevices.expiresAt', '>', instant(ctx.deps)),
    )
    .select([
      'staff.id',
      'login',
      'passwordHash',
      'passwordChangedAt',
      'totpEnabledAt',
      'mustChangePassword',
      'disabledAt',
    ])
    .select('trustedDevices.staffId as deviceOf')
    .where('staff.countyId', '=', ctx.countyId)
    .where(column, '=', value)
    .executeTakeFirst()
  if (!row) return undefined
  const { deviceOf, ...account } = row
  return { ...account, knownDevice: deviceOf !== null }
}

/** What the session may be used for first: see `SignedIn`. */
export async function duties(db: Db, ctx: Ctx, account: Account, method: SessionMethod): Promise<SignedIn> {
  const mayLack = account.totpEnabledAt !== null || method === 'oidc'
  return {
    mustChangePassword: account.mustChangePassword && method !== 'oidc',
    mustEnrolTotp: !mayLack && (await hasRoleWithTotp(db, ctx, account.id)),
  }
}

/** Whether one of the person's posts of today is in a role that asks for TOTP. */
export async function hasRoleWithTotp(db: Db, ctx: Ctx, staffId: string): Promise<boolean> {
  const today = countyToday(ctx)
  const found = await db
    .selectFrom('posts')
    .innerJoin('roles', (join) =>
      join.onRef('roles.countyId', '=', 'posts.countyId').onRef('roles.id', '=', 'posts.roleId'),
    )
    .select('posts.id')
    .where('posts.countyId', '=', ctx.countyId)
    .where('posts.staffId', '=', staffId)
    .where('posts.validFrom', '<=', today)
    .where((eb) => eb.or([eb('posts.validTo', 'is', null), eb('posts.validTo', '>', today)]))
    .where('roles.totpRequired', '=', true)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** Today's date where the county lies; posts and units begin and end by it. */
export function countyToday(ctx: Pick<Ctx, 'countyId' | 'deps'>): Expression<string> {
  return sql<string>`(SELECT (${instant(ctx.deps)}::timestamptz AT TIME ZONE c.time_zone)::date FROM counties c WHERE c.county_id = ${ctx.countyId})`
}

/** A line of the audit log for a sign-in: the command path does not fit, since a refusal must be kept too. */
export async function auditSignIn(
  db: Db | Tx,
  ctx: Ctx,
  action: string,
  who: { kind: 'staff' | 'resident'; id: string } | null,
  sessionId: string | null = null,
): Promise<void> {
  await db
    .insertInto('auditLog')
    .values({
      countyId: ctx.countyId,
      actorKind: who?.kind ?? 'public',
      actorId: who?.id ?? null,
      action,
      subjectKind: sessionId === null ? null : 'session',
      subjectId: sessionId,
      requestId: ctx.requestId,
    })
    .execute()
}
