import { sql } from 'kysely'
import { Problem } from '../problem/problem.ts'
import { heeded, together } from '../database/transact.ts'
import type { CommandTx, OutgoingEvent } from './run-command.ts'

/**
 * Runs a part of a command that may be refused by itself: a Problem undoes this part alone, with its events, and is
 * handed back; the command goes on. Anything else that is thrown ends the command.
 */
export async function attempt<T>(tx: CommandTx, run: (part: CommandTx) => Promise<T>): Promise<T | Problem> {
  const events: OutgoingEvent[] = []
  const later: Promise<unknown>[] = []
  const after: (() => void)[] = []
  await sql`SAVEPOINT part`.execute(tx.db)
  try {
    const value = await run({
      db: tx.db,
      publish: (event) => void events.push(event),
      subject: tx.subject,
      later: (write) => void later.push(heeded(tx.db.executeQuery(write))),
      afterCommit: (done) => void after.push(done),
    })
    await together(later)
    await sql`RELEASE SAVEPOINT part`.execute(tx.db)
    for (const event of events) tx.publish(event)
    for (const done of after) tx.afterCommit(done)
    return value
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await sql`ROLLBACK TO SAVEPOINT part`.execute(tx.db)
    return error
  }
}
