import type { z } from 'zod'
import type { Permission } from './permissions.ts'
import type { ProblemCode } from './problems.ts'

/**
 * Who may call a route.
 * `public`: anyone; `resident`: a resident session (phone code); `staff`: any signed-in staff;
 * otherwise a permission that one of the caller's posts must carry.
 */
export type Access = 'public' | 'resident' | 'staff' | Permission

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** The obligations and shapes of one endpoint, shared by server and front ends. */
export interface Route<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly method: Method
  /** Below `/api`, with `:name` parameters; each parameter is a key of `input`. */
  readonly path: `/${string}`
  readonly access: Access
  /** Path parameters, then query (GET) or JSON body (other methods), as one object. */
  readonly input: I
  readonly output: O
  /** Codes a caller should expect beyond the general ones (`input.invalid`, `session.required`, …). */
  readonly problems: readonly ProblemCode[]
  /** Name under which a write stands in the audit log. Every method but GET has one. */
  readonly audit?: string
  /** Largest body in bytes where the general 1 MiB is too little (imports). */
  readonly maxBody?: number
  /** One sentence for the API description. */
  readonly summary: string
}

export function defineRoute<I extends z.ZodType, O extends z.ZodType>(route: Route<I, O>): Route<I, O> {
  return route
}

export type RouteTable = Readonly<Record<string, Route>>

/** What a caller writes (defaults may be left out). */
export type RouteInput<R extends Route> = z.input<R['input']>
/** What a handler receives. */
export type RouteParsed<R extends Route> = z.output<R['input']>
export type RouteOutput<R extends Route> = z.output<R['output']>
