import { statSync } from 'node:fs'
import type pg from 'pg'
import { auditKeyFile, trustedKeys } from '../platform/audit/seal/audit-key.ts'
import { sealingState, witnessStates } from '../platform/audit/seal/sealing-state.ts'
import type { Config } from '../platform/config/config.ts'
import type { Finding } from './doctor.ts'

const MOST_LAG_S = 120
const MOST_BEHIND = 50

/** Whether what is recorded gets sealed, and whether the seals leave the house. */
export async function seals(client: pg.Client, config: Config): Promise<Finding[]> {
  const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass('audit_receipts') IS NOT NULL AS there")
  // Before the migration that makes them, which another line speaks of.
  if (!rows[0]?.there) return []
  const path = auditKeyFile(config)
  const mode = statSync(path, { throwIfNoEntry: false })?.mode
  const states = await sealingState(client, config.countyId)
  const witnesses = await witnessStates(client, config)
  return [
    {
      fine: mode === undefined || process.platform === 'win32' || (mode & 0o077) === 0,
      what: mode === undefined ? 'audit key not made yet' : `audit key ${trustedKeys(path)[0] ?? ''}`,
      todo: `chmod 600 ${path}`,
    },
    ...states.map(({ log, unsealed, lagSeconds }) => ({
      fine: lagSeconds < MOST_LAG_S,
      what: `${log} ${unsealed} rows not sealed, oldest ${Math.round(lagSeconds)} s`,
      todo: '服务未运行、有事务长时间未结束或密钥不可读；见日志 · the server is down, a transaction stays open, or the key cannot be read: see the log',
    })),
    {
      fine: config.demo || witnesses.length > 0,
      what: witnesses.length > 0 ? 'the seals have a witness' : 'the seals have no witness',
      todo: '设置 AUDIT_WITNESS_DIR 或 AUDIT_WITNESS_URL，由另一部门保管 · set one, kept by another department',
    },
    ...witnesses.map(({ log, witness, behind }) => ({
      fine: behind < MOST_BEHIND,
      what: `${log} witness ${witness} ${behind} checkpoints behind`,
      todo: '见证方不可达或不可写；见日志 · the witness cannot be reached or written: see the log',
    })),
  ]
}
