import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codeOf, filesOf, importsOf, read } from './sources.ts'

const serverFiles = filesOf('apps/server/src/**/*.ts')
const ownSources = filesOf('{packages,apps,bench,e2e,scripts}/**/*.{ts,tsx}')
const generated = new Set(['apps/server/src/platform/database/tables.generated.ts'])
const moduleOf = (path: string) => /^apps\/server\/src\/modules\/([^/]+)\//.exec(path)?.[1]
const isTest = (path: string) => /\.test\.tsx?$|\/testing\.ts$/.test(path)

/** Contract files describe a whole module on one page; a table of routes is read, not edited line by line. */
const longest = (path: string) => (path.startsWith('packages/contract/') ? 900 : 400)

describe('the modules', () => {
  it('see of each other only index.ts', () => {
    const trespasses = serverFiles.flatMap((path) =>
      importsOf(path)
        .filter((to) => moduleOf(to) !== undefined && moduleOf(to) !== moduleOf(path))
        .filter((to) => basename(to) !== 'index.ts' && !(isTest(path) && isTest(to)))
        .map((to) => `${path} → ${to}`),
    )
    expect(trespasses).toEqual([])
  })

  it('do not need each other in a circle', () => {
    const needs = new Map<string, Set<string>>()
    for (const path of serverFiles.filter((one) => !isTest(one))) {
      const from = moduleOf(path)
      if (from === undefined) continue
      const known = needs.get(from) ?? new Set()
      needs.set(from, known)
      for (const to of importsOf(path).map(moduleOf)) if (to !== undefined && to !== from) known.add(to)
    }
    const circles: string[] = []
    const walk = (at: string, path: string[]) => {
      if (path.includes(at)) circles.push([...path.slice(path.indexOf(at)), at].join(' → '))
      else for (const next of needs.get(at) ?? []) walk(next, [...path, at])
    }
    for (const start of needs.keys()) walk(start, [])
    expect(circles).toEqual([])
  })

  it('are not known to the platform below them', () => {
    const upward = serverFiles
      .filter((path) => path.startsWith('apps/server/src/platform/') && !isTest(path))
      .flatMap((path) =>
        importsOf(path)
          .filter((to) => moduleOf(to) !== undefined)
          .map((to) => `${path} → ${to}`),
      )
    expect(upward).toEqual([])
  })

  it('name only their own tables', () => {
    expect(serverFiles.filter((path) => !isTest(path)).flatMap(foreignTablesIn)).toEqual([])
  })

  it('each say on one page what they own', () => {
    const modules = new Set(serverFiles.map(moduleOf).filter((name) => name !== undefined))
    for (const name of modules) {
      const readme = read(`apps/server/src/modules/${name}/README.md`)
      expect(readme.length, name).toBeGreaterThan(200)
      expect(readme.split('\n').length, name).toBeLessThan(60)
    }
  })
})

describe('the files', () => {
  it('are short enough to be read at once', () => {
    const long = ownSources
      .filter((path) => !generated.has(path))
      .map((path) => ({ path, lines: read(path).split('\n').length }))
      .filter(({ path, lines }) => lines > longest(path))
    expect(long).toEqual([])
  })

  it('are named by what is in them', () => {
    const bad = ownSources.filter((path) => {
      const name = basename(path).replace(/(\.(test|property\.test|journey|generated|config|d))?\.tsx?$/, '')
      const shape = path.endsWith('.tsx') ? /^([A-Z][A-Za-z0-9]*|[a-z0-9]+(-[a-z0-9]+)*)$/ : /^[a-z0-9]+(-[a-z0-9]+)*$/
      return !shape.test(name) || /^(utils?|helpers?|manager|misc)$/.test(name)
    })
    expect(bad).toEqual([])
  })

  it('hold no test that is left out or alone, and nothing put off', () => {
    const marks = [/\b(it|test|describe)\.(only|skip|todo)\b/, /\bTO ?DO\b|\bFIXME\b|\bXXX\b/, /\bas any\b|: any\b/]
    const found = ownSources
      .filter((path) => !path.includes('/test/laws/'))
      .flatMap((path) =>
        marks
          .filter((mark) => mark.test(mark === marks[1] ? read(path) : codeOf(path)))
          .map((mark) => `${path}: ${mark.source}`),
      )
    expect(found).toEqual([])
  })
})

/** Tables by the migration that makes them: 0003_areas.sql makes those of the module areas, 0001 the platform's. */
function tableOwners(): Map<string, string> {
  const owners = new Map<string, string>()
  for (const path of filesOf('apps/server/migrations/*.sql')) {
    const owner = /\d+_(\w+)\.sql$/.exec(path)?.[1] ?? ''
    for (const [, table = ''] of read(path).matchAll(/CREATE (?:TABLE|VIEW)\s+(?:IF NOT EXISTS\s+)?([\w.]+)/g)) {
      owners.set(table, owner)
    }
  }
  return owners
}

/** Views and lists that an owner offers for reading in others' queries. */
const published: Readonly<Record<string, readonly string[]>> = {
  // The audit trail and events are written by the platform for all; who may read them decides.
  identity: ['audit_log', 'counties'],
  areas: ['counties', 'imports'],
  matters: ['events', 'clocks'],
  // People see who looked at their own file.
  people: ['access_log'],
}

function foreignTablesIn(path: string): string[] {
  const module = moduleOf(path)
  if (module === undefined) return []
  const owners = tableOwners()
  const code = codeOf(path)
  const named = [
    ...[...code.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z_.]+)\b/g)].map(([, table = '']) => table),
    ...[...code.matchAll(/(?:selectFrom|insertInto|updateTable|deleteFrom|[jJ]oin)\('([A-Za-z]+)/g)].map(
      ([, table = '']) => table.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    ),
  ]
  return [...new Set(named)]
    .filter((table) => owners.has(table) && owners.get(table) !== module && !published[module]?.includes(table))
    .map((table) => `${path} names ${table} of ${owners.get(table)}`)
}
