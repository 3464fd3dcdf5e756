import { type Permission, permissions } from '@linli/contract/permissions'
import type { RoleReach } from '@linli/contract/identity'
import type { Actor, Post, Reach, SessionKind } from '../../platform/command/ctx.ts'
import { sessionProof } from '../../platform/crypto/session-proof.ts'
import { sameBytes, sha256 } from '../../platform/crypto/tokens.ts'
import type { Deps } from '../../platform/deps.ts'
import type { SessionResolver } from '../../platform/http/session.ts'
import { seenInterval, sessionLimits } from './limits.ts'
import { type AreaSource, joinReach, noReach, reachOfPost } from './reach.ts'
import { instant } from './instants.ts'

/** Finds whoever a session token belongs to, with everything that decides what they may do, as it stands now. */
export function createSessionResolver(deps: Deps, areas: AreaSource): SessionResolver {
  const grants = new Map<string, Grants>()
  return async (kind, token) => {
    const session = await findSession(deps, kind, token)
    if (!session) return null
    await touch(deps, session)
    if (kind === 'resident') return { actor: residentActor(deps, session), sessionId: session.sessionId }
    const held = await grantsOf(deps, grants, session)
    return held && { actor: await staffActor(deps, areas, session, held), sessionId: session.sessionId }
  }
}

interface SessionRow {
  readonly sessionId: string
  readonly ownerId: string
  /** A resident's; a member of staff's stands in the grants. */
  readonly name: string
  readonly lastSeenAt: string
  readonly method: string
  readonly expiresAt: string
  readonly proof: Buffer
  readonly today: string
  readonly rightsVersion: number
}

interface PostRow extends Post {
  readonly roleCode: string
  readonly permissions: string[]
  readonly reach: RoleReach
  readonly totpRequired: boolean
  readonly unitsBelow: string[]
}

interface GrantsRow {
  readonly name: string
  readonly mustChangePassword: boolean
  readonly totpEnabled: boolean
  readonly posts: readonly PostRow[]
  readonly rightsVersion: number
}

/** What somebody may do, and of which day and version of the rights it was read. */
interface Grants extends GrantsRow {
  readonly today: string
  /** In the order of the posts. */
  readonly permissions: readonly ReadonlySet<Permission>[]
}

// Read anew on every request and never cached, with the number that rises whenever anybody's rights change. Named, so that
// each connection plans it once.
const sessionOf = (owners: string, owner: string, name: string) => `
  SELECT s.id AS "sessionId", s.${owner} AS "ownerId", ${name} AS name, s.last_seen_at AS "lastSeenAt", s.method, s.expires_at AS "expiresAt", s.proof,
    ($3::timestamptz AT TIME ZONE c.time_zone)::date AS today, c.rights_version AS "rightsVersion"
  FROM sessions s JOIN counties c ON c.county_id = s.county_id ${owners}
  WHERE s.county_id = $1 AND s.token_hash = $2 AND s.revoked_at IS NULL AND s.expires_at > $3 AND s.last_seen_at > $4`

const sessionText = {
  staff: sessionOf('', 'staff_id', "''"),
  resident: sessionOf(
    'JOIN residents r ON r.county_id = s.county_id AND r.id = s.resident_id',
    'resident_id',
    "coalesce(r.name, '')",
  ),
}

async function findSession(deps: Deps, kind: SessionKind, token: string): Promise<SessionRow | undefined> {
  const { countyId, secret } = deps.config
  const tokenHash = sha256(token)
  const { rows } = await deps.pool.query<SessionRow>({
    name: `${kind}-session`,
    text: sessionText[kind],
    values: [countyId, tokenHash, instant(deps), instant(deps, -sessionLimits[kind].idle)],
  })
  // Opened by a process that knows the secret, for this owner, and not written by somebody into the table.
  return rows.find((row) => sameBytes(row.proof, sessionProof(secret, { ...row, countyId, tokenHash, kind })))
}

// With the version in the same statement: rights and number are of one moment.
const staffGrants = `
  SELECT st.name, st.must_change_password AS "mustChangePassword", st.totp_enabled_at IS NOT NULL AS "totpEnabled",
    c.rights_version AS "rightsVersion", coalesce(held.posts, '[]') AS posts
  FROM staff st
  JOIN counties c ON c.county_id = st.county_id
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object(
      'id', p.id, 'unitId', u.id, 'unitName', u.name, 'unitKind', u.kind, 'areaId', u.area_id,
      'roleId', r.id, 'roleCode', r.code, 'roleName', r.name_zh, 'permissions', r.permissions,
      'reach', r.reach, 'totpRequired', r.totp_required,
      'unitsBelow', CASE WHEN r.reach = 'function' THEN (
        SELECT jsonb_agg(b.id) FROM units b WHERE b.county_id = u.county_id AND b.path @> ARRAY[u.id]
      ) ELSE '[]' END) ORDER BY p.valid_from, p.id) AS posts
    FROM posts p
    JOIN units u ON u.county_id = p.county_id AND u.id = p.unit_id AND (u.valid_to IS NULL OR u.valid_to > $3)
    JOIN roles r ON r.county_id = p.county_id AND r.id = p.role_id AND r.closed_at IS NULL
    WHERE p.county_id = st.county_id AND p.staff_id = st.id
      AND p.valid_from <= $3 AND (p.valid_to IS NULL OR p.valid_to > $3)
  ) held ON true
  WHERE st.county_id = $1 AND st.id = $2 AND st.disabled_at IS NULL`

/** More than any county has staff: what is above it are people who have left. */
const MOST_REMEMBERED = 20_000

/** Null for an account that was closed. What was read before holds while the day and the version are the same. */
async function grantsOf(deps: Deps, known: Map<string, Grants>, session: SessionRow): Promise<Grants | null> {
  const { ownerId, today, rightsVersion } = session
  const earlier = known.get(ownerId)
  if (earlier?.rightsVersion === rightsVersion && earlier.today === today) return earlier
  const grants = await readGrants(deps, ownerId, today)
  if (!grants) return null
  if (known.size >= MOST_REMEMBERED) known.clear()
  known.set(ownerId, grants)
  return grants
}

async function readGrants(deps: Deps, staffId: string, today: string): Promise<Grants | null> {
  const { rows } = await deps.pool.query<GrantsRow>({
    name: 'staff-grants',
    text: staffGrants,
    values: [deps.config.countyId, staffId, today],
  })
  const [row] = rows
  if (!row) return null
  return { ...row, today, permissions: row.posts.map((post) => knownPermissions(post.permissions)) }
}

/** One of the staff without a session, with what their posts allow today: for what is rehearsed in their name. */
export async function actorOfStaff(
  deps: Deps,
  areas: AreaSource,
  staffId: string,
  today: string,
): Promise<Actor | null> {
  const grants = await readGrants(deps, staffId, today)
  return grants && staffActor(deps, areas, { ownerId: staffId, method: 'oidc' }, grants)
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

async function staffActor(
  deps: Deps,
  areas: AreaSource,
  session: Pick<SessionRow, 'ownerId' | 'method'>,
  grants: Grants,
): Promise<Actor> {
  const countyId = deps.config.countyId
  const { ownerId: id } = session
  const { name, posts } = grants
  if (isRestricted(session.method, grants))
    return { kind: 'staff', id, name, countyId, posts: [], may: () => false, reach: () => noReach }
  const held = await Promise.all(
    posts.map(async (post, index) => ({
      permissions: grants.permissions[index] ?? new Set(),
      reach: await reachOfPost(deps, areas, countyId, { ...post, staffId: id }),
    })),
  )
  const reaches = new Map<Permission, Reach>()
  return {
    kind: 'staff',
    id,
    name,
    countyId,
    posts,
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
function isRestricted(method: string, { mustChangePassword, totpEnabled, posts }: GrantsRow): boolean {
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
