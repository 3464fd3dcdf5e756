import { sql } from 'kysely'
import type { Ctx } from '../command/ctx.ts'
import type { CommandTx } from '../command/run-command.ts'
import { sha256 } from '../crypto/tokens.ts'
import type { Db, Tx } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem/problem.ts'
import { dropUnused } from './uploads.ts'

/** Older than anything uploaded: what was erased is nobody's, and cleared away at once. */
const NOBODYS = '1970-01-01T00:00:00Z'
const ERASED = '1970-01-02T00:00:00Z'

/** What waits for a supervisor belongs to whoever took it, who may still use it; nobody clears it away meanwhile. */
const SET_ASIDE = 'quarantine'

/** Most pictures that one step may carry, and most that a subject may hold. */
const MOST_PER_SUBJECT = 60

interface Link {
  readonly subjectKind: string
  readonly subjectId: string
  readonly role: string
}

/**
 * Gives uploaded files to a subject. Each must be the actor's own or be shown with its claim, and belong to nothing yet;
 * anything else is `attachment.not_found`, whatever the reason.
 */
export async function linkAttachments(
  tx: Tx,
  ctx: Ctx,
  files: readonly { id: string; claim?: string | undefined }[],
  link: Link,
): Promise<void> {
  const rows = await tx
    .selectFrom('attachments')
    .select(['id', 'byId', 'byKind', 'claimHash'])
    .where('countyId', '=', ctx.countyId)
    .where(
      'id',
      'in',
      files.map((file) => file.id),
    )
    .where((eb) => eb.or([eb('subjectId', 'is', null), eb('subjectKind', '=', SET_ASIDE)]))
    .forUpdate()
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const file of files) {
    const row = byId.get(file.id)
    const own = row !== undefined && row.byId !== null && row.byId === ctx.actor.id
    const claimed = row?.claimHash != null && file.claim !== undefined && row.claimHash.equals(sha256(file.claim))
    if (!own && !claimed) throw new Problem('attachment.not_found', { id: file.id })
  }
  const held = await tx
    .selectFrom('attachments')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('countyId', '=', ctx.countyId)
    .where('subjectId', '=', link.subjectId)
    .executeTakeFirstOrThrow()
  if (held.count + files.length > MOST_PER_SUBJECT)
    throw new Problem('matter.too_many_photos', { most: MOST_PER_SUBJECT })
  await tx
    .updateTable('attachments')
    .set({ ...link, claimHash: null })
    .where('countyId', '=', ctx.countyId)
    .where(
      'id',
      'in',
      files.map((file) => file.id),
    )
    .execute()
}

/**
 * Keeps uploaded files for a command of `ownerId` that somebody else decides about later. What cannot be kept (its claim is
 * wrong, or it is gone) is left: the words are worth more.
 */
export async function setAsideAttachments(
  tx: Tx,
  ctx: Ctx,
  files: readonly { id: string; claim?: string | undefined }[],
  { commandId, ownerId }: { readonly commandId: string; readonly ownerId: string },
): Promise<void> {
  for (const { id, claim } of files)
    await tx
      .updateTable('attachments')
      .set({ subjectKind: SET_ASIDE, subjectId: commandId, byKind: 'staff', byId: ownerId, claimHash: null })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', id)
      .where('subjectId', 'is', null)
      .where((eb) =>
        eb.or([eb('byId', '=', ownerId), ...(claim === undefined ? [] : [eb('claimHash', '=', sha256(claim))])]),
      )
      .execute()
}

/**
 * Takes the pictures of these subjects from everybody at once; their files go after the commit, or, where the process ends
 * before, with the next clearing away of what nobody uses. Answers how many.
 */
export async function eraseAttachments(
  { deps, countyId, tx }: { readonly deps: Deps; readonly countyId: number; readonly tx: CommandTx },
  subjectKind: string,
  subjectIds: readonly string[],
): Promise<number> {
  const rows = await tx.db
    .updateTable('attachments')
    .set({ subjectKind: null, subjectId: null, byId: null, claimHash: null, createdAt: NOBODYS })
    .where('countyId', '=', countyId)
    .where('subjectKind', '=', subjectKind)
    .where('subjectId', '=', sql<string>`any(${[...subjectIds]}::uuid[])`)
    .returning('id')
    .execute()
  if (rows.length > 0)
    tx.afterCommit(
      () => void dropUnused(deps, ERASED).catch((error: unknown) => deps.log.warn({ err: error }, 'erased files wait')),
    )
  return rows.length
}

/** Pictures of subjects, oldest first. */
export async function attachmentsOf(db: Db, countyId: number, subjectId: string) {
  return db
    .selectFrom('attachments')
    .select(['id', 'mediaType', 'width', 'height', 'role', 'createdAt'])
    .where('countyId', '=', countyId)
    .where('subjectId', '=', subjectId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
}

/** Ids of the pictures of several subjects, oldest first. */
export async function pictureIdsOf(
  db: Db,
  countyId: number,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>()
  if (subjectIds.length === 0) return found
  const rows = await db
    .selectFrom('attachments')
    .select(['id', 'subjectId'])
    .where('countyId', '=', countyId)
    .where('subjectId', 'in', [...subjectIds])
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  for (const { id, subjectId } of rows) {
    // Asked for by subject.
    const key = subjectId as string
    found.set(key, [...(found.get(key) ?? []), id])
  }
  return found
}
