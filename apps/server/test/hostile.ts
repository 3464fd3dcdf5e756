import fc from 'fast-check'
import { encodeCursor } from '../src/platform/http/cursor.ts'

const deep = (levels: number): unknown => (levels === 0 ? [] : [deep(levels - 1)])
const bowtie = {
  type: 'Polygon',
  coordinates: [
    [
      [111.6, 30.1],
      [111.7, 30.2],
      [111.7, 30.1],
      [111.6, 30.2],
      [111.6, 30.1],
    ],
  ],
}

/** What nobody types, but somebody sends, at every place. */
const hostile: Readonly<Record<string, readonly unknown[]>> = {
  ofOtherKinds: [null, true, [], {}, [null], [[[]]], deep(300), { lon: 1e9, lat: -1e9 }, { lon: 0, lat: 90 }, bowtie],
  numbers: [0, -1, 1.5, 1e21, -1e308, 2 ** 31, 2 ** 53 + 2, Number.MIN_VALUE],
  characters: ['', ' ', '\0', 'a\0b', '\ud800', '\udfff好', '𠮷', '\u202e', '\u2028', '\ufeff'],
  long: ['𠮷'.repeat(5_000), 'x'.repeat(200_000), '9'.repeat(400)],
  words: ['NaN', 'Infinity', '-0', 'null', 'true', '1e999', '__proto__', 'constructor'],
  code: ["'; DROP TABLE matters; --", '%', '_%\\', '{}', '{"a":1}', '$1', '../../etc/passwd', '<script>', '{{7*7}}'],
  days: ['0000-01-01', '2026-02-30', '9999-12-31'],
  instants: ['9999-12-31T23:59:59+23:59', '2999-01-01T00:00:00Z', '-000001-01-01T00:00:00Z', '+275760-09-13T00:00:00Z'],
  ids: ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'not-a-uuid'],
  cursors: [
    ['x', 'y'],
    ['2026-13-45', 'z'],
    [],
    ['a', 'b', 'c', 'd'],
    ['9'.repeat(60), '\0'],
    ['infinity', '00000000-0000-0000-0000-000000000000'],
  ].map(encodeCursor),
}
const hostileValues = Object.values(hostile).flat()

type Path = readonly (string | number)[]

/** A valid input with a few things wrong in it: replaced, left out, added; as JSON text, so that `__proto__` stays a field. */
export function spoiled(valid: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<string> {
  const change = fc.tuple(fc.nat(), fc.nat(hostileValues.length - 1), fc.integer({ min: 0, max: 9 }))
  return fc.tuple(valid, fc.array(change, { maxLength: 3 })).map(([input, changes]) => {
    let text = JSON.stringify(input)
    for (const [place, value, kind] of changes) text = changed(text, place, hostileValues[value], kind)
    return text
  })
}

function changed(text: string, place: number, value: unknown, kind: number): string {
  const input: unknown = JSON.parse(text)
  // Spoiled as a whole by an earlier change: there is nothing left in it to change.
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return text
  const paths = pathsOf(input, [])
  const path = paths[place % paths.length] ?? []
  const key = path.at(-1)
  if (kind === 0) return text.replace(/^\{/, '{"__proto__":{"polluted":true},').replace(/,\}$/, '}')
  if (kind === 1) return JSON.stringify({ ...input, unknownField: value })
  // Any holder of a path is an object or an array.
  const holder = path.slice(0, -1).reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], input)
  if (key === undefined || typeof holder !== 'object' || holder === null) return JSON.stringify(value)
  if (kind === 2) Reflect.deleteProperty(holder, key)
  else Reflect.set(holder, key, value)
  return JSON.stringify(input)
}

function pathsOf(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...path, key]))
  return path.length === 0 ? inner : [path, ...inner]
}

/** Values for addresses, queries, headers and forms, where everything is text. */
export const hostileTexts: readonly string[] = hostileValues.map((value) =>
  (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 8_000),
)

/** The same inputs in every run, unless others are asked for. */
export const seed = Number(process.env['FUZZ_SEED'] ?? 421_087)
export const numRuns = Number(process.env['FUZZ_RUNS'] ?? 8)
/** Milliseconds that a test may take for them. */
export const patience = 60_000 + numRuns * 2_000

/** What may never be in an answer: where the code lies, what it asked the database. */
export const INSIDE = /node_modules|\.ts:\d+|\bat (async )?\w+ \(|SELECT .* FROM|INSERT INTO|violates|syntax for type/i
