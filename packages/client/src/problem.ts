import type { ProblemBody, ProblemCode } from '@linli/contract/problems'

/** The server's refusal, decoded. `details` holds what the sentence for `code` needs. */
export class ProblemError extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly details: Readonly<Record<string, unknown>>
  readonly faults: NonNullable<ProblemBody['faults']>
  readonly requestId: string
  constructor(body: ProblemBody) {
    super(body.code)
    this.name = 'ProblemError'
    this.code = body.code
    this.status = body.status
    this.details = body.details ?? {}
    this.faults = body.faults ?? []
    this.requestId = body.requestId
  }
}

/** No answer came: no network, or nobody there. What was sent may or may not have arrived; the same command may be sent again. */
export class OfflineError extends Error {
  constructor() {
    super('offline')
    this.name = 'OfflineError'
  }
}
