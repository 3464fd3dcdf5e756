import { type Permission, permissions } from '@linli/contract/permissions'
import type { RoleReach } from '@linli/contract/identity'
import type { Actor, Post, Reach, SessionKind } from '../../platform/command/ctx.ts'
import { sha256 } from '../../platform/crypto/tokens.ts'
import type { Deps } from '../../platform/deps.ts'
import type { SessionResolver } from '../../platform/http/session.ts'
import { seenInterval, sessionLimits } from './limits.ts'
import { type AreaSource, joinReach, noReach, reachOfPost } from './reach.ts'
import { instant } from './instants.ts'

/** Finds whoever a session token belongs to, with everything that decides what they may do, as it stands now. */
export function createSessionResolver(deps: Deps, areas: AreaSource): SessionResolver {
  return async (kind, token) => {
    const found = await findSession(deps, kind, token)
    if (!found) return null
    await touch(deps, found)
    const actor = kind === 'staff' ? await staffActor(deps, areas, found) : residentActor(deps, found)
    return { actor, sessionId: found.sessionId }
  }
}

interface PostRow extends Post {
  readonly roleCode: string
  readonly permissions: string[]
  readonly reach: RoleReach
  readonly totpRequired: boolean
  readonly unitsBelow: string[]
}

interface SessionRow {
  readonly sessionId: string
  readonly ownerId: string
  readonly name: string
  readonly lastSeenAt: string
  readonly method: string
  readonly mustChangePassword: boolean
  readonly totpEnabled: boolean
  readonly posts: PostRow[]
}

// One statement, read anew on every request and never cached: a post that ended, a role that lost a
// permission or an account that was closed counts from the next request on. Named, so that each
// connection plans it once.
const staffSession = `
  SELECT s.id AS "sessionId", st.id AS "ownerId", st.name, s.last_seen_at AS "lastSeenAt", s.method,
    st.must_change_password AS "mustChangePassword", st.totp_enabled_at IS NOT NULL AS "totpEnabled",
    coalesce(held.posts, '[]') AS posts
  FROM sessions s
  JOIN staff st ON st.county_id = s.county_id AND st.id = s.staff_id AND st.disabled_at IS NULL
  JOIN counties c ON c.county_id = s.county_id
  CROSS JOIN LATERAL (SELECT ($3::timestamptz AT TIME ZONE c.time_zone)::date AS today) d
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object(
      'id', p.id, 'unitId', u.id, 'unitName', u.name, 'unitKind', u.kind, 'areaId', u.area_id,
      'roleId', r.id, 'roleCode', r.code, 'roleName', r.name_zh, 'permissions', r.permissions,
      'reach', r.reach, 'totpRequired', r.totp_required,
      'unitsBelow', CASE WHEN r.reach = 'function' THEN (
        SELECT jsonb_agg(b.id) FROM units b WHERE b.county_id = u.county_id AND b.path @> ARRAY[u.id]
      ) ELSE '[]' END) ORDER BY p.valid_from, p.id) AS posts
    FROM posts p
    JOIN units u ON u.county_id = p.county_id AND u.id = p.unit_id AND (u.valid_to IS NULL OR u.valid_to > d.today)
    JOIN roles r ON r.county_id = p.county_id AND r.id = p.role_id AND r.closed_at IS NULL
    WHERE p.county_id = s.county_id AND p.staff_id = st.id
      AND p.valid_from <= d.today AND (p.valid_to IS NULL OR p.valid_to > d.today)
  ) held ON true
  WHERE s.county_id = $1 AND s.token_hash = $2 AND s.revoked_at IS NULL AND s.expires_at > $3 AND s.last_seen_at > $4`

const residentSession = `
  SELECT s.id AS "sessionId", r.id AS "ownerId", coalesce(r.name, '') AS name, s.last_seen_at AS "lastSeenAt", s.method,
    false AS "mustChangePassword", false AS "totpEnabled", '[]'::jsonb AS posts
  FROM sessions s
  JOIN residents r ON r.county_id = s.county_id AND r.id = s.resident_id
  WHERE s.county_id = $1 AND s.token_hash = $2 AND s.revoked_at IS NULL AND s.expires_at > $3 AND s.last_seen_at > $4`

async function findSession(deps: Deps, kind: SessionKind, token: string): Promise<SessionRow | undefined> {
  const result = await deps.pool.query<SessionRow>({
    name: `${kind}-session`,
    text: kind === 'staff' ? staffSession : residentSession,
    values: [deps.config.countyId, sha256(token), instant(deps), instant(deps, -sessionLimits[kind].idle)],
  })
  return result.rows[0]
}

async function touch(deps: Deps, session: SessionRow): Promise<void> {
  if (Date.parse(session.lastSeenAt) > deps.now().getTime() - seenInterval * 1000) return
  const now = instant(deps)
  await deps.db
    .updateTable('sessions')
    .set({ lastSeenAt: now })
    .where('countyId', '=', deps.config.countyId)
    .where('id', '=', session.sessionId)
    .where('lastSeenAt', '<', now)
    .execute()
}

async function staffActor(deps: Deps, areas: AreaSource, session: SessionRow): Promise<Actor> {
  const countyId = deps.config.countyId
  const { ownerId: id, name } = session
  if (isRestricted(session))
    return { kind: 'staff', id, name, countyId, posts: [], may: () => false, reach: () => noReach }
  const held = await Promise.all(
    session.posts.map(async (post) => ({
      permissions: knownPermissions(post.permissions),
      reach: await reachOfPost(deps, areas, countyId, { ...post, staffId: id }),
    })),
  )
  const reaches = new Map<Permission, Reach>()
  return {
    kind: 'staff',
    id,
    name,
    countyId,
    posts: session.posts,
    may: (permission) => held.some((post) => post.permissions.has(permission)),
    reach: (permission) => {
      let reach = reaches.get(permission)
      if (reach === undefined) {
        reach = joinReach(held.filter((post) => post.permissions.has(permission)).map((post) => post.reach))
        reaches.set(permission, reach)
      }
      return reach
    },
  }
}

// Signed in, but first a new password or an authenticator: until then the session opens nothing else.
function isRestricted({ mustChangePassword, method, totpEnabled, posts }: SessionRow): boolean {
  if (method === 'oidc') return false
  return mustChangePassword || (!totpEnabled && posts.some((post) => post.totpRequired))
}

const known: ReadonlySet<string> = new Set(permissions)

// A permission that a later version took away may still stand in a role: it means nothing any more.
function knownPermissions(names: readonly string[]): ReadonlySet<Permission> {
  return new Set(names.filter((name): name is Permission => known.has(name)))
}

function residentActor(deps: Deps, session: SessionRow): Actor {
  const { ownerId: id, name } = session
  return {
    kind: 'resident',
    id,
    name,
    countyId: deps.config.countyId,
    posts: [],
    may: () => false,
    reach: () => noReach,
  }
}
