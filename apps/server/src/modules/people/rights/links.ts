import type { FileLink, rightsRoutes } from '@linli/contract/people-rights'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../../platform/command/run-command.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { mask } from '../../../platform/mask.ts'
import { sendNotice } from '../../../platform/notices/index.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { todayIn } from '../../areas/index.ts'
import { residentContacts } from '../../identity/index.ts'
import { blindIndex, sessionToken } from '../vault.ts'
import { stillLinked } from './guardians.ts'

type Input<N extends keyof typeof rightsRoutes> = RouteParsed<(typeof rightsRoutes)[N]>

interface Link extends FileLink {
  readonly residentId: string
}

/** Phones that see a file now, the first linked first. */
export async function linksOf(tx: Tx, ctx: Ctx, personId: string): Promise<Link[]> {
  const { rows } = await sql<Omit<Link, 'phoneMasked'>>`
    SELECT l.id, l.resident_id, l.as_guardian, l.checked_how AS how, l.document_seen AS seen, l.checked_at AS since
    FROM resident_persons l JOIN persons p ON p.county_id = l.county_id AND p.id = l.person_id
    WHERE l.county_id = ${ctx.countyId} AND l.person_id = ${personId} AND ${stillLinked(await todayIn(ctx.deps, ctx.countyId))}
    ORDER BY l.checked_at, l.id`.execute(tx)
  const contacts = await residentContacts(
    tx,
    ctx.countyId,
    rows.map(({ residentId }) => residentId),
  )
  return rows.map((row) => ({ ...row, phoneMasked: mask.phone(contacts.get(row.residentId)?.phone ?? '') }))
}

/** At the counter. */
export function endLink(ctx: Ctx, input: Input<'endLink'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, (tx) => endOne(tx, ctx, input))
}

/** By a resident. */
export function endOwnLink(ctx: Ctx, input: Input<'endOwnLink'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, (tx) => endOne(tx, ctx, input))
}

// The database finds out from the session whether this is theirs to end.
async function endOne(tx: CommandTx, ctx: Ctx, { personId, linkId }: Input<'endLink'>): Promise<{ done: true }> {
  const { rows } = await sql<{ residentId: string | null }>`
    SELECT vault.end_link(${ctx.countyId}, ${sessionToken(ctx)}, ${personId}, ${linkId}) AS resident_id`.execute(tx.db)
  const residentId = rows[0]?.residentId
  if (!residentId) throw new Problem('register.not_found')
  if (residentId !== ctx.actor.id) await tell(tx.db, ctx, personId, [residentId], 'rights_unlinked')
  tx.subject('person', personId)
  return { done: true }
}

/** The phone that stood on the file stands on it no longer: whoever has it sees the file no longer, and is told. */
export async function endLinksOfPhone(tx: Tx, ctx: Ctx, personId: string, digests: readonly Buffer[]): Promise<void> {
  const linked = (await linksOf(tx, ctx, personId)).map(({ residentId }) => residentId)
  const contacts = await residentContacts(tx, ctx.countyId, linked)
  const having = linked.filter((id) => {
    const digest = blindIndex(ctx.deps, 'phone', contacts.get(id)?.phone ?? '')
    return digests.some((one) => one.equals(digest))
  })
  if (having.length === 0) return
  const { rows } = await sql<{ ended: string[] }>`
    SELECT vault.end_links_of_phone(${ctx.countyId}, ${personId}, ${having}::uuid[]) AS ended`.execute(tx)
  await tell(tx, ctx, personId, rows[0]?.ended ?? [], 'rights_unlinked')
}

/** Phones that see a file already hear that another does now. */
export async function tellLinked(tx: Tx, ctx: Ctx, personId: string, newResidentId: string): Promise<void> {
  const links = await linksOf(tx, ctx, personId)
  const fresh = links.find(({ residentId }) => residentId === newResidentId)
  const others = links.map(({ residentId }) => residentId).filter((id) => id !== newResidentId)
  await tell(tx, ctx, personId, others, 'rights_linked', { phone: fresh?.phoneMasked ?? '' })
}

async function tell(
  tx: Tx,
  ctx: Ctx,
  personId: string,
  residentIds: readonly string[],
  template: 'rights_linked' | 'rights_unlinked',
  params: Readonly<Record<string, string>> = {},
): Promise<void> {
  const contacts = await residentContacts(tx, ctx.countyId, residentIds)
  if (contacts.size === 0) return
  const { name } = await tx
    .selectFrom('persons')
    .select('name')
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', personId)
    .executeTakeFirstOrThrow()
  for (const { phone, locale } of contacts.values())
    await sendNotice(tx, {
      countyId: ctx.countyId,
      channel: 'sms',
      recipient: phone,
      template,
      params: { ...params, name: mask.name(name) },
      subjectKind: 'person',
      subjectId: personId,
      locale,
    })
}
