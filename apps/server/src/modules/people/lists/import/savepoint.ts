import { sql } from 'kysely'
import type { Tx } from '../../../../platform/database/database.ts'

/** What fails within it leaves nothing behind, and the transaction goes on. */
export async function atSavepoint(tx: Tx, run: () => Promise<void>): Promise<void> {
  await sql`SAVEPOINT part`.execute(tx)
  try {
    await run()
    await sql`RELEASE SAVEPOINT part`.execute(tx)
  } catch (error) {
    await sql`ROLLBACK TO SAVEPOINT part`.execute(tx)
    throw error
  }
}

export const sqlState = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : null)
