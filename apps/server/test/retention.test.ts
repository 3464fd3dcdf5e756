import { peopleRoutes } from '@linli/contract/people'
import { retentionRoutes } from '@linli/contract/retention'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { masterKeyFile } from '../src/platform/crypto/master-keys.ts'
import { chained } from '../src/platform/retention/certificates.ts'
import { runRetention } from '../src/platform/retention/index.ts'
import { area, staffId } from './county.ts'
import { member, numberOf, type Register, registerIn } from './register.ts'
import { addPicture, tablesWith, YEAR } from './retention.ts'
import { countyId, createWorld, type World } from './world.ts'

let world: World
let register: Register
let owner: pg.Client
beforeAll(async () => {
  world = await createWorld()
  register = registerIn(world)
  owner = new pg.Client({ connectionString: world.ownerUrl })
  await owner.connect()
})
let worker: ChildProcess | undefined
afterAll(async () => {
  worker?.kill('SIGKILL')
  await owner.end()
  await world.close()
})

const rules = async () => (await world.call('daiping', retentionRoutes.listRetentionRules, {})).body.items
const figures = async (code: string) => (await rules()).find((rule) => rule.code === code)
const certificates = async () => (await world.call('daiping', retentionRoutes.listCertificates, {})).body.items
const one = async <T>(query: string) => (await owner.query<{ value: T }>(query)).rows[0]?.value

describe('what is past its time', () => {
  const document = { kind: 'resident_id' as const, number: numberOf('1948-02-02', '317') }
  let goneId: string
  let staysId: string
  let hasPicture: () => boolean
  const leave = async (personId: string, on: string) => {
    const { version } = (await world.call('hefang', peopleRoutes.getPerson, { personId })).body
    const move = { commandId: newId(), personId, seenVersion: version, how: 'moved_out' as const, on }
    expect((await world.call('hefang', peopleRoutes.movePerson, move)).status).toBe(200)
  }

  it('is foretold, with what it will be and when, and nothing is deleted by asking', async () => {
    const { body } = await register.addHousehold('zhoumin', [
      member('邓远行', { document, phone: '13900008881', relation: 'head', birthOn: '1948-02-02' }),
      member('邓留守', { phone: '13900008882' }),
    ])
    const idOf = (name: string) => body.members.find((one) => one.name === name)?.id ?? ''
    goneId = idOf('邓远行')
    staysId = idOf('邓留守')
    await owner.query(
      `INSERT INTO visits (county_id, id, subject_kind, subject_id, household_id, grid_id, staff_id, result, captured_at, recorded_at, words)
       SELECT county_id, gen_random_uuid(), 'household', id, id, grid_id, $2, 'found', $3, $3, '邓家门锁坏了' FROM households WHERE id = $1`,
      [body.id, staffId.hefang, world.now()],
    )
    hasPicture = await addPicture(world, owner, goneId)
    const need = { commandId: newId(), personId: goneId, needId: newId(), kind: 'elder_alone', basis: '上门核实' }
    await world.call('hefang', peopleRoutes.addNeed, {
      ...need,
      seenVersion: 1,
      validFrom: '2026-11-01',
      validTo: '2027-06-01',
      knownHow: 'person',
    })
    await leave(goneId, '2026-11-20')
    expect(await figures('person.file.5y.leaving')).toMatchObject({ due: 0, soon: 0, held: 0 })
    world.forward(5 * YEAR - 20 * 24 * 60)
    expect(await figures('person.file.5y.leaving')).toMatchObject({ due: 0, soon: 1, fieldGroup: 'basic' })
    const due = await world.call('daiping', retentionRoutes.listRetentionDue, { rule: 'person.file.5y.leaving' })
    expect(due.body.items).toEqual([
      { id: goneId, since: '2026-11-20', deletedOn: '2031-11-20', title: '邓**', held: false },
    ])
    expect((await world.call('hefang', retentionRoutes.listRetentionRules, {})).status).toBe(403)
    expect((await register.readings(goneId)).at(-1)).toMatchObject({ purpose: 'retention', field_group: 'masked' })
    await runRetention(world.deps)
    // A visit of five years ago is gone, with its words.
    expect(await one(`SELECT count(*)::int AS value FROM visits`)).toBe(0)
    // The need ended years before, and is gone before its person.
    expect(await one(`SELECT count(*)::int AS value FROM person_needs`)).toBe(0)
    expect(await one(`SELECT count(*)::int AS value FROM persons WHERE id = '${goneId}'`)).toBe(1)
  })

  it('is deleted everywhere, sealed values with their keys and pictures with their files; who stays, stays', async () => {
    world.forward(30 * 24 * 60)
    await runRetention(world.deps)
    expect(await tablesWith(owner, goneId)).toEqual([])
    for (const words of ['邓远行', 'dengyuanxing', '139****8881'])
      expect(await tablesWith(owner, words), words).toEqual([])
    await vi.waitFor(() => expect(hasPicture()).toBe(false))
    const household = (await world.call('hefang', peopleRoutes.getPerson, { personId: staysId })).body
    expect(household).toMatchObject({ name: '邓留守', state: 'present' })
    expect(await one(`SELECT head_name AS value FROM households WHERE id = '${household.householdId}'`)).toBe('邓留守')
    expect(await register.search('hefang', '邓远行')).toEqual([])
    expect(await one(`SELECT count(*)::int AS value FROM vault.keys WHERE person_id = '${staysId}'`)).toBe(1)
  })

  it('leaves certificates that say what and by which rule, and never whose', async () => {
    const made = await certificates()
    const of = (fieldGroup: string) => made.find((one) => one.fieldGroup === fieldGroup)
    expect(of('needs')).toMatchObject({
      subjects: 1,
      counts: { needs: 1 },
      period: { amount: 1, unit: 'year', after: 'end' },
    })
    expect(of('identity')).toMatchObject({
      subjects: 1,
      counts: { values: 1, numbers: 1 },
      cause: 'retention',
      by: null,
    })
    expect(of('contact')).toMatchObject({ subjects: 1, counts: { values: 1, numbers: 1 } })
    expect(of('basic')).toMatchObject({
      subjects: 1,
      counts: { persons: 1, residences: 1, records: 1, pictures: 1 },
      basis: expect.stringContaining('个人信息保护法'),
    })
    expect(made.every((one) => one.finishedAt !== null && /^XH-20\d\d-\d{5}$/.test(one.number))).toBe(true)
    const certificate = of('basic')
    const again = await world.call('daiping', retentionRoutes.getCertificate, { certificateId: certificate?.id ?? '' })
    expect(again.body).toEqual(certificate)
    expect(again.text).not.toMatch(new RegExp(`邓|${goneId}`))
    // Nobody writes one by hand, or takes one away.
    for (const forgery of [
      'DELETE FROM deletion_certificates',
      "UPDATE deletion_certificates SET basis = ''",
      'DELETE FROM erasures',
    ])
      await expect(world.deps.pool.query(forgery), forgery).rejects.toThrow(/permission denied/)
    // A certificate that is finished opens nothing.
    const forget = await world.deps.pool.query('SELECT vault.forget($1, $2, ARRAY[$3::uuid], NULL, NULL) AS it', [
      countyId,
      certificate?.id,
      staysId,
    ])
    expect(forget.rows).toEqual([{ it: 0 }])
  })
})

describe('a process that is killed while it deletes', { timeout: 120_000 }, () => {
  const PERSONS = 1_600

  it('leaves whole batches, and the next one goes on with the same certificate; what is stuck stands in nobody’s way', async () => {
    await addGone(PERSONS)
    await owner.query(
      `CREATE TABLE of_another_module (person_id uuid, FOREIGN KEY (county_id, person_id) REFERENCES persons (county_id, id), county_id int)`,
    )
    const stuck = await one<string>(`SELECT id AS value FROM persons WHERE name = '别离' ORDER BY id LIMIT 1`)
    await owner.query('INSERT INTO of_another_module (county_id, person_id) VALUES ($1, $2)', [countyId, stuck])
    const left = () => one<number>(`SELECT count(*)::int AS value FROM persons WHERE name = '别离'`)
    const before = [PERSONS + 1]
    for (let kill = 0; kill < 1; kill++) {
      const { config } = world.deps
      worker = fork(join(import.meta.dirname, 'retention-worker.ts'), {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        env: {
          ...process.env,
          DATABASE_URL: world.ownerUrl,
          LINLI_DATA: config.dataDir,
          LINLI_SECRET: config.secret,
          MASTER_KEY_FILE: masterKeyFile(config),
          NOW: world.now().toISOString(),
        },
      })
      const gone = once(worker, 'exit')
      await once(worker, 'message')
      const last = before.at(-1) ?? 0
      await vi.waitFor(async () => expect(await left()).toBeLessThan(last), { timeout: 40_000, interval: 3 })
      worker.kill('SIGKILL')
      await gone
      before.push((await left()) ?? 0)
    }
    expect(before.at(-1)).toBeGreaterThan(1)
    await runRetention(world.deps, 60_000)
    expect(await left()).toBe(1)
    const [certificate] = (await certificates()).filter((one) => one.fieldGroup === 'basic')
    expect(certificate).toMatchObject({ subjects: PERSONS, finishedAt: expect.any(String) })
    // The chain can be followed by whoever has the ids: here, in the order in which their time was over.
    const { rows } = await owner.query<{ id: string }>(
      `SELECT subject_id AS id FROM erasures WHERE certificate = $1 ORDER BY subject_id`,
      [certificate?.number],
    )
    const { createHash } = await import('node:crypto')
    const first = createHash('sha256')
      .update(certificate?.number ?? '')
      .digest()
    expect(
      chained(
        first,
        rows.map(({ id }) => id),
      ).toString('hex'),
    ).toBe(certificate?.digest)
    expect(
      await one(
        `SELECT count(*)::int AS value FROM vault.facts f WHERE NOT EXISTS (SELECT FROM vault.keys k WHERE k.id = f.key_id)`,
      ),
    ).toBe(0)
    expect(await tablesWith(owner, rows[0]?.id ?? '')).toEqual([])
    expect(world.failures.length).toBeGreaterThan(0)
  })
})

/** People who left on one day long ago, and one more whom something else refers to. */
async function addGone(count: number): Promise<void> {
  const place = `'${area.xinjiangkou}', '${area.linyuan}', '${area.linyuan1}'`
  const home = newId()
  await owner.query(`
    INSERT INTO households (county_id, id, town_id, village_id, grid_id, address, head_name, valid_from)
      VALUES (${countyId}, '${home}', ${place}, '远方路 1 号', '别离', '2001-01-01');
    INSERT INTO persons (county_id, id, name, name_full, name_initials, state, left_on, household_id, town_id, village_id, grid_id)
      SELECT ${countyId}, gen_random_uuid(), '别离', 'bieli', 'bl', 'left', '2020-01-01', '${home}', ${place}
      FROM generate_series(0, ${count});
    INSERT INTO residences (county_id, id, person_id, household_id, grid_id, relation, kind, valid_from, valid_to, began_by, ended_by, known_how)
      SELECT county_id, gen_random_uuid(), id, household_id, grid_id, 'other', 'registered', '2001-01-01', '2020-01-01', 'known', 'moved_out', 'list'
      FROM persons WHERE name = '别离';
    INSERT INTO vault.keys (county_id, id, person_id, master, wrapped) SELECT county_id, gen_random_uuid(), id, 'm', '' FROM persons WHERE name = '别离';
    INSERT INTO vault.facts (county_id, id, person_id, field, field_group, key_id, sealed, valid_from, known_how, by_kind)
      SELECT k.county_id, gen_random_uuid(), k.person_id, 'school', 'child', k.id, '', '2001-01-01', 'list', 'staff'
      FROM vault.keys k JOIN persons p ON p.id = k.person_id WHERE p.name = '别离'`)
}
