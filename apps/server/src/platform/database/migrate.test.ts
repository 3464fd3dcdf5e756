import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { onCluster } from '../../../test/testkit-database.ts'
import { migrate, migrationFiles } from './migrate.ts'

const all = migrationFiles().map((file) => file.name)
let url: string
let name: string

beforeEach(async () => {
  const cluster = inject('clusterUrl')
  name = `migrate_${process.pid}_${Math.random().toString(36).slice(2)}`
  await onCluster(cluster, `CREATE DATABASE ${name}`)
  url = Object.assign(new URL(cluster), { pathname: `/${name}` }).href
})
afterEach(() => onCluster(inject('clusterUrl'), `DROP DATABASE ${name} WITH (FORCE)`))

describe('migrating', () => {
  it('applies every file once, in order', async () => {
    expect(await migrate(url)).toEqual(all)
    expect(await migrate(url)).toEqual([])
    expect(await ask('SELECT name AS it FROM migrations ORDER BY at, name')).toEqual(all)
  })

  it('lets two starts at once do it one after the other', async () => {
    const applied = await Promise.all([migrate(url), migrate(url), migrate(url)])
    expect(applied.flat()).toEqual(all)
  })

  it('refuses a file that was edited after it had been applied, and names it', async () => {
    await migrate(url)
    await ask(`UPDATE migrations SET checksum = 'of an earlier text' WHERE name = '${all[1]}' RETURNING 1 AS it`)
    await expect(migrate(url)).rejects.toThrow(all[1])
  })
})

async function ask(query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<{ it: unknown }>(query)).rows.map((row) => row.it)
  } finally {
    await client.end()
  }
}
