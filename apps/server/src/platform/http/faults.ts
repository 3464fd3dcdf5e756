import type { z } from 'zod'
import type { Fault } from '../problem/problem.ts'

/** Zod's issues as the contract's faults: where, which rule, which limit. Sentences are the front ends' work. */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.slice(0, 50).map((issue) => {
    const path = issue.path.map(String).join('.')
    switch (issue.code) {
      case 'too_small':
        return { path, rule: `${issue.origin}_too_small`, limit: Number(issue.minimum) }
      case 'too_big':
        return { path, rule: `${issue.origin}_too_big`, limit: Number(issue.maximum) }
      case 'invalid_format':
        return { path, rule: `format_${issue.format}` }
      case 'invalid_type':
        return { path, rule: issue.input === undefined ? 'required' : `type_${issue.expected}` }
      case 'unrecognized_keys':
        return { path: [path, issue.keys[0]].filter(Boolean).join('.'), rule: 'unknown_field' }
      case 'custom':
        return { path, rule: issue.message }
      default:
        return { path, rule: issue.code }
    }
  })
}
