import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { postgresAccount } from './account.ts'

/** Where a running server's embedded database is reached, for a command beside it; null where none runs. */
export function runningEmbedded(dataDir: string): string | null {
  const mark = join(postgresAccount(dataDir).home, 'postgres', 'postmaster.pid')
  const password = join(dataDir, 'database-password')
  if (!existsSync(mark) || !existsSync(password)) return null
  // Its lines: process, folder, start, port, …
  const port = readFileSync(mark, 'utf8').split('\n')[3]
  return `postgres://linli:${readFileSync(password, 'utf8').trim()}@127.0.0.1:${port}/linli`
}
