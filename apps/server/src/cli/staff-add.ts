import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { text } from '@linli/contract/common'
import { Login } from '@linli/contract/identity'
import { todayIn } from '../modules/areas/index.ts'
import { addStaff } from '../modules/identity/index.ts'
import { layFoundation } from '../foundation.ts'
import { faultsOf } from '../platform/http/faults.ts'
import { Problem } from '../platform/problem/problem.ts'
import { UsageError } from './usage-error.ts'
import { withDeps } from './with-database.ts'

/** As the console's own form takes them. */
const Account = z.strictObject({ login: Login, name: text(50) })

/** Adds an account with a first password, which is printed once: how the first administrator of a county comes to be. */
export default function addOne(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { role: { type: 'string', default: 'administrator' } },
  })
  const [login, name] = positionals
  if (!login || !name) throw new UsageError('staff add LOGIN NAME [--role administrator]')
  const told = Account.safeParse({ login: login.toLowerCase(), name })
  if (!told.success) throw new Problem('input.invalid', undefined, faultsOf(told.error))
  return withDeps(async (deps) => {
    const { countyId } = deps.config
    const password = randomBytes(12).toString('base64url')
    await layFoundation(deps)
    const today = await todayIn(deps, countyId)
    await deps.db
      .transaction()
      .execute((tx) => addStaff(tx, { countyId, ...told.data, password, roleCode: values.role, today }))
    console.log(`${login}  ${password}`)
  })
}
