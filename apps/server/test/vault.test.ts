import { peopleRoutes } from '@linli/contract/people'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { applicationRole } from '../src/platform/database/application-role.ts'
import { type Person, staffId } from './county.ts'
import { member, numberOf, type Register, registerIn } from './register.ts'
import { onCluster } from './testkit-database.ts'
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
        'SELECT * FROM vault.session_key',
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
      expect((await client.query('SELECT FROM vault.facts')).rowCount).toBe(0)
      await client.query('BEGIN')
      await client.query(`SELECT pg_current_xact_id(), set_config('linli.vault', $1, true)`, [kept[0]?.it])
      expect((await client.query('SELECT FROM vault.facts')).rowCount).toBe(0)
      await client.query('ROLLBACK')
    } finally {
      await client.end()
    }
  })

  it('is shut again for whoever has the connection next', async () => {
    expect((await reveal('zhoumin')).body.values).not.toEqual([])
    const { pool } = world.deps
    expect(pool.idleCount).toBeGreaterThan(0)
    const held = await Promise.all(Array.from({ length: pool.idleCount }, () => pool.connect()))
    try {
      for (const connection of held) expect((await connection.query('SELECT FROM vault.facts')).rowCount).toBe(0)
    } finally {
      for (const connection of held) connection.release()
    }
  })

  describe('with a stolen connection', () => {
    let thief: pg.Client
    beforeEach(async () => {
      thief = new pg.Client({ connectionString: applicationRole(world.ownerUrl).url })
      await thief.connect()
    })
    afterEach(async () => {
      await thief.query('ROLLBACK').catch(() => {})
      await thief.end()
    })
    const opened = async (token: string, purpose = 'service') => {
      const { rows } = await thief.query<{ it: string[] }>(
        `SELECT vault.open($1, $2, $3, '{identity}', ARRAY[$4::uuid], 'x', NULL, 'x') AS it`,
        [countyId, Buffer.from(token), purpose, personId],
      )
      return rows[0]?.it
    }
    const tokenOf = async (who: Person) => decodeURIComponent((await world.cookie(who)).split('=')[1] ?? '')
    const planted = (table: string) =>
      `INSERT INTO ${table} (county_id, id, token_hash, staff_id, method, created_at, last_seen_at, expires_at, user_agent, address_hash, proof)
       SELECT county_id, gen_random_uuid(), sha256('x'), staff_id, 'totp', now(), now(), expires_at, '', '', proof
       FROM public.sessions WHERE staff_id = '${staffId.zhoumin}' LIMIT 1`

    it('writes no session, and makes none another’s', async () => {
      const token = await tokenOf('zhoumin')
      await tokenOf('hefang')
      await thief.query(
        `INSERT INTO residents (county_id, id, phone, locale, created_at) VALUES ($1, gen_random_uuid(), '13900001111', 'zh', now())`,
        [countyId],
      )
      const resident = planted('sessions').replace('staff_id, method', `resident_id, method`)
      for (const theft of [
        planted('sessions'),
        planted('sessions').replace("'totp'", 'method'),
        resident.replace(/staff_id, 'totp'/, "(SELECT id FROM residents WHERE phone = '13900001111'), 'phone_code'"),
      ])
        await expect(thief.query(theft), theft).rejects.toThrow('a session without its proof')
      for (const change of [
        "token_hash = sha256('x')",
        `staff_id = '${staffId.hefang}'`,
        "method = 'totp'",
        "expires_at = 'infinity'",
        "proof = ''",
      ])
        await expect(thief.query(`UPDATE sessions SET ${change}`), change).rejects.toThrow(/permission denied/)
      expect(await opened('x')).toEqual([])
      expect(await opened(token)).toEqual([personId])
    })

    it('is not believed by the platform, should it get past the table', async () => {
      const owner = new pg.Client({ connectionString: world.ownerUrl })
      await owner.connect()
      try {
        await owner.query(planted('sessions'))
        const me = { method: 'GET' as const, url: '/api/me', headers: { cookie: 'linli-staff=x' } }
        expect((await world.send(null, me)).status).toBe(401)
        await owner.query("DELETE FROM sessions WHERE token_hash = sha256('x')")
      } finally {
        await owner.end()
      }
    })

    it('finds that tables of one’s own are nobody’s: what the functions read is the county’s', async () => {
      // A database that somebody restored by other means may allow it again; the functions hold all the same.
      await onCluster(
        world.ownerUrl,
        `GRANT TEMPORARY ON DATABASE ${new URL(world.ownerUrl).pathname.slice(1)} TO linli_application`,
      )
      for (const table of [
        'sessions',
        'posts',
        'staff',
        'roles',
        'units',
        'persons',
        'break_glass',
        'access_log',
        'resident_persons',
      ])
        await thief.query(`CREATE TEMP TABLE ${table} (LIKE public.${table})`)
      await thief.query(`CREATE TEMP TABLE session_key AS SELECT 'k'::bytea AS secret`)
      await thief.query(
        `INSERT INTO pg_temp.break_glass (county_id, id, staff_id, person_id, reason, opened_at, expires_at)
         VALUES ($1, gen_random_uuid(), $2, $3, 'x', now(), 'infinity')`,
        [countyId, staffId.zhoumin, personId],
      )
      await thief.query(planted('pg_temp.sessions'))
      expect(await opened('x')).toEqual([])
      expect(await opened(await tokenOf('zhoumin'), 'emergency')).toEqual([])
      const before = (await register.readings(personId)).length
      expect(await opened(await tokenOf('zhoumin'))).toEqual([personId])
      expect(await register.readings(personId)).toHaveLength(before + 1)
    })
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
        { name: 'session_key', forced: false },
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
