import { createHmac } from 'node:crypto'
import pg from 'pg'
import type { Config } from '../config/config.ts'

/** Any number that nothing else locks: two processes that start at once make the role one after the other. */
const LOCK = 421_087_002
/** PostgreSQL's "you may not" and "you are not who you say". */
const REFUSED = new Set(['42501', '28P01', '28000'])

/** The platform would work as somebody whom the policies of the vault do not hold. */
export class WorkingRoleError extends Error {
  constructor() {
    super(`没有启动：平台会以数据库所有者（或超级用户）的身份工作，保密库对这个连接不设防。请让 DATABASE_URL 的账号能建立角色（ALTER ROLE … CREATEROLE），或者另建一个不拥有任何表的账号，执行 GRANT linli_application TO …，并写进 APP_DATABASE_URL。确实要这样运行时设 WORK_AS_OWNER=1。
Not started: the platform would work as the owner of the database (or a superuser), to whom the vault stands open. Let the account of DATABASE_URL make roles (ALTER ROLE … CREATEROLE), or make one that owns nothing, GRANT linli_application TO it, and name it in APP_DATABASE_URL. If this is meant, set WORK_AS_OWNER=1.`)
    this.name = 'WorkingRoleError'
  }
}

/** Where the platform connects for its work, and whether the policies of the vault hold it there. */
export async function workingConnection(
  { appDatabaseUrl }: Pick<Config, 'appDatabaseUrl'>,
  ownerUrl: string,
): Promise<{ url: string; held: boolean }> {
  const url = appDatabaseUrl ?? (await applicationUrl(ownerUrl)) ?? ownerUrl
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ held: boolean }>(
      `SELECT NOT (r.rolsuper OR r.rolbypassrls OR EXISTS (SELECT FROM pg_class t
         WHERE t.relnamespace = 'vault'::regnamespace AND pg_has_role(r.oid, t.relowner, 'MEMBER'))) AS held
       FROM pg_roles r WHERE r.rolname = current_user`,
    )
    return { url, held: rows[0]?.held === true }
  } finally {
    await client.end()
  }
}

/**
 * As a role that owns nothing, so that the policies of the vault hold it. The role belongs to whoever owns the database;
 * its password follows from theirs and is written down nowhere. Null where the owner may not make roles.
 */
export async function applicationUrl(ownerUrl: string): Promise<string | null> {
  const { url, role, password } = applicationRole(ownerUrl)
  if (await connects(url)) return url
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    const name = pg.escapeIdentifier(role)
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role])
    await client.query(
      `${rowCount ? 'ALTER' : 'CREATE'} ROLE ${name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS INHERIT PASSWORD ${pg.escapeLiteral(password)}`,
    )
    await client.query(`GRANT linli_application TO ${name}`)
  } catch (error) {
    if (!isRefused(error)) throw error
    return null
  } finally {
    await client.end()
  }
  return (await connects(url)) ? url : null
}

/** The role that belongs to an owner, whether it has been made or not. */
export function applicationRole(ownerUrl: string): { url: string; role: string; password: string } {
  const url = new URL(ownerUrl)
  const role = `${decodeURIComponent(url.username) || 'linli'}_app`
  const password = createHmac('sha256', decodeURIComponent(url.password)).update(`linli ${role}`).digest('base64url')
  url.username = role
  url.password = password
  return { url: url.href, role, password }
}

async function connects(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.query('SELECT FROM counties LIMIT 0')
    return true
  } catch (error) {
    if (isRefused(error)) return false
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}

const isRefused = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && REFUSED.has(error.code)
