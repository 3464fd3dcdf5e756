import { createHash, randomUUID } from 'node:crypto'
import type { Deps } from '../deps.ts'
import type { Actor, Ctx } from './ctx.ts'

/** The platform itself as actor: jobs, clocks, CLI. It may do everything and is named in the audit log as such. */
export function systemActor(countyId: number): Actor {
  return { kind: 'system', id: null, name: '系统', countyId, posts: [], may: () => true, reach: () => 'county' }
}

/** A context for work that no request asked for. `audit` names the work in the audit log. */
export function systemCtx(deps: Deps, countyId: number, audit: string, input: unknown = null): Ctx {
  return {
    deps,
    db: deps.db,
    countyId,
    actor: systemActor(countyId),
    requestId: randomUUID(),
    http: null,
    locale: 'zh',
    audit,
    inputHash: createHash('sha256').update(JSON.stringify(input)).digest(),
  }
}
