import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { todayIn } from '../modules/areas/index.ts'
import { addStaff } from '../modules/identity/index.ts'
import { layFoundation } from '../foundation.ts'
import { problemFromDatabase } from '../platform/problem/database-problem.ts'
import { Problem } from '../platform/problem/problem.ts'
import { UsageError } from './usage-error.ts'
import { withDeps } from './with-database.ts'

/** Adds an account with a first password, which is printed once: how the first administrator of a county comes to be. */
export default function addOne(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { role: { type: 'string', default: 'administrator' } },
  })
  const [login, name] = positionals
  if (!login || !name) throw new UsageError('staff add LOGIN NAME [--role administrator]')
  return withDeps(async (deps) => {
    const { countyId } = deps.config
    const password = randomBytes(12).toString('base64url')
    await layFoundation(deps)
    const today = await todayIn(deps, countyId)
    try {
      await deps.db
        .transaction()
        .execute((tx) =>
          addStaff(tx, { countyId, login: login.toLowerCase(), name, password, roleCode: values.role, today }),
        )
    } catch (error) {
      const problem = error instanceof Problem ? error : problemFromDatabase(error)
      if (problem) throw new UsageError(problem.code)
      throw error
    }
    console.log(`${login}  ${password}`)
  })
}
