import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { routeTables } from '../../src/app.ts'
import { createTestDatabase, type TestDatabase } from '../testkit-database.ts'
import { filesOf, read, root } from './sources.ts'

/** What the platform must not know of anybody, in the words that a field, a kind or a library would carry. */
const forbidden: Readonly<Record<string, RegExp>> = {
  belief: /religio|belief|faith(?!ful)|church|宗教|信仰|教会|教派/i,
  politics: /politic|party_?member|ideolog|政治面貌|党派|政见/i,
  ethnicity: /ethnic|nationality_group|民族/i,
  petitioning: /petition|xinfang|信访|上访|缠访|闹访/i,
  biometrics: /biometr|face_?(id|vector|match|print|recogn)|gait|voice_?print|iris|人脸|步态|声纹|虹膜/i,
  plates: /plate_?(number|recogn)|anpr|车牌识别/i,
  scores:
    /(person|resident|people|citizen|social|credit|risk)_?(score|rating|colou?r|level)|红码|黄码|信用分|风险等级/i,
  tracks: /resident_?(location|position|track)|last_?(position|location)|轨迹/i,
  watching: /sentiment|public_?opinion|舆情/i,
}

const libraries =
  /face-?api|face-?recogn|mediapipe|tensorflow|onnx|opencv|faceio|voiceit|openalpr|rekognition|human-detect/i

let database: TestDatabase
let columns: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  const client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'public'`,
  )
  columns = rows.map((row) => row.name)
  await client.end()
})
afterAll(() => database.drop())

function broken(words: readonly string[]): string[] {
  return words.flatMap((word) =>
    Object.entries(forbidden).flatMap(([line, pattern]) => (pattern.test(word) ? [`${line}: ${word}`] : [])),
  )
}

/** Names of all properties and all words of enumerations of a JSON schema. */
function namesIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(namesIn)
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === 'properties')
      return [...Object.keys(value as object), ...Object.values(value as object).flatMap(namesIn)]
    if (key === 'enum' || key === 'const') return [value].flat().map(String)
    return namesIn(value)
  })
}

describe('the charter', () => {
  it('is kept by every column', () => {
    expect(columns.length).toBeGreaterThan(300)
    expect(broken(columns)).toEqual([])
  })

  it('is kept by everything that goes in or out', () => {
    const names = Object.values(routeTables).flatMap((table) =>
      Object.values(table).flatMap(({ input, output }) => [
        ...namesIn(z.toJSONSchema(input, { io: 'input' })),
        ...namesIn(z.toJSONSchema(output, { io: 'output' })),
      ]),
    )
    expect(names.length).toBeGreaterThan(500)
    expect(broken([...new Set(names)])).toEqual([])
  })

  it('is kept by every kind of matter, reason, role and permission', () => {
    const lists = filesOf('data/categories/*.json', 'data/*.json').map(read)
    const code = filesOf(
      'apps/server/src/modules/identity/default-roles.ts',
      'packages/contract/src/permissions.ts',
    ).map(read)
    expect(lists.length).toBeGreaterThan(5)
    expect(broken([...lists, ...code].flatMap((text) => text.split('\n')))).toEqual([])
  })

  it('is kept by every library, also those that libraries bring', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, unknown> }
    expect(Object.keys(lock.packages).filter((name) => libraries.test(name))).toEqual([])
  })

  it('has no recommendation or prediction about a person: nothing reads people and writes a number', () => {
    const numbers = columns.filter(
      (name) => /^(staff|residents|matter_reporters)\./.test(name) && /score|rank|level|points/.test(name),
    )
    expect(numbers).toEqual([])
  })

  it('is printed in the documentation', () => {
    expect(read('docs/charter.md').match(/^\d+\. /gm)?.length).toBeGreaterThanOrEqual(10)
    expect(root.length).toBeGreaterThan(0)
  })
})
