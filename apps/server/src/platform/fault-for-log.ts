/** SQLSTATE class of errors that quote the value they were given. */
const DATA_EXCEPTION = '22'

/**
 * An error as the log may keep it: what went wrong and where, never what somebody typed. PostgreSQL and the query builder
 * hang the row at fault, the statement and its values on their errors.
 */
export function faultForLog(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, constraint, table, cause } = error as Error & { code?: unknown; constraint?: unknown; table?: unknown }
  const quotes = typeof code === 'string' && code.startsWith(DATA_EXCEPTION)
  const message = quotes ? 'data exception' : error.message
  return {
    type: error.name,
    message,
    code,
    constraint,
    table,
    // The first lines of a stack repeat the message.
    stack: error.stack?.slice(Math.max(0, error.stack.indexOf('\n    at '))),
    ...(cause === undefined ? {} : { cause: faultForLog(cause) }),
  }
}
