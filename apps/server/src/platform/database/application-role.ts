import { createHmac } from 'node:crypto'
import pg from 'pg'

/** Any number that nothing else locks: two processes that start at once make the role one after the other. */
const LOCK = 421_087_002
/** PostgreSQL's "you may not" and "you are not who you say". */
const REFUSED = new Set(['42501', '28P01', '28000'])

/**
 * Where the platform connects for its work: as a role that owns nothing, so that the policies of the vault hold it. The
 * role belongs to whoever owns the database; its password follows from theirs and is written down nowhere. Null where
 * the owner may not make roles: then `doctor` says that the vault stands open to whoever holds the owner's connection.
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
