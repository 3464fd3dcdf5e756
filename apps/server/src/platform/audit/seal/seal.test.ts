import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { newId } from '../../crypto/id.ts'
import type { Deps } from '../../deps.ts'
import { countyId, platformWorld, type PlatformWorld } from '../../testing.ts'
import { openAuditKey, trustedKeys } from './audit-key.ts'
import { readNote, writeNote } from './note.ts'
import { sealRecords } from './sealer.ts'
import { sealingState, witnessStates } from './sealing-state.ts'
import { verifyRecords } from './verify.ts'
import { witnessChore } from './witness.ts'

let world: PlatformWorld
let deps: Deps
let folder: string
/** The database's superuser, whom the seals are there for. */
let owner: pg.Client

beforeEach(async () => {
  world = await platformWorld()
  folder = mkdtempSync(join(tmpdir(), 'linli-seal-'))
  const audit = { keyFile: undefined, witnessDir: join(folder, 'witness'), witnessUrl: undefined }
  deps = { ...world.deps, config: { ...world.deps.config, dataDir: folder, audit } }
  owner = new pg.Client({ connectionString: world.ownerUrl })
  await owner.connect()
})
afterEach(async () => {
  await owner.end()
  await world.close()
  rmSync(folder, { recursive: true })
})

const reading = () => ({
  countyId,
  actorKind: 'staff',
  actorId: newId(),
  duty: '网格员',
  purpose: 'matter.contact',
  subjectKind: 'matter',
  subjectIds: [newId()],
  fieldGroup: 'contact',
  requestId: 'r',
})
const write = () => ({ countyId, actorKind: 'staff', action: 'matter.reported', requestId: 'r' })

async function record(readings: number, writes = 0): Promise<void> {
  for (let one = 0; one < readings; one++) await deps.db.insertInto('accessLog').values(reading()).execute()
  for (let one = 0; one < writes; one++) await deps.db.insertInto('auditLog').values(write()).execute()
}

/** Until what other tests had begun meanwhile on the same cluster has ended: nothing of ours is held back, it is sealed at once. */
async function alone(): Promise<void> {
  const { rows } = await owner.query<{ now: string }>('SELECT pg_current_xact_id()::text AS now')
  const oldest = 'SELECT pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 AS "isLater"'
  const isPast = async () => (await owner.query<{ isLater: boolean }>(oldest, [rows[0]?.now])).rows[0]?.isLater
  await expect.poll(isPast, { timeout: 20_000 }).toBe(true)
}

async function sealAll(): Promise<void> {
  await alone()
  await sealRecords(deps)
  expect((await sealingState(owner, countyId)).map(({ unsealed }) => unsealed)).toEqual([0, 0])
}
const handOver = () => witnessChore(deps)()
const verify = (witnessDir?: string) => verifyRecords(deps.config, world.ownerUrl, witnessDir)
const faults = async (witnessDir?: string) =>
  (await verify(witnessDir)).faults.map(({ log, kind, seq, checkpoint }) => ({ log, kind, seq, checkpoint }))

describe('the sealed record', () => {
  it('is found whole, in both logs, over several checkpoints', async () => {
    await record(3, 2)
    await sealAll()
    await record(2)
    await sealAll()
    await handOver()
    const verdict = await verify(deps.config.audit.witnessDir)
    expect(verdict.faults).toEqual([])
    expect(verdict.isKeyKnown).toBe(true)
    expect(verdict.logs).toMatchObject([
      { log: 'access_log', sealed: 5, unsealed: 0, lagSeconds: 0 },
      { log: 'audit_log', sealed: 2, checkpoints: 1 },
    ])
    expect(statSync(join(folder, 'audit-key')).mode & 0o777).toBe(0o600)
    expect(await witnessStates(owner, deps.config)).toMatchObject([{ behind: 0 }, { behind: 0 }])
  })

  it('says how many rows wait, and how long the oldest has', async () => {
    await record(2)
    await owner.query("UPDATE access_log SET at = now() - interval '90 s' WHERE seq = 1")
    const [state] = await sealingState(owner, countyId)
    expect(state).toMatchObject({ log: 'access_log', unsealed: 2 })
    expect(state?.lagSeconds).toBeGreaterThan(89)
  })

  it('takes a row that commits late, later, and skips none', async () => {
    const late = new pg.Client({ connectionString: world.ownerUrl })
    await late.connect()
    await late.query('BEGIN')
    await late.query(
      `INSERT INTO audit_log (county_id, actor_kind, action, request_id) VALUES (${countyId}, 'system', 'late', 'r')`,
    )
    await record(0, 2)
    await sealRecords(deps)
    expect((await sealingState(owner, countyId))[1]?.unsealed).toBe(2)
    await late.query('COMMIT')
    await late.end()
    await sealAll()
    expect((await verify()).logs[1]).toMatchObject({ sealed: 3, unsealed: 0 })
    expect(await faults()).toEqual([])
  })

  it('is sealed by one process at a time', async () => {
    await record(40)
    await vi.waitFor(async () => {
      await Promise.all([sealRecords(deps), sealRecords(deps), sealRecords(deps)])
      expect((await sealingState(owner, countyId))[0]?.unsealed).toBe(0)
    })
    const { rows } = await owner.query('SELECT count(*)::int AS count FROM audit_leaves')
    expect(rows).toEqual([{ count: 40 }])
    expect(await faults()).toEqual([])
  })

  it('cannot be changed by the platform itself', async () => {
    await record(1)
    await sealAll()
    for (const table of ['access_log', 'audit_log', 'audit_leaves', 'audit_checkpoints', 'audit_receipts'])
      for (const statement of [`DELETE FROM ${table}`, `UPDATE ${table} SET county_id = 1`, `TRUNCATE ${table}`])
        await expect(deps.pool.query(statement)).rejects.toThrow('permission denied')
  })
})

describe('whoever owns the database is found out', () => {
  beforeEach(async () => {
    await record(3, 2)
    await sealAll()
    await record(3)
    await sealAll()
    await handOver()
  })
  const access = { log: 'access_log', checkpoint: 1 }

  it.each([
    ['removes a row', 'DELETE FROM access_log WHERE seq = 2', [{ ...access, kind: 'removed', seq: 2 }]],
    [
      'changes a row',
      "UPDATE access_log SET purpose = 'other' WHERE seq = 2",
      [{ ...access, kind: 'changed', seq: 2 }],
    ],
    [
      'changes when it was',
      "UPDATE audit_log SET at = at - interval '1 microsecond' WHERE seq = 1",
      [{ log: 'audit_log', checkpoint: 1, kind: 'changed', seq: 1 }],
    ],
    [
      'removes a row with its leaf',
      'DELETE FROM access_log WHERE seq = 2; DELETE FROM audit_leaves WHERE seq = 2',
      [
        { ...access, kind: 'removed', seq: 2 },
        { ...access, kind: 'leafRemoved', seq: 2 },
        { log: 'audit_log', checkpoint: 1, kind: 'leafRemoved', seq: 2 },
      ],
    ],
    [
      'changes a leaf',
      "UPDATE audit_leaves SET commitment = sha256('x') WHERE log = 'access_log' AND seq = 2",
      [{ ...access, kind: 'leafChanged', seq: 2 }],
    ],
    [
      'changes a row and its leaf to fit',
      `UPDATE access_log SET purpose = 'other' WHERE seq = 2; SET timezone = 'UTC';
       UPDATE audit_leaves l SET commitment = sha256(l.salt || convert_to(jsonb_strip_nulls(to_jsonb(t) - 'xid')::text, 'UTF8'))
       FROM access_log t WHERE l.log = 'access_log' AND l.seq = 2 AND t.seq = 2`,
      [{ ...access, kind: 'rootDiffers', seq: null }],
    ],
    [
      'adds a row below',
      `INSERT INTO audit_log (county_id, xid, actor_kind, action, request_id) VALUES (${countyId}, '3', 'system', 'x', 'r')`,
      [{ log: 'audit_log', checkpoint: null, kind: 'added', seq: 3 }],
    ],
    [
      'changes a signed statement',
      "UPDATE audit_checkpoints SET note = replace(note, 'rows 2', 'rows 1') WHERE log = 'audit_log'",
      [{ log: 'audit_log', checkpoint: 1, kind: 'checkpointForged', seq: null }],
    ],
    [
      'removes a statement in the middle',
      "DELETE FROM audit_checkpoints WHERE log = 'access_log' AND number = 1",
      [{ ...access, kind: 'checkpointRemoved', seq: null }],
    ],
  ])('%s', async (_what, statements, expected) => {
    expect(await faults()).toEqual([])
    await owner.query(statements)
    expect(await faults()).toEqual(expected)
  })

  it('removes the end of the chain, rows, leaves and all: the witness has it', async () => {
    const { rows } = await owner.query<{ last: number; first: number }>(
      `SELECT max(checkpoint) AS last, min(seq) FILTER (WHERE checkpoint > 1)::int AS first FROM audit_leaves WHERE log = 'access_log'`,
    )
    const last = rows[0]?.last ?? 0
    await owner.query(`DELETE FROM access_log WHERE seq IN (SELECT seq FROM audit_leaves WHERE log = 'access_log' AND checkpoint = ${last});
      DELETE FROM audit_leaves WHERE log = 'access_log' AND checkpoint = ${last};
      DELETE FROM audit_checkpoints WHERE log = 'access_log' AND number = ${last}`)
    expect(await faults()).toEqual([])
    const found = await faults(deps.config.audit.witnessDir)
    expect(found).toContainEqual({ log: 'access_log', kind: 'checkpointRemoved', seq: null, checkpoint: last })
    expect(found).toContainEqual({ log: 'access_log', kind: 'removed', seq: 6, checkpoint: last })
    // Sealed anew in its place, it is another one.
    await record(1)
    await sealAll()
    expect(await faults(deps.config.audit.witnessDir)).toContainEqual({
      log: 'access_log',
      kind: 'checkpointChanged',
      seq: null,
      checkpoint: last,
    })
  })

  it('signs with a key of their own', async () => {
    const file = join(folder, 'forged-key')
    const key = openAuditKey(file)
    const { rows } = await owner.query<{ note: string }>("SELECT note FROM audit_checkpoints WHERE log = 'audit_log'")
    const checkpoint = readNote(rows[0]?.note ?? '')
    if (!checkpoint) throw new Error('no checkpoint')
    const forged = writeNote({ ...checkpoint, at: '2026-01-01T00:00:00.000Z' }, key)
    await owner.query("UPDATE audit_checkpoints SET note = $1, public_key = $2 WHERE log = 'audit_log'", [
      forged,
      key.publicKey,
    ])
    expect(await faults()).toEqual([{ log: 'audit_log', kind: 'checkpointForged', seq: null, checkpoint: 1 }])
  })
})

describe('the key', () => {
  it('can be changed: what the earlier one signed still counts', async () => {
    await record(1)
    await sealAll()
    const file = join(folder, 'audit-key')
    const earlier = readFileSync(file, 'utf8')
    const next = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    writeFileSync(file, next + earlier)
    await record(1)
    await sealAll()
    expect(trustedKeys(file)).toHaveLength(2)
    expect(await faults()).toEqual([])
    writeFileSync(file, next)
    expect(await faults()).toEqual([{ log: 'access_log', kind: 'checkpointForged', seq: null, checkpoint: 1 }])
  })
})

describe('a witness', () => {
  it('that is away stops nothing, and gets everything when it is back', async () => {
    let isAway = true
    const got: { log: string; notes: string[] }[] = []
    const server = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      if (!isAway) got.push(JSON.parse(body))
      response.writeHead(isAway ? 503 : 204).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const audit = { ...deps.config.audit, witnessUrl: `http://127.0.0.1:${port}/` }
    const config = { ...deps.config, audit }
    const chore = witnessChore({ ...deps, config })
    const behind = async () =>
      (await witnessStates(owner, config)).filter(({ log }) => log === 'access_log').map((state) => state.behind)
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      await record(1)
      await sealAll()
      await chore()
      expect(await behind()).toEqual([0, 1])
      isAway = false
      await chore()
      expect(await behind()).toEqual([0, 1])
      vi.setSystemTime(Date.now() + 6_000)
      await chore()
      expect(await behind()).toEqual([0, 0])
    } finally {
      vi.useRealTimers()
      server.close()
    }
    expect(got.map(({ log, notes }) => [log, notes.map((note) => readNote(note)?.number)])).toEqual([
      ['access_log', [1]],
    ])
  })
})
