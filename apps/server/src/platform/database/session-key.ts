import pg from 'pg'
import { sessionKey } from '../crypto/session-proof.ts'

/** Tells the database, as its owner, by which key sessions are proved. Those of another secret end. */
export async function handOverSessionKey(ownerUrl: string, secret: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(
      `WITH changed AS (
         INSERT INTO vault.session_key AS held (secret) VALUES ($1)
         ON CONFLICT (single) DO UPDATE SET secret = excluded.secret WHERE held.secret <> excluded.secret RETURNING 1)
       UPDATE sessions SET revoked_at = now() WHERE revoked_at IS NULL AND EXISTS (SELECT FROM changed)`,
      [sessionKey(secret)],
    )
  } finally {
    await client.end()
  }
}
