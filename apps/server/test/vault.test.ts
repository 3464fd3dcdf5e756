import { peopleRoutes } from '@linli/contract/people'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { applicationRole } from '../src/platform/database/application-role.ts'
import type { Person } from './county.ts'
import { member, numberOf, type Register, registerIn } from './register.ts'
import { countyId, createWorld, type World } from './world.ts'

let world: World
let register: Register
beforeAll(async () => {
  world = await createWorld()
  register = registerIn(world)
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

describe('the vault', () => {
  let personId: string
  const number = numberOf('1975-05-05', '421')
  beforeAll(async () => {
    const { body } = await register.addHousehold('zhoumin', [
      member('何平', { document: { kind: 'resident_id', number }, phone: '13900001111' }),
      member('何安', { phone: '13900002222' }),
    ])
    personId = body.members.find(({ name }) => name === '何平')?.id ?? ''
  })
  const reveal = (who: Person, changes: object = {}) =>
    world.call(who, peopleRoutes.revealPerson, {
      commandId: newId(),
      personId,
      purpose: 'service',
      groups: ['identity', 'contact'],
      reason: '代办低保',
      ...changes,
    })

  it('opens what the purpose names to whoever reaches the person, and records it first', async () => {
    const { body } = await reveal('zhoumin')
    expect(body.values.map(({ field, value }) => [field, value]).toSorted()).toEqual([
      ['document', `resident_id:${number}`],
      ['phone', '13900001111'],
    ])
    expect((await register.readings(personId)).at(-1)).toEqual({
      purpose: 'service',
      field_group: 'identity,contact',
      reason: '代办低保',
    })
    // A visit opens the phone and nothing else.
    expect((await reveal('zhoumin', { purpose: 'visit' })).code).toBe('register.not_found')
    expect((await reveal('zhoumin', { purpose: 'visit', groups: ['contact'] })).body.values).toHaveLength(1)
    expect((await reveal('zhoumin', { purpose: 'emergency' })).code).toBe('register.not_found')
    expect((await reveal('pengtao')).status).toBe(403)
    expect((await reveal('shenjie')).status).toBe(403)
  })

  it('gives nothing to a stolen connection, whatever it sets by hand', async () => {
    const thief = new pg.Client({ connectionString: applicationRole(world.ownerUrl).url })
    await thief.connect()
    const count = async () => (await thief.query('SELECT FROM vault.facts')).rowCount
    try {
      expect(await count()).toBe(0)
      await thief.query('BEGIN')
      const { rows } = await thief.query<{ xid: string; pid: number }>(
        'SELECT pg_current_xact_id()::text AS xid, pg_backend_pid() AS pid',
      )
      const context = `${rows[0]?.pid}:${rows[0]?.xid}:${countyId}:identity,contact:${personId}`
      for (const mark of ['', ':', `:${'0'.repeat(64)}`]) {
        await thief.query(`SELECT set_config('linli.vault', $1, true)`, [`${context}${mark}`])
        expect(await count()).toBe(0)
      }
      const opened = await thief.query<{ open: string[] }>(
        `SELECT vault.open($1, 'no token', 'service', '{identity}', ARRAY[$2::uuid], '', NULL, 'x')`,
        [countyId, personId],
      )
      expect(opened.rows[0]?.open).toEqual([])
      await thief.query('ROLLBACK')
      for (const forbidden of [
        'SELECT * FROM vault.marks',
        'DELETE FROM access_log',
        'UPDATE access_log SET reason = NULL',
        'ALTER TABLE vault.facts DISABLE ROW LEVEL SECURITY',
        'SET ROLE linli',
        'CREATE TABLE public.loot (a int)',
        "UPDATE vault.facts SET sealed = ''",
      ])
        await expect(thief.query(forbidden), forbidden).rejects.toThrow(/permission denied|must be owner/)
    } finally {
      await thief.end()
    }
  })

  it('keeps an opening to its transaction, and its values to their person and field', async () => {
    const token = (await world.cookie('zhoumin')).split('=')[1] ?? ''
    const client = new pg.Client({ connectionString: applicationRole(world.ownerUrl).url })
    await client.connect()
    try {
      await client.query('BEGIN')
      await client.query(`SELECT vault.open($1, $2, 'service', '{identity}', ARRAY[$3::uuid], 'x', NULL, 'x')`, [
        countyId,
        Buffer.from(decodeURIComponent(token)),
        personId,
      ])
      const { rows } = await client.query<{ field: string; person_id: string }>(
        'SELECT field, person_id FROM vault.facts',
      )
      expect(rows).toEqual([{ field: 'document', person_id: personId }])
      const { rows: kept } = await client.query<{ it: string }>(`SELECT current_setting('linli.vault') AS it`)
      await client.query('COMMIT')
      await client.query('BEGIN')
      await client.query(`SELECT pg_current_xact_id(), set_config('linli.vault', $1, true)`, [kept[0]?.it])
      expect((await client.query('SELECT FROM vault.facts')).rowCount).toBe(0)
      await client.query('ROLLBACK')
    } finally {
      await client.end()
    }
  })

  it('stands under laws of its own in the database', async () => {
    const client = new pg.Client({ connectionString: world.ownerUrl })
    await client.connect()
    try {
      const { rows } = await client.query<{ name: string; forced: boolean }>(
        `SELECT relname AS name, relrowsecurity AND relforcerowsecurity AS forced FROM pg_class
         WHERE relnamespace = 'vault'::regnamespace AND relkind = 'r' ORDER BY 1`,
      )
      expect(rows).toEqual([
        { name: 'facts', forced: true },
        { name: 'keys', forced: true },
        { name: 'marks', forced: false },
        { name: 'purposes', forced: false },
        { name: 'retired_masters', forced: false },
      ])
      const role = await client.query(
        `SELECT rolsuper, rolbypassrls, rolcreaterole, (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owns
         FROM pg_roles r WHERE rolname = 'linli_app'`,
      )
      expect(role.rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, owns: 0 }])
    } finally {
      await client.end()
    }
  })
})
