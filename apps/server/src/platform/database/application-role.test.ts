import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { onCluster } from '../../../test/testkit-database.ts'
import { sentenceOf } from '../../cli/usage-error.ts'
import { loadConfig } from '../config/config.ts'
import { openDeps } from '../process.ts'
import { workingConnection } from './application-role.ts'
import { migrate } from './migrate.ts'

const name = `weak_${process.pid}`
let dataDir: string
let cluster: string
let owner: string
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'linli-role-'))
  cluster = inject('clusterUrl')
  // It may make roles, but none a member of one that somebody else has made.
  await onCluster(cluster, `CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD 'weak'`)
  await onCluster(cluster, `CREATE DATABASE ${name} OWNER ${name}`)
  owner = Object.assign(new URL(cluster), { pathname: `/${name}`, username: name, password: 'weak' }).href
  await migrate(owner)
})
afterAll(async () => {
  await onCluster(cluster, `DROP DATABASE ${name} WITH (FORCE)`)
  await onCluster(cluster, `DROP ROLE IF EXISTS ${name}_app`)
  await onCluster(cluster, `DROP ROLE ${name}`)
  rmSync(dataDir, { recursive: true })
})

const open = (env: Record<string, string> = {}) => openDeps(loadConfig({ LINLI_DATA: dataDir, ...env }), owner)

describe('a database that lets no role be made', () => {
  it('is not worked on as its owner, whom row security does not hold, and says what to do', async () => {
    const superuser = Object.assign(new URL(cluster), { pathname: `/${name}` }).href
    for (const env of [{}, { APP_DATABASE_URL: owner }, { APP_DATABASE_URL: superuser }]) {
      const refused: unknown = await open(env).catch((error: unknown) => error)
      expect(sentenceOf(refused)).toMatch(/^没有启动[^]*APP_DATABASE_URL[^]*\nNot started[^]*WORK_AS_OWNER=1\.$/)
    }
    expect(await workingConnection({ appDatabaseUrl: undefined }, owner)).toEqual({ url: owner, held: false })
  })

  it('is worked on as its owner where a setting allows it', async () => {
    const deps = await open({ WORK_AS_OWNER: '1', LOG_LEVEL: 'silent' })
    expect((await deps.pool.query('SELECT current_user AS who')).rows).toEqual([{ who: name }])
    await deps.close()
  })
})
