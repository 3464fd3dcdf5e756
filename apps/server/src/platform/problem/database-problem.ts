import type { ProblemCode } from '@linli/contract/problems'
import { Problem } from './problem.ts'

// A named constraint is a rule; breaking it is an expected failure with a code of its own.
const constraintProblems: Record<string, ProblemCode> = {
  area_codes_current_code: 'area.code_taken',
  staff_login_unique: 'staff.login_taken',
  staff_email_unique: 'staff.login_taken',
  units_department_code: 'unit.in_use',
  units_area_fk: 'area.not_found',
  categories_current_code: 'category.code_taken',
  duty_rules_version_once: 'duty.stale',
  duty_rules_one_in_force: 'duty.stale',
  duty_rules_one_proposed: 'duty.waiting',
  visit_forms_pkey: 'form.stale',
  shifts_one_place: 'roster.overlap',
  handovers_one_planned: 'handover.planned_already',
  leaves_not_twice: 'leave.overlap',
  shift_swaps_one_open: 'swap.open_already',
  incident_plan_versions_pkey: 'incident.plan_stale',
  push_browsers_endpoint: 'push.endpoint_taken',
  reading_for_open_work: 'vault.no_work',
  reading_of_this_work: 'register.case_unfit',
  matters_source_number_once: 'matter.source_number_taken',
}

// Rules of one field, which two commands may break together though neither does by itself.
const constraintRules: Record<string, string> = {
  persons_born_before_death: 'after_death',
}

// SQLSTATE classes and codes that say "the database is not there", not "the statement is wrong".
const goneStates = new Set(['57P01', '57P02', '57P03', '53300', '08000', '08001', '08003', '08004', '08006', '25P02'])
const goneCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'])
const goneMessages =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/
const fullStates = new Set(['53100'])
// Invalid byte sequence, untranslatable character: text that PostgreSQL cannot store.
const textStates = new Set(['22021', '22P05'])

/** The Problem that a database error stands for, or null when it is a bug. */
export function problemFromDatabase(error: unknown): Problem | null {
  if (!(error instanceof Error)) return null
  // pg puts SQLSTATE or the errno name in `code` and the broken rule in `constraint`; neither is in Error's type.
  const { code, constraint } = error as Error & { code?: string; constraint?: string }
  const rule = constraint === undefined ? undefined : constraintProblems[constraint]
  if (rule) return new Problem(rule)
  const broken = constraint === undefined ? undefined : constraintRules[constraint]
  if (broken) return new Problem('input.invalid', undefined, [{ path: '', rule: broken }])
  // Ids are made by clients: one that is taken was made badly or sent twice under different commands.
  if (code === '23505' && constraint?.endsWith('_pkey')) return new Problem('command.reused')
  if (code !== undefined && fullStates.has(code)) return new Problem('storage.full')
  if (code !== undefined && textStates.has(code)) {
    return new Problem('input.invalid', undefined, [{ path: '', rule: 'unstorable_text' }])
  }
  const gone = (code !== undefined && (goneStates.has(code) || goneCodes.has(code))) || goneMessages.test(error.message)
  return gone ? new Problem('server.unavailable') : null
}
