import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type pg from 'pg'
import { newId } from '../src/platform/crypto/id.ts'
import { countyId, type World } from './world.ts'

export const YEAR = 366 * 24 * 60

/** Rows of the whole database in which these words stand, by table; the two logs and what remembers erasures left out. */
export async function tablesWith(owner: pg.Client, words: string): Promise<string[]> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname IN ('public', 'vault')
       AND tablename NOT IN ('access_log', 'audit_log', 'audit_leaves', 'events', 'erasures', 'migrations') ORDER BY 1`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const { rowCount } = await owner.query(`SELECT FROM ${name} t WHERE t::text LIKE '%' || $1 || '%' LIMIT 1`, [words])
    if (rowCount) found.push(name)
  }
  return found
}

/** A picture of somebody's, with its files, as a module that takes some would keep it. */
export async function addPicture(world: World, owner: pg.Client, personId: string): Promise<() => boolean> {
  const id = newId()
  const path = join(world.deps.config.dataDir, 'files', String(countyId), id.slice(-2), `${id}.jpg`)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, 'a picture')
  await owner.query(
    `INSERT INTO attachments (county_id, id, subject_kind, subject_id, media_type, bytes, sha256, by_kind)
     VALUES ($1, $2, 'person', $3, 'image/jpeg', 9, '\\x00', 'staff')`,
    [countyId, id, personId],
  )
  return () => existsSync(path)
}
