import { z } from 'zod'
import { AccessCase } from './access.ts'
import { Id, Instant, LocalDate, page, pageInput } from './common.ts'
import { defineRoute } from './route.ts'

const Actor = z.object({
  kind: z.enum(['staff', 'resident', 'api', 'system', 'public']),
  id: Id.nullable(),
  /** Of staff only: residents are not named here. */
  name: z.string().nullable(),
})

/** A write that took effect; never its values. */
export const AuditRow = z.object({
  at: Instant,
  actor: Actor,
  /** Audit name of the route or chore, e.g. `matter.dispatched`. */
  action: z.string(),
  subjectKind: z.string().nullable(),
  subjectId: Id.nullable(),
  requestId: z.string(),
})
export type AuditRow = z.infer<typeof AuditRow>

/** A reading of personal fields; never their values. */
export const AccessRow = z.object({
  at: Instant,
  actor: Actor,
  /** Units and roles held at that moment. */
  unit: z.string().nullable(),
  duty: z.string(),
  purpose: z.string(),
  /** Legal basis of the purpose. */
  basis: z.string().nullable(),
  /** The piece of work that it belonged to. */
  caseKind: AccessCase.nullable(),
  caseId: Id.nullable(),
  reason: z.string().nullable(),
  subjectKind: z.string(),
  subjectIds: z.array(Id),
  fieldGroup: z.string(),
  requestId: z.string(),
})
export type AccessRow = z.infer<typeof AccessRow>

const filters = {
  ...pageInput,
  actorId: Id.optional(),
  subjectId: Id.optional(),
  /** First and last day, in the county's time. */
  from: LocalDate.optional(),
  to: LocalDate.optional(),
}

export const recordRoutes = {
  listAudit: defineRoute({
    method: 'GET',
    path: '/records/audit',
    access: 'audit.read',
    summary: 'Who did what to which record, newest first.',
    input: z.strictObject(filters),
    output: page(AuditRow),
    problems: [],
  }),
  listAccess: defineRoute({
    method: 'GET',
    path: '/records/access',
    access: 'audit.read',
    summary: 'Who read which personal fields of whom and for what, newest first.',
    input: z.strictObject(filters),
    output: page(AccessRow),
    problems: [],
  }),
} as const
