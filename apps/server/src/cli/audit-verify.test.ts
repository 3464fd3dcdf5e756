import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { onCluster } from '../../test/testkit-database.ts'
import { sealRecords } from '../platform/audit/seal/sealer.ts'
import { sealingState } from '../platform/audit/seal/sealing-state.ts'
import { witnessChore } from '../platform/audit/seal/witness.ts'
import { createDb, createPool } from '../platform/database/database.ts'
import type { Deps } from '../platform/deps.ts'
import { countyId, platformWorld, type PlatformWorld } from '../platform/testing.ts'

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
const target = `sealed_${process.pid}`
let world: PlatformWorld
let deps: Deps
let folder: string
let targetUrl: string

beforeAll(async () => {
  world = await platformWorld()
  folder = mkdtempSync(join(tmpdir(), 'linli-audit-verify-'))
  const audit = { keyFile: undefined, witnessDir: join(folder, 'witness'), witnessUrl: undefined }
  deps = { ...world.deps, config: { ...world.deps.config, dataDir: folder, audit } }
  const cluster = inject('clusterUrl')
  await onCluster(cluster, `CREATE DATABASE ${target}`)
  targetUrl = Object.assign(new URL(cluster), { pathname: `/${target}` }).href
  await write(deps, 3)
  await sealAll(deps)
  await witnessChore(deps)()
})
afterAll(async () => {
  await world.close()
  await onCluster(inject('clusterUrl'), `DROP DATABASE ${target} WITH (FORCE)`)
  rmSync(folder, { recursive: true })
})

const write = ({ db }: Deps, count: number) =>
  db
    .insertInto('auditLog')
    .values(Array.from({ length: count }, () => ({ countyId, actorKind: 'staff', action: 'x', requestId: 'r' })))
    .execute()

/** Other tests' transactions on the same cluster may hold it back for a moment. */
const sealAll = (of: Deps) =>
  vi.waitFor(
    async () => {
      await sealRecords(of)
      expect((await sealingState(of.pool, countyId)).map(({ unsealed }) => unsealed)).toEqual([0, 0])
    },
    { timeout: 20_000 },
  )

function linli(args: string[], url: string) {
  const env = { ...process.env, DATABASE_URL: url, LINLI_DATA: folder, LINLI_COUNTY: String(countyId) }
  const run = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', env })
  return { status: run.status, said: `${run.stdout}${run.stderr}` }
}

// Each command is a process of its own.
describe('the check of the record', { timeout: 120_000 }, () => {
  const verify = (url: string) => linli(['audit', 'verify', '--witness', join(folder, 'witness')], url)

  it('counts what it checked, and what is still to be sealed', async () => {
    await write(deps, 1)
    const { status, said } = verify(world.ownerUrl)
    expect(said).toMatch(/^audit_log {2}1 checkpoints · 3 \S+ sealed · 1 \S+ not sealed yet, oldest \d+ s$/m)
    expect(said).toMatch(/^key {2}\S{44}$/m)
    expect(status).toBe(0)
    expect(linli(['doctor'], world.ownerUrl).said).toMatch(/audit key \S{44}\n[^]*audit_log 1 rows not sealed/)
  })

  it('holds in a restored database, which goes on sealing where the first one stopped', async () => {
    // Numbers as of a database that has seen far more transactions than the one that this is restored into.
    for (const table of ['audit_log', 'audit_checkpoints'])
      await onCluster(world.ownerUrl, `UPDATE ${table} SET xid = (xid::text::bigint + 1000000000000)::text::xid8`)
    expect(linli(['backup', join(folder, 'backup')], world.ownerUrl).status).toBe(0)
    expect(linli(['restore', join(folder, 'backup')], targetUrl)).toMatchObject({ status: 0 })
    const pool = createPool(targetUrl, 2)
    const restored = { ...deps, pool, db: createDb(pool) }
    expect((await sealingState(pool, countyId))[1]?.unsealed).toBe(1)
    await write(restored, 2)
    await sealAll(restored).finally(() => restored.db.destroy())
    const { status, said } = verify(targetUrl)
    expect(said).toMatch(/^audit_log {2}\d checkpoints · 6 \S+ sealed$/m)
    expect(status).toBe(0)
  })

  it('names what was changed, and fails', async () => {
    await onCluster(
      world.ownerUrl,
      "UPDATE audit_log SET action = 'y' WHERE seq = 2; DELETE FROM audit_log WHERE seq = 3",
    )
    const { status, said } = verify(world.ownerUrl)
    expect(status).toBe(1)
    expect(said).toMatch(/^audit_log {2}seq 2 {2}checkpoint 1 {2}\S+ {2}记录被改动 · the row was changed$/m)
    expect(said).toMatch(/^audit_log {2}seq 3 {2}checkpoint 1 {2}\S+ {2}记录被删除 · the row was removed$/m)
  })
})
