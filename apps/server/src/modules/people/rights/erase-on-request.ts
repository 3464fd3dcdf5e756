import type { ErasablePart } from '@linli/contract/people-rights'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { CommandTx } from '../../../platform/command/run-command.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { addToCertificate, closeCertificate, type Erasing, openCertificate } from '../../../platform/retention/index.ts'
import { erasePart } from '../retention/erase-parts.ts'
import { erasePersons, WHOLE_FILE } from '../retention/erase-persons.ts'
import { partNames } from '../retention/part-names.ts'

/** The right to have one's data deleted (个人信息保护法 47). */
const BASIS = '个人信息保护法第47条'

/**
 * Erases what a granted request asks for, in the transaction that grants it, with a certificate for each part. Whole files
 * go with everything; of a file that somebody else merged into another, the one that stayed is meant.
 * @throws Problem `erasure.held` while a legal hold covers the file.
 */
export async function eraseOnRequest(
  tx: CommandTx,
  ctx: Ctx,
  request: { readonly id: string; readonly personId: string },
  asked: readonly ErasablePart[],
): Promise<void> {
  const { rows } = await sql<{ id: string; held: boolean }>`
    SELECT k.id, k.id = ANY((SELECT held_subjects(${ctx.countyId}, 'person'))::uuid[]) AS held
    FROM persons p JOIN persons k ON k.county_id = p.county_id AND k.id = coalesce(p.merged_into_id, p.id)
    WHERE p.county_id = ${ctx.countyId} AND p.id = ${request.personId} FOR UPDATE OF k`.execute(tx.db)
  const [file] = rows
  // Erased already, by its own time or by an earlier request: nothing is left to do.
  if (!file) return
  if (file.held) throw new Problem('erasure.held')
  const parts = asked.includes(WHOLE_FILE) ? [WHOLE_FILE] : [...new Set(asked)]
  for (const part of parts) await eraseOne(tx, ctx, request.id, file.id, part)
}

async function eraseOne(
  tx: CommandTx,
  ctx: Ctx,
  requestId: string,
  personId: string,
  part: ErasablePart,
): Promise<void> {
  const { countyId } = ctx
  const at = ctx.deps.now().toISOString()
  const certificate = await openCertificate(tx.db, {
    countyId,
    cause: 'request',
    rule: part,
    names: partNames[part],
    fieldGroup: part === WHOLE_FILE ? 'basic' : part,
    basis: BASIS,
    period: null,
    caseId: requestId,
    by: ctx.actor,
    at,
  })
  const { id: certificateId, number } = certificate
  const work: Erasing = { deps: ctx.deps, countyId, tx, cause: 'request', certificateId, certificate: number, at }
  const counts =
    part === WHOLE_FILE ? await erasePersons(work, [personId]) : await erasePart(work, [personId], part, null)
  await addToCertificate(tx.db, certificate, [personId], counts)
  await closeCertificate(tx.db, certificate, at)
}
