import { OfflineError, ProblemError } from '@linli/client'
import type { ProblemCode } from '@linli/contract/problems'
import type { Refusal } from './entry.ts'

/** What a failure means for an entry, and for the run that it happened in. */
export type Verdict =
  | { readonly kind: 'later'; readonly network: boolean; readonly afterMs: number | null }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'photos_gone'; readonly refusal: Refusal }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Nobody has judged the command yet, or not for good. */
const passing: ReadonlySet<ProblemCode> = new Set([
  'command.in_progress',
  'rate.limited',
  'server.unavailable',
  'storage.full',
  'attachment.incomplete',
])
/** The person must sign in, or finish signing in, before anything can be sent. */
const signedOut: ReadonlySet<ProblemCode> = new Set([
  'session.required',
  'session.expired',
  'login.totp_enrolment_required',
])
const photosGone: ReadonlySet<ProblemCode> = new Set(['attachment.not_found', 'attachment.gone'])
/** A server that fails on one command this often will not learn to like it; a person should know. */
export const MOST_SERVER_FAILURES = 6

export function judge(error: unknown, failuresBefore: number): Verdict {
  // Whatever is not an answer of the server (no network, a cut upload, a full phone) may pass.
  if (!(error instanceof ProblemError)) return { kind: 'later', network: error instanceof OfflineError, afterMs: null }
  if (signedOut.has(error.code)) return { kind: 'signed_out' }
  const { code, status, details, faults } = error
  const refusal: Refusal = { code, status, details, faults }
  if (photosGone.has(code)) return { kind: 'photos_gone', refusal }
  const failing = code === 'server.failed' && failuresBefore + 1 < MOST_SERVER_FAILURES
  if (!passing.has(code) && !failing) return { kind: 'refused', refusal }
  const seconds = details['retryAfterSeconds']
  return { kind: 'later', network: false, afterMs: typeof seconds === 'number' ? seconds * 1000 : null }
}
