import { z } from 'zod'

/**
 * Every expected failure, with its HTTP status. Codes are a promise: sentences for people stand in
 * `@linli/client/problem-text`, which must hold one for each.
 * "Absent" and "not yours" share one `not_found`, so that an answer never reveals a hidden record.
 */
export const problemStatus = {
  'input.invalid': 400,
  'input.too_large': 413,
  'session.required': 401,
  'session.expired': 401,
  'login.failed': 401,
  'login.throttled': 429,
  'login.totp_required': 401,
  'login.totp_enrolment_required': 403,
  'login.totp_wrong': 401,
  'login.oidc_failed': 401,
  'code.wrong': 401,
  'origin.refused': 403,
  'permission.missing': 403,
  'rate.limited': 429,
  'route.not_found': 404,
  not_found: 404,
  'command.reused': 422,
  'command.in_progress': 409,
  'server.unavailable': 503,
  'server.failed': 500,
  'storage.full': 507,

  'county.stale': 409,
  'screen.stale': 409,

  'area.not_found': 404,
  'area.wrong_state': 409,
  'area.code_taken': 409,
  'area.outside_parent': 422,
  'area.self_crossing': 422,
  'area.overlap': 409,
  'area.outside_county': 422,
  'import.unreadable': 422,
  'import.not_found': 404,
  'import.rows_at_fault': 422,
  'import.wrong_county': 422,

  'unit.not_found': 404,
  'unit.in_use': 409,
  'staff.not_found': 404,
  'staff.login_taken': 409,
  'staff.weak_password': 422,
  'staff.wrong_password': 422,
  'role.not_found': 404,
  'role.in_use': 409,
  'post.not_found': 404,

  'matter.not_found': 404,
  'matter.wrong_state': 409,
  'matter.moved_on': 409,
  'matter.return_refused': 409,
  'matter.verifier_is_handler': 409,
  'matter.evidence_required': 422,
  'matter.outside_county': 422,
  'matter.grid_closed': 409,
  'matter.category_unknown': 422,
  'matter.unit_unsuitable': 422,
  'matter.extension_limit': 422,
  'matter.reopen_closed': 409,
  'matter.too_many_photos': 422,
  'matter.merge_refused': 409,
  'matter.source_number_taken': 409,
  'register.not_found': 404,
  'register.stale': 409,
  'statistics.not_found': 404,
  'vault.closed': 503,
  'claim.no_match': 422,
  'claim.throttled': 429,
  'field.unknown': 422,
  'field.stale': 409,
  'field.assessment_missing': 422,
  'list.wrong_state': 409,
  'certificate.not_found': 404,
  'erasure.held': 409,
  'hold.not_found': 404,
  'hold.wrong_state': 409,
  'approval.not_found': 404,
  'approval.wrong_state': 409,
  'export.not_found': 404,
  'export.wrong_state': 409,
  'export.empty': 422,
  'export.too_many': 422,
  'report.not_found': 404,
  'report.stale': 409,
  'report.unreadable': 422,
  'report.marks_at_fault': 422,
  'report.names_people': 422,
  'report.names_nobody': 422,

  'duty.not_found': 404,
  'duty.stale': 409,
  'duty.waiting': 409,
  'duty.same_person': 409,
  'form.not_found': 404,
  'form.stale': 409,
  'form.in_use': 409,
  'form.unknown': 422,
  'patrol.not_found': 404,
  'device.not_found': 404,
  'device.revoked': 403,
  'device.pin_wrong': 401,
  'quarantine.not_found': 404,
  'quarantine.decided': 409,
  'patrol.tracks_off': 422,

  'category.not_found': 404,
  'category.code_taken': 409,
  'category.stale': 409,
  'place.not_found': 404,

  'attachment.not_found': 404,
  'attachment.type_refused': 415,
  'attachment.too_large': 413,
  'attachment.incomplete': 409,
  'attachment.gone': 410,

  'view.too_many': 422,
  'notice.not_found': 404,
  'webhook.not_found': 404,
  'webhook.address_refused': 422,
  'api_key.not_found': 404,
  'api_key.required': 401,
} as const

export type ProblemCode = keyof typeof problemStatus

/** One fault of the input: where, which rule, and the limit it broke. */
export const Fault = z.object({
  path: z.string(),
  rule: z.string(),
  limit: z.union([z.number(), z.string()]).optional(),
})

export const ProblemName = z.enum(Object.keys(problemStatus) as [ProblemCode, ...ProblemCode[]])

/** RFC 9457 body, `application/problem+json`. `details` holds what the sentence for `code` needs. */
export const ProblemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: ProblemName,
  requestId: z.string(),
  faults: z.array(Fault).optional(),
  details: z.record(z.string(), z.unknown()).optional(),
})
export type ProblemBody = z.infer<typeof ProblemBody>
