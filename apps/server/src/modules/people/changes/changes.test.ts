import { interopRoutes } from '@linli/contract/interop'
import { changeRoutes, type RegisterChange, registerEventKinds } from '@linli/contract/people-changes'
import { peopleRoutes } from '@linli/contract/people'
import { sql } from 'kysely'
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { member, type Register, registerIn } from '../../../../test/register.ts'
import { createWorld, type World } from '../../../../test/world.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { countyId } from '../../../platform/testing.ts'
import { relationCode } from './codes.ts'

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

async function newKey(scope: 'open311' | 'register.changes'): Promise<string> {
  const { body } = await world.call('suwen', interopRoutes.createApiKey, {
    commandId: newId(),
    name: '市平台',
    scopes: [scope],
  })
  return body.key
}

interface Changes {
  items: RegisterChange[]
  next: string
  more: boolean
}
const ask = (key: string | null, query = '') =>
  world.send<Changes>(null, {
    method: 'GET',
    url: `/api${changeRoutes.listRegisterChanges.path}?${query}`,
    ...(key === null ? {} : { headers: { authorization: `Bearer ${key}` } }),
  })

/** Where the stream ends now. */
async function settled(key: string): Promise<string> {
  let { next, more } = (await ask(key, 'limit=500')).body
  while (more) ({ next, more } = (await ask(key, `limit=500&after=${next}`)).body)
  return next
}

describe('the changes of the register', () => {
  it('are told to whoever holds a key for them, and to nobody else', async () => {
    expect(await ask(null)).toMatchObject({ status: 401, code: 'api_key.required' })
    expect(await ask('lk_guessed')).toMatchObject({ status: 401, code: 'api_key.required' })
    expect(await ask(await newKey('open311'))).toMatchObject({ status: 401 })
    expect((await ask(await newKey('register.changes'))).status).toBe(200)
    expect((await ask(await newKey('register.changes'), 'after=WyJhIiwxLCIiXQ')).code).toBe('input.invalid')
  })

  it('say in codes what a file is now, without name, number or birthday, and are read from where one was', async () => {
    const key = await newKey('register.changes')
    const { next: start } = (await ask(key)).body
    const { body } = await register.addHousehold('zhoumin', [
      member('章台柳', { relation: 'head', sex: 'female', birthOn: '1961-08-09', phone: '13912345678' }),
    ])
    const person = body.members[0]
    // Told when every transaction before it has ended, those of neighbours on the cluster too.
    const told = async () => {
      const answer = await ask(key, `after=${start}`)
      expect(answer.body.items.length).toBeGreaterThan(0)
      for (const secret of ['章台柳', '1961-08', '13912345678', '5678', person?.id ?? '', body.id])
        expect(answer.text).not.toContain(secret)
      return answer.body
    }
    const { items, next } = await vi.waitFor(told, { timeout: 10_000 })
    const household = items.find(({ subject }) => subject.kind === 'household')
    expect(household).toMatchObject({
      kind: 'household.added',
      household: { kind: 'family', members: 1, ended: false },
    })
    expect(household?.household?.gridCode).toBeTruthy()
    await world.call('zhoumin', peopleRoutes.changePerson, {
      commandId: newId(),
      personId: person?.id ?? '',
      seenVersion: person?.version ?? 0,
      said: { work: 'retired' },
    })
    const changed = async () => {
      const answer = (await ask(key, `after=${next}`)).body
      expect(answer.items.map(({ kind }) => kind)).toEqual(['person.changed'])
      return answer
    }
    const later = await vi.waitFor(changed, { timeout: 10_000 })
    expect(later.items[0]?.person).toEqual({
      sex: '2',
      birthYear: 1961,
      relation: relationCode.head,
      residenceKind: '1',
      state: 'present',
      householdId: household?.subject.id,
      mergedIntoId: null,
      gridCode: household?.household?.gridCode,
    })
    expect((await ask(key, `after=${later.next}`)).body).toEqual({ items: [], next: later.next, more: false })
    // It stands in the person's record of readings, like any other.
    expect((await register.readings(person?.id ?? '')).map(({ purpose }) => purpose)).toContain('register.changes')
    // Another platform knows the same person by another id.
    const other = await ask(await newKey('register.changes'), `after=${next}`)
    expect(other.body.items[0]?.subject.id).not.toBe(later.items[0]?.subject.id)
  })

  it('tell of a list person by person, also when it is longer than a page', async () => {
    const key = await newKey('register.changes')
    const [importId, ids] = [newId(), Array.from({ length: 5 }, () => newId())]
    let after = await settled(key)
    await world.deps.db.transaction().execute(async (tx) => {
      for (const id of ids) {
        const person = { countyId, id, name: '某人', nameFull: 'mouren', nameInitials: 'mr' }
        await tx.insertInto('persons').values(person).execute()
        const record = {
          id: newId(),
          personId: id,
          said: '{}',
          validFrom: '2026-01-01',
          knownHow: 'list',
          byKind: 'staff',
        }
        await tx
          .insertInto('personRecords')
          .values({ countyId, importId, ...record })
          .execute()
      }
      const event = {
        module: 'people',
        subjectKind: 'register_import',
        subjectId: importId,
        scope: [],
        byKind: 'system',
      }
      await tx
        .insertInto('events')
        .values({ countyId, kind: 'list.imported', payload: '{}', ...event })
        .execute()
    })
    const told: RegisterChange[] = []
    await vi.waitFor(async () => expect((await ask(key, `after=${after}`)).body.items).not.toEqual([]), {
      timeout: 10_000,
    })
    for (let more = true; more;) {
      const { body } = await ask(key, `limit=2&after=${after}`)
      told.push(...body.items)
      ;({ next: after, more } = body)
    }
    expect(told.map(({ kind }) => kind)).toEqual(ids.map(() => 'person.imported'))
    expect(new Set(told.map(({ subject }) => subject.id)).size).toBe(5)
    expect(told[0]?.person?.state).toBe('present')
  })

  it('come page by page, each once', async () => {
    const key = await newKey('register.changes')
    const all = (await ask(key, 'limit=500')).body.items
    const told: RegisterChange[] = []
    let after = ''
    for (let page = 0; page < 100; page++) {
      const { items, next, more } = (await ask(key, `limit=1${after && `&after=${after}`}`)).body
      told.push(...items)
      after = next
      if (!more) break
    }
    expect(told).toEqual(all)
  })
})

describe('a first copy', () => {
  it('has every file there is, and runs into the changes without a gap while others write', async () => {
    const key = await newKey('register.changes')
    for (let count = 0; count < 3; count++) await register.addHousehold('zhoumin', [member('先到'), member('先来')])
    const added: string[] = []
    const addPerson = async (tx: World['deps']['db']) => {
      const id = newId()
      added.push(id)
      await tx
        .insertInto('persons')
        .values({ countyId, id, name: '后来', nameFull: 'houlai', nameInitials: 'hl' })
        .execute()
      const event = {
        countyId,
        module: 'people',
        kind: 'person.added',
        subjectKind: 'person',
        subjectId: id,
        scope: [],
      }
      await tx
        .insertInto('events')
        .values({ ...event, byKind: 'staff', payload: '{}' })
        .execute()
    }
    // Begins before the copy and ends after it.
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>()
    const { promise: hasWritten, resolve: written } = Promise.withResolvers<void>()
    const slow = world.deps.db.transaction().execute(async (tx) => {
      await addPerson(tx)
      written()
      await mayEnd
    })
    await hasWritten
    const seen: RegisterChange[] = []
    let page = (await ask(key, 'from=start&limit=2')).body
    for (;;) {
      seen.push(...page.items)
      if (!page.items.some(({ kind }) => kind.endsWith('.known'))) break
      await addPerson(world.deps.db)
      page = (await ask(key, `limit=2&after=${page.next}`)).body
      expect(page.more || page.items.length === 0).toBe(true)
    }
    end()
    await slow
    const { rows } = await sql<{ persons: number; households: number }>`
      SELECT (SELECT count(*)::int FROM persons WHERE state <> 'merged') AS persons,
        (SELECT count(*)::int FROM households WHERE valid_to IS NULL) AS households`.execute(world.deps.db)
    const told = (kind: string) => new Set(seen.flatMap(({ subject }) => (subject.kind === kind ? [subject.id] : [])))
    await vi.waitFor(
      async () => {
        do {
          page = (await ask(key, `limit=2&after=${page.next}`)).body
          seen.push(...page.items)
        } while (page.more)
        expect([told('person').size, told('household').size]).toEqual([rows[0]?.persons, rows[0]?.households])
      },
      { timeout: 20_000 },
    )
    expect(added.length).toBeGreaterThan(3)
    const known = seen.filter(({ kind }) => kind === 'person.known')
    expect(known.every(({ person }) => person !== null)).toBe(true)
    expect(new Set(known.map(({ subject }) => subject.id)).size).toBe(known.length)
    // Of households too it stands in the record whose were told.
    const { rows: readings } = await sql<{ kind: string }>`
      SELECT DISTINCT subject_kind AS kind FROM access_log WHERE purpose = 'register.changes' ORDER BY 1`.execute(
      world.deps.db,
    )
    expect(readings).toEqual([{ kind: 'household' }, { kind: 'person' }])
    expect((await ask(key, 'after=known.WyIxIiwieCIsIngiXQ')).code).toBe('input.invalid')
  })
})

describe('the kinds of events', () => {
  it('are those that the module publishes', () => {
    const here = fileURLToPath(new URL('..', import.meta.url))
    const published = new Set<string>()
    for (const path of globSync('**/*.ts', { cwd: here }).filter((one) => !/test/.test(one))) {
      const words = readFileSync(`${here}/${path}`, 'utf8').matchAll(
        /module: 'people',\s+kind: (?:'([^']+)'|`([a-z]+)\.\$)/g,
      )
      for (const [, kind, open] of words) published.add(kind ?? `${open}.`)
    }
    const known = (kind: string) =>
      registerEventKinds.some((one) => (kind.endsWith('.') ? one.startsWith(kind) : one === kind))
    expect(published.size).toBeGreaterThan(8)
    expect([...published].filter((kind) => !known(kind))).toEqual([])
  })
})
