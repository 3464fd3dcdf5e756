import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../src/platform/database/embedded.ts'
import { applicationUrl } from '../src/platform/database/application-role.ts'
import { migrate } from '../src/platform/database/migrate.ts'
import { onCluster, TEMPLATE } from './testkit-database.ts'

/** One real PostgreSQL for the whole run, migrated once; each test file gets a copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'linli-test-'))
  const cluster = await startEmbedded({ dataDir, volatile: true })
  await onCluster(cluster.connectionString, `CREATE DATABASE ${TEMPLATE}`)
  const template = new URL(cluster.connectionString)
  template.pathname = `/${TEMPLATE}`
  await migrate(template.href)
  await applicationUrl(template.href)
  project.provide('clusterUrl', cluster.connectionString)
  return async () => {
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
