import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ListedArea } from './check-rows.ts'
import { type KnownFacts, type Plan, planImport } from './plan.ts'

const from = '2023-01-01'
let ids = 0
const newId = () => `new-${ids++}`

function row(code: string, parentCode: string | null, level: ListedArea['level'], name: string): ListedArea {
  return {
    line: 1,
    code,
    parentCode,
    level,
    name,
    nameEn: null,
    urbanRural: null,
    kind: null,
    gridNo: null,
    households: null,
    lon: null,
    lat: null,
    boundary: null,
  }
}

function plan(rows: readonly ListedArea[], known: readonly KnownFacts[], complete = true): Plan {
  return planImport({
    rows,
    known,
    from,
    codeScheme: 'nbs',
    complete,
    illustrative: false,
    called: (column) => column,
    newId,
  })
}

/** What is known after a plan was carried out. */
function apply(known: readonly KnownFacts[], { open, change, close, codes }: Plan): KnownFacts[] {
  const codeOf = new Map(codes.map(({ areaId, code }) => [areaId, code]))
  const going = known
    .filter(({ id }) => !close.includes(id))
    .map((area) => ({
      ...area,
      ...change.find(({ id }) => id === area.id)?.patch,
      code: codeOf.get(area.id) ?? area.code,
    }))
  return [
    ...going,
    ...open.map((area) => ({ ...area, code: codeOf.get(area.id) ?? null, validFrom: from, latestFrom: from })),
  ]
}

/** A county of one to nine towns with one to nine villages each; names come from few, so that they meet. */
const names = ['新江口', '乐乡', '南海', '八宝', '老城', '陈店', '洈水', '林园', '玉岭', '民主']
const list = fc
  .uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 })
  .chain((towns) =>
    fc.tuple(
      ...towns.map((town) =>
        fc.tuple(
          fc.constant(town),
          fc.constantFrom(...names),
          fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom(...names)), {
            selector: ([number]) => number,
            minLength: 1,
            maxLength: 9,
          }),
        ),
      ),
    ),
  )
  .map((towns) => [
    row('421087000000', null, 'county', '松滋市'),
    ...towns.flatMap(([town, name, villages]) => [
      row(`42108700${town}000`, '421087000000', 'town', `${name}镇`),
      ...villages.map(([village, villageName]) =>
        row(`42108700${town}00${village}`, `42108700${town}000`, 'village', `${villageName}村`),
      ),
    ]),
  ])

const codesOf = (known: readonly KnownFacts[]) =>
  known.map(({ code, name, level }) => `${code} ${level} ${name}`).toSorted()

describe('plan an import', () => {
  it('leads from any county to exactly the list, and then has nothing left to do', () => {
    fc.assert(
      fc.property(list, list, (first, second) => {
        const before = apply([], plan(first, []))
        const made = plan(second, before)
        const after = apply(before, made)
        expect(codesOf(after)).toEqual(second.map(({ code, name, level }) => `${code} ${level} ${name}`).toSorted())
        expect(plan(second, after)).toMatchObject({
          open: [],
          change: [],
          close: [],
          codes: [],
          successions: [],
          faults: [],
          unchanged: second.length,
        })
      }),
      { numRuns: 300 },
    )
  })
  it('lets only what closes be succeeded, each by one heir of its own level', () => {
    fc.assert(
      fc.property(list, list, (first, second) => {
        const before = apply([], plan(first, []))
        const { successions, close, open, heirs } = plan(second, before)
        for (const { fromId, toId } of successions) {
          expect(close).toContain(fromId)
          expect(open.find(({ id }) => id === toId)?.level).toBe(before.find(({ id }) => id === fromId)?.level)
        }
        expect(new Set(heirs.values()).size).toBe(heirs.size)
      }),
      { numRuns: 300 },
    )
  })
  it('hangs every area under one that is open', () => {
    fc.assert(
      fc.property(list, list, (first, second) => {
        const before = apply([], plan(first, []))
        const after = apply(before, plan(second, before))
        const open = new Set(after.map(({ id }) => id))
        for (const { parentId, level } of after)
          expect(level === 'county' ? parentId === null : open.has(parentId ?? '')).toBe(true)
      }),
    )
  })
  it('knows a village again under its town’s new code and name', () => {
    const before = apply(
      [],
      plan(
        [
          row('421087000000', null, 'county', '松滋市'),
          row('421087100000', '421087000000', 'town', '新江口镇'),
          row('421087100010', '421087100000', 'village', '林园社区居委会'),
        ],
        [],
      ),
    )
    const made = plan(
      [
        row('421087000000', null, 'county', '松滋市'),
        row('421087001000', '421087000000', 'town', '新江口街道'),
        row('421087001010', '421087001000', 'village', '林园社区居民委员会'),
      ],
      before,
    )
    expect(made.successions.map(({ kind }) => kind)).toEqual(['rename', 'rename'])
    expect(made.open.map(({ name }) => name)).toEqual(['新江口街道', '林园社区居民委员会'])
  })
  it('does not take one village for another when the office gave its code away', () => {
    const county = row('421087000000', null, 'county', '松滋市')
    const town = row('421087100000', '421087000000', 'town', '新江口镇')
    const before = apply(
      [],
      plan(
        [
          county,
          town,
          row('421087100001', town.code, 'village', '林园村'),
          row('421087100002', town.code, 'village', '玉岭村'),
        ],
        [],
      ),
    )
    const made = plan(
      [
        county,
        town,
        row('421087100001', town.code, 'village', '玉岭村'),
        row('421087100003', town.code, 'village', '林园村'),
      ],
      before,
    )
    const nameOf = (id: string) => [...before, ...made.open].find((area) => area.id === id)?.name
    expect(made.successions.map(({ fromId, toId }) => [nameOf(fromId), nameOf(toId)])).toEqual([
      ['玉岭村', '玉岭村'],
      ['林园村', '林园村'],
    ])
  })
  it('makes a new town out of villages of a town that ends its successor too', () => {
    const county = row('421087000000', null, 'county', '松滋市')
    const old = row('421087100000', county.code, 'town', '新江口镇')
    const before = apply(
      [],
      plan(
        [
          county,
          old,
          row('421087100001', old.code, 'village', '林园村'),
          row('421087100002', old.code, 'village', '玉岭村'),
        ],
        [],
      ),
    )
    const made = plan(
      [
        county,
        row('421087001000', county.code, 'town', '新江口街道'),
        row('421087002000', county.code, 'town', '乐乡街道'),
        row('421087001001', '421087001000', 'village', '林园村'),
        row('421087002001', '421087002000', 'village', '玉岭村'),
      ],
      before,
    )
    expect(made.successions.map(({ kind }) => kind).toSorted()).toEqual(['rename', 'replace', 'replace', 'split'])
  })
})
