import pg from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The cluster of this run, as its superuser. */
    clusterUrl: string
  }
}

export interface TestDatabase {
  readonly connectionString: string
  drop(): Promise<void>
}

/** The migrated database that every test database is a copy of. */
export const TEMPLATE = 'linli_template'

/** A database of its own for a test file: a copy of the migrated template, made in a third of a second: copied file by file, which nothing that outlives the run waits for. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const cluster = new URL(inject('clusterUrl'))
  const name = `t_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  await onCluster(cluster.href, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY FILE_COPY`)
  const own = new URL(cluster)
  own.pathname = `/${name}`
  return {
    connectionString: own.href,
    drop: () => dropDatabase(cluster.href, name),
  }
}

// Connections that were just told to end are still there for a moment; killing them then would reach the test as an error.
async function dropDatabase(cluster: string, name: string): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    try {
      return await onCluster(cluster, `DROP DATABASE IF EXISTS ${name}`)
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  await onCluster(cluster, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
}

export async function onCluster(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
