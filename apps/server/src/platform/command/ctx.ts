import type { Permission } from '@linli/contract/permissions'
import type { Db } from '../database/database.ts'
import type { Deps } from '../deps.ts'

/** How far a permission reaches: everything in the county, or these areas (by level) and these units. */
export type Reach = 'county' | AreaReach
export interface AreaReach {
  readonly townIds: readonly string[]
  readonly villageIds: readonly string[]
  readonly gridIds: readonly string[]
  /** Units whose own work it covers (reach by function). */
  readonly unitIds: readonly string[]
}

export interface Post {
  readonly id: string
  readonly unitId: string
  readonly unitName: string
  readonly unitKind: string
  readonly areaId: string | null
  readonly roleId: string
  readonly roleName: string
}

/** Whoever acts. Resolved once per request; holds no personal data beyond the display name. */
export interface Actor {
  readonly kind: 'staff' | 'resident' | 'api' | 'system' | 'public'
  /** Staff id, resident id or key id; null for `public` and `system`. */
  readonly id: string | null
  readonly name: string
  readonly countyId: number
  readonly posts: readonly Post[]
  may(permission: Permission): boolean
  /** Empty reach when the permission is missing. */
  reach(permission: Permission): Reach
}

export type SessionKind = 'staff' | 'resident'

/** The few things a handler may need of the request or put on the answer. */
export interface HttpSide {
  readonly address: string
  readonly userAgent: string
  /** The session that `ctx.actor` was resolved from. */
  readonly sessionId: string | null
  /** The key of another system, from `Authorization: Bearer …`. */
  readonly bearer: string | undefined
  cookie(name: string): string | undefined
  /** `__Host-` prefix, Secure, HttpOnly, SameSite=Lax; plain name without Secure only on http://localhost. */
  setCookie(name: string, value: string, maxAgeSeconds: number): void
  clearCookie(name: string): void
}

/** Cookie names without prefix. Staff and residents have one each: a grid worker is a neighbour too. */
export const sessionCookie: Record<SessionKind, string> = { staff: 'linli-staff', resident: 'linli-resident' }

/** What every handler and command receives. */
export interface Ctx {
  readonly deps: Deps
  readonly db: Db
  readonly countyId: number
  readonly actor: Actor
  readonly requestId: string
  /** Null for calls that did not come over HTTP (jobs, CLI, seeding). */
  readonly http: HttpSide | null
  readonly locale: 'zh' | 'en'
  /** Audit name of the route, and SHA-256 of its input: what makes a repeated command recognisable. */
  readonly audit: string
  readonly inputHash: Buffer
}
