import { ProblemError } from '@linli/client/problem'
import { problemText } from '@linli/client/problem-text'
import { ConfigError } from '../platform/config/config.ts'
import { DataHeldError } from '../platform/database/hold.ts'
import { problemBody } from '../platform/http/errors.ts'
import { problemFromDatabase } from '../platform/problem/database-problem.ts'
import { Problem } from '../platform/problem/problem.ts'

/** The command was called wrongly, or on something that is not there; the message says what to do. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}

// Faults of the machine that a person can mend, by the code that Node gives them.
const known: Readonly<Record<string, (error: NodeJS.ErrnoException & { port?: number; address?: string }) => string>> =
  {
    EADDRINUSE: ({ port }) => `端口 ${port} 已被占用，用 PORT 另选一个 · port ${port} is taken: choose another by PORT`,
    EADDRNOTAVAIL: ({ address }) =>
      `本机没有地址 ${address}，请检查 HOST · this machine has no address ${address}: see HOST`,
    EACCES: ({ message }) => `没有权限 · no permission: ${message}`,
    ENOENT: ({ path }) => `找不到文件 · no such file: ${path}`,
    ENOSPC: () => '磁盘已满 · the disk is full',
    ECONNREFUSED: ({ address, port }) =>
      `连不上数据库 ${address}:${port} · the database at ${address}:${port} does not answer`,
    ENOTFOUND: ({ message }) => `找不到主机，请检查 DATABASE_URL · no such host, see DATABASE_URL: ${message}`,
    '28P01': () => '数据库密码不对 · the password of the database is wrong',
    '3D000': ({ message }) => `请先建立数据库 · make the database first: ${message}`,
  }
const plain = new Set(['DatabaseStartError', 'MigrationError', 'WorkingRoleError', 'IndexKeyError'])

/** The faces' own sentence, in both languages. */
function inBoth(problem: Problem): string {
  const told = new ProblemError(problemBody(problem, ''))
  return `${problemText(told, 'zh')} · ${problemText(told, 'en')}`
}

/** What can be told in a sentence to the person at the terminal; null for a bug, which shows where it came from. */
export function sentenceOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if (error instanceof UsageError || error instanceof ConfigError || error instanceof DataHeldError)
    return error.message
  if (plain.has(error.name)) return error.message
  const problem = error instanceof Problem ? error : problemFromDatabase(error)
  if (problem && problem.status < 500) return inBoth(problem)
  // Node and pg put a code on their errors; Error's type has none.
  const { code } = error as NodeJS.ErrnoException
  if (code?.startsWith('ERR_PARSE_ARGS')) return error.message
  return code === undefined ? null : (known[code]?.(error) ?? null)
}
