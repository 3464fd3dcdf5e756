import { problemStatus, type ProblemBody, type ProblemCode } from '@linli/contract/problems'

export type Fault = NonNullable<ProblemBody['faults']>[number]

/** An expected failure. Anything else that is thrown is a bug and answers 500. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly details: Record<string, unknown> | undefined
  readonly faults: Fault[] | undefined
  constructor(code: ProblemCode, details?: Record<string, unknown>, faults?: Fault[]) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.details = details
    this.faults = faults
  }
  get status(): number {
    return problemStatus[this.code]
  }
}
