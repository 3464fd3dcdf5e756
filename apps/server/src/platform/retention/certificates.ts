import type { Names } from '@linli/contract/common'
import type { DeletionCause, RetentionPeriod } from '@linli/contract/retention'
import { createHash } from 'node:crypto'
import { newId } from '../crypto/id.ts'
import type { Db, Tx } from '../database/database.ts'
import { takeGaplessNumber } from '../numbering/index.ts'
import { type Counts, sumOf } from './rules.ts'

interface NewCertificate {
  readonly countyId: number
  readonly cause: DeletionCause
  readonly rule: string
  readonly names: Names
  readonly fieldGroup: string
  readonly basis: string
  readonly period: RetentionPeriod | null
  readonly caseId?: string
  readonly by: { readonly kind: string; readonly id: string | null }
  readonly at: string
}

export interface OpenCertificate {
  readonly countyId: number
  readonly id: string
  readonly number: string
}

const DIGITS = 5

/** The certificate that a rule or a restore is writing, or a new one; a request has always one of its own. */
export async function openCertificate(tx: Tx, wanted: NewCertificate): Promise<OpenCertificate> {
  const { countyId, names, period, by, at, ...columns } = wanted
  if (wanted.cause !== 'request') {
    const running = await tx
      .selectFrom('deletionCertificates')
      .select(['id', 'number'])
      .where('countyId', '=', countyId)
      .where('rule', '=', wanted.rule)
      .where('cause', '=', wanted.cause)
      .where('fieldGroup', '=', wanted.fieldGroup)
      .where('finishedAt', 'is', null)
      .executeTakeFirst()
    if (running) return { countyId, ...running }
  }
  const year = at.slice(0, 4)
  const next = await takeGaplessNumber(tx, { countyId, kind: 'deletion_certificate', period: year })
  const certificate = { countyId, id: newId(), number: `XH-${year}-${String(next).padStart(DIGITS, '0')}` }
  await tx
    .insertInto('deletionCertificates')
    .values({
      ...columns,
      ...certificate,
      caseId: wanted.caseId ?? null,
      names: JSON.stringify(names),
      period: period && JSON.stringify(period),
      byKind: by.kind,
      byId: by.id,
      beganAt: at,
      digest: createHash('sha256').update(certificate.number).digest(),
    })
    .execute()
  return certificate
}

/** A batch more: its figures, and its ids in the chain. */
export async function addToCertificate(
  tx: Tx,
  { countyId, id }: OpenCertificate,
  ids: readonly string[],
  counts: Counts,
): Promise<void> {
  const row = await tx
    .selectFrom('deletionCertificates')
    .select(['subjects', 'counts', 'digest'])
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  await tx
    .updateTable('deletionCertificates')
    .set({
      subjects: row.subjects + ids.length,
      // Written here only.
      counts: JSON.stringify(sumOf(row.counts as Counts, counts)),
      digest: chained(row.digest, ids),
    })
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .execute()
}

/** Each link is SHA-256 of the one before and the next id: whoever has the ids in their order can check it. */
export function chained(digest: Buffer, ids: readonly string[]): Buffer {
  return ids.reduce((before, id) => createHash('sha256').update(before).update(id).digest(), digest)
}

/** Nothing more is past its time: the rule's certificate is finished. */
export async function closeRunning(
  db: Db,
  which: { readonly countyId: number; readonly cause: DeletionCause; readonly rule: string; readonly at: string },
): Promise<void> {
  await db
    .updateTable('deletionCertificates')
    .set({ finishedAt: which.at })
    .where('countyId', '=', which.countyId)
    .where('rule', '=', which.rule)
    .where('cause', '=', which.cause)
    .where('finishedAt', 'is', null)
    .execute()
}

export async function closeCertificate(tx: Tx, { countyId, id }: OpenCertificate, at: string): Promise<void> {
  await tx
    .updateTable('deletionCertificates')
    .set({ finishedAt: at })
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .execute()
}

/** What was deleted for each of these cases: the rules, with the numbers of their certificates. */
export async function certificatesOfCases(
  db: Db,
  countyId: number,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, readonly { readonly rule: string; readonly number: string }[]>> {
  if (caseIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('deletionCertificates')
    .select(['caseId', 'rule', 'number'])
    .where('countyId', '=', countyId)
    .where('caseId', 'in', [...caseIds])
    .orderBy('number')
    .execute()
  return Map.groupBy(rows, ({ caseId }) => caseId ?? '')
}
