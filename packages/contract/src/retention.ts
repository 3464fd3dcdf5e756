import { z } from 'zod'
import { Id, Instant, LocalDate, Names, page, pageInput } from './common.ts'
import { defineRoute } from './route.ts'

export const RetentionPeriod = z.object({
  amount: z.number().int(),
  unit: z.enum(['day', 'month', 'year']),
  /** What it counts from: writing it down; leaving the county; the closing of a place; the end of a need, list or request. */
  after: z.enum(['recording', 'leaving', 'closing', 'end']),
})
export type RetentionPeriod = z.infer<typeof RetentionPeriod>

/** What is deleted when, and what waits: as the field catalogue and the modules have it today. */
export const RetentionRule = z.object({
  code: z.string(),
  names: Names,
  fieldGroup: z.string(),
  basis: z.string(),
  period: RetentionPeriod,
  /** Past its time now, and waiting for the next turn. */
  due: z.number().int(),
  /** Will be, within thirty days. */
  soon: z.number().int(),
  /** Past its time, and under a legal hold. */
  held: z.number().int(),
})
export type RetentionRule = z.infer<typeof RetentionRule>

export const RetentionDue = z.object({
  id: Id,
  /** When its time began to count, and the first day on which it is deleted. */
  since: LocalDate,
  deletedOn: LocalDate,
  /** Masked; null where nothing names it. */
  title: z.string().nullable(),
  held: z.boolean(),
})
export type RetentionDue = z.infer<typeof RetentionDue>

export const DeletionCause = z.enum(['retention', 'request', 'restore', 'undo'])
export type DeletionCause = z.infer<typeof DeletionCause>

/** That something was deleted; never whose, and never what it said. */
export const DeletionCertificate = z.object({
  id: Id,
  number: z.string(),
  cause: DeletionCause,
  rule: z.string(),
  names: Names,
  fieldGroup: z.string(),
  basis: z.string(),
  period: RetentionPeriod.nullable(),
  /** Who granted the request; null for what the platform did by itself. */
  by: z.string().nullable(),
  beganAt: Instant,
  /** Null while its batches still run. */
  finishedAt: Instant.nullable(),
  subjects: z.number().int(),
  /** Rows deleted, by kind. */
  counts: z.record(z.string(), z.number().int()),
  /** SHA-256 chain over the ids in the order of deletion, in hexadecimal. */
  digest: z.string(),
})
export type DeletionCertificate = z.infer<typeof DeletionCertificate>

export const retentionRoutes = {
  listRetentionRules: defineRoute({
    method: 'GET',
    path: '/retention/rules',
    access: 'rights.handle',
    summary: 'How long what is kept, how much is past its time, and how much will be within thirty days.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(RetentionRule) }),
    problems: [],
  }),
  listRetentionDue: defineRoute({
    method: 'GET',
    path: '/retention/due',
    access: 'rights.handle',
    summary: 'What one rule would delete within thirty days, held ones too; nothing is deleted by asking.',
    input: z.strictObject({ ...pageInput, rule: z.string().max(80) }),
    output: page(RetentionDue),
    problems: [],
  }),
  listCertificates: defineRoute({
    method: 'GET',
    path: '/retention/certificates',
    access: 'rights.handle',
    summary: 'Certificates of what was deleted, newest first.',
    input: z.strictObject({ ...pageInput, cause: DeletionCause.optional() }),
    output: page(DeletionCertificate),
    problems: [],
  }),
  getCertificate: defineRoute({
    method: 'GET',
    path: '/retention/certificates/:certificateId',
    access: 'rights.handle',
    summary: 'One certificate, to be printed.',
    input: z.strictObject({ certificateId: Id }),
    output: DeletionCertificate,
    problems: ['certificate.not_found'],
  }),
} as const
