import type { AddressCandidate, AreaHit, AreaMap, AreaRow, Coverage, GridCard, Located } from '@linli/contract/areas'
import { areaRoutes } from '@linli/contract/areas'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/crypto/id.ts'
import { area, areaWorld, type AreaWorld, box, person, unit } from './testing.ts'

let world: AreaWorld
beforeAll(async () => {
  world = await areaWorld({
    sources: {
      places: [
        async (_ctx, words) =>
          words.includes('广场')
            ? [{ name: '江滩广场', address: '沿江路 1 号', point: { lon: 111.605, lat: 30.11 } }]
            : [],
      ],
      mayDecide: async (ctx) => [ctx.locale === 'en' ? 'Street lamps' : '路灯'],
    },
  })
  const assign = (areaId: string, body: object) =>
    world.command('suwen', `/areas/${areaId}/assignments`, { id: newId(), ...body })
  await assign(area.grid1, { kind: 'worker', holder: { kind: 'staff', staffId: person.zhoumin }, duties: '走访' })
  await assign(area.grid1, {
    kind: 'police_officer',
    holder: { kind: 'outside', name: '刘警官', phone: '0716-6220110' },
  })
  await assign(area.linyuan, { kind: 'station', holder: { kind: 'unit', unitId: unit.station } })
})
afterAll(() => world.close())

describe('locate', () => {
  const at = async (query: string) => (await world.get<Located>(null, `/locate?${query}`)).body
  it('names town, village and grid of a point', async () => {
    expect(await at('lon=111.605&lat=30.11')).toMatchObject({
      outcome: 'inside',
      grid: { id: area.grid1, name: '第1网格' },
      village: { name: '林园社区居委会' },
      town: { name: '新江口镇' },
      metres: null,
    })
  })
  it('says outside, no grid and near in words, not as errors', async () => {
    expect(await at('lon=116.4&lat=39.9')).toMatchObject({ outcome: 'outside', town: null })
    expect(await at('lon=111.635&lat=30.11')).toMatchObject({
      outcome: 'no_grid',
      village: { id: area.linyuan },
      grid: null,
    })
    expect(await at('lon=111.6201&lat=30.11')).toMatchObject({ outcome: 'near', grid: { id: area.grid2 }, metres: 10 })
  })
  it('answers the point in WGS 84', async () => {
    const { point } = await at('lon=111.61&lat=30.11&datum=gcj02')
    expect(point.lon).toBeCloseTo(111.61 - 0.0055, 3)
  })
  it('refuses what is no point', async () => {
    for (const query of ['lon=200&lat=1', 'lat=1', 'lon=x&lat=1', 'lon=1&lat=1&datum=mars']) {
      expect((await world.get(null, `/locate?${query}`)).status).toBe(400)
    }
  })
})

describe('the map', () => {
  const path = `/areas/map?level=grid&parentId=${area.town}`
  it('gives outlines of a level to anyone, with names but without people', async () => {
    const { body, headers } = await world.get<AreaMap>(null, path)
    expect(headers['content-type']).toContain('geo+json')
    expect(body.features.map(({ id }) => id)).toEqual([area.grid1, area.grid2])
    expect(areaRoutes.getAreaMap.output.parse(body)).toEqual(body)
    expect(JSON.stringify(body)).not.toContain('households')
  })
  it('answers 304 until something changes', async () => {
    const { headers } = await world.get(null, path)
    const etag = String(headers.etag)
    expect((await world.get(null, path, { 'if-none-match': etag })).status).toBe(304)
    await world.command('suwen', `/areas/${area.grid1}`, { nameEn: 'Riverside' })
    const fresh = await world.get<AreaMap>(null, path, { 'if-none-match': etag })
    expect(fresh.status).toBe(200)
    expect(fresh.body.features[0]?.properties.nameEn).toBe('Riverside')
  })
  it('may be kept for a minute, but not by staff, who must see what they have just drawn', async () => {
    expect((await world.get(null, path)).headers['cache-control']).toContain('max-age=60')
    expect((await world.get('suwen', path)).headers['cache-control']).toBe('private, no-cache')
  })
  it('shows another day as it was', async () => {
    expect((await world.get<AreaMap>(null, '/areas/map?level=grid&on=2020-01-01')).body.features).toEqual([])
    expect((await world.get(null, `/areas/map?level=grid&parentId=${newId()}`)).status).toBe(404)
    expect((await world.get(null, '/areas/map?level=street')).status).toBe(400)
  })
})

describe('addresses', () => {
  const find = async (words: string) =>
    (await world.get<{ items: AddressCandidate[] }>(null, `/locate/address?q=${encodeURIComponent(words)}`)).body.items
  it('finds the grid that town, village and number name together', async () => {
    const [first] = await find('松滋市新江口镇林园社区 2号网格')
    expect(first).toMatchObject({ kind: 'grid', grid: { id: area.grid2 }, label: '新江口镇 林园社区居委会 第2网格' })
  })
  it('finds a village by its bare name or the beginning of it, and places of other modules', async () => {
    expect((await find('玉岭路 5 号'))[0]).toMatchObject({
      kind: 'village',
      village: { id: area.yuling },
      town: { id: area.town },
    })
    expect((await find('新江'))[0]).toMatchObject({ kind: 'town', town: { id: area.town } })
    expect((await find('江滩广场'))[0]).toMatchObject({
      kind: 'place',
      label: '沿江路 1 号 江滩广场',
      grid: { id: area.grid1 },
    })
  })
  it('offers nothing rather than every grid of a number', async () => {
    expect(await find('2号网格')).toEqual([])
    expect(await find('%_\\')).toEqual([])
  })
})

describe('my grid', () => {
  it('shows worker, work phone, station and what they may decide, and nothing else about people', async () => {
    const { body } = await world.get<GridCard>(null, `/public/grids/${area.grid1}`, { 'accept-language': 'en' })
    expect(body).toMatchObject({
      worker: { name: '周敏', phone: '13800000001', duties: '走访' },
      station: { name: '林园社区网格站', phone: '0716-6220000' },
      stationedUnits: [],
      mayDecide: ['Street lamps'],
      village: { id: area.linyuan },
    })
    expect(JSON.stringify(body)).not.toMatch(/刘警官|staffId|"id":"[^"]*"[^}]*周敏/)
  })
  it('is not there for a village or a stranger’s id', async () => {
    expect((await world.get(null, `/public/grids/${area.linyuan}`)).status).toBe(404)
    expect((await world.get(null, `/public/grids/${newId()}`)).status).toBe(404)
    expect((await world.get(null, '/public/grids/no-id')).status).toBe(404)
  })
  it('may be picked by name, level by level', async () => {
    const { body } = await world.get<{ parent: { name: string }; items: AreaRow[] }>(null, '/public/areas')
    expect(body).toMatchObject({ parent: { name: '松滋市' }, items: [{ name: '新江口镇', childCount: 2 }] })
    expect(JSON.stringify((await world.get(null, `/public/areas?parentId=${area.linyuan}`)).body)).not.toContain(
      'households',
    )
  })
})

describe('the tree for staff', () => {
  it('is searched by name, pinyin, initials and code', async () => {
    for (const q of ['林园', 'linyuan', 'lysq', '100010']) {
      const { items } = (
        await world.get<{ items: AreaHit[] }>('zhoumin', `/areas/search?q=${encodeURIComponent(q)}&level=village`)
      ).body
      expect(items.map(({ id }) => id)).toEqual([area.linyuan])
      expect(items[0]?.path.map(({ name }) => name)).toEqual(['松滋市', '新江口镇'])
    }
  })
  it('counts children, and is empty before the county was', async () => {
    const roots = async (on: string) =>
      (await world.get<{ items: AreaRow[] }>('zhoumin', `/areas/tree?on=${on}`)).body.items
    expect(await roots('2026-01-01')).toMatchObject([{ id: area.county, childCount: 1, code: '421087000000' }])
    expect(await roots('2024-12-31')).toEqual([])
  })
  it('asks for a session and the permission', async () => {
    expect((await world.get(null, '/areas/tree')).status).toBe(401)
    expect((await world.get('zhoumin', `/areas/${newId()}`)).status).toBe(404)
  })
})

describe('coverage', () => {
  it('draws what no grid covers, and what two do', async () => {
    const path = `/areas/${area.linyuan}/coverage`
    const before = (await world.get<Coverage>('zhoumin', path)).body
    expect(before.covered).toBeCloseTo(0.5, 3)
    expect(before.gaps.features).toHaveLength(1)
    expect(before.overlaps.features).toEqual([])
    await world.command('suwen', '/areas/grids', {
      id: newId(),
      villageId: area.linyuan,
      boundary: box(111.615, 30.1, 0.025, 0.02),
      acceptOverlap: true,
    })
    const after = (await world.get<Coverage>('zhoumin', path)).body
    expect([after.gaps.features.length, after.covered]).toEqual([0, 1])
    expect(after.overlaps.features[0]?.properties.grids.map(({ name }) => name)).toEqual(['第2网格', '第3网格'])
    expect((await world.get('zhoumin', `/areas/${area.town}/coverage`)).status).toBe(409)
  })
})

describe('whatever is sent', () => {
  const cursor = Buffer.from('["x","y"]').toString('base64url')
  const odd = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '\u0000',
      '\ud800',
      '𠮷',
      '0',
      '-1',
      'NaN',
      '2026-02-30',
      '0000-01-01',
      '9999-12-31',
      newId(),
      cursor,
    ),
  )
  it('is answered or refused, never with a fault of ours', async () => {
    const gets = [
      '/areas/tree',
      '/areas/search',
      '/areas/map',
      '/areas/warnings',
      '/locate',
      '/locate/address',
      '/public/areas',
      '/imports',
      `/areas/${area.grid1}`,
      `/areas/${area.linyuan}/coverage`,
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...gets),
        fc.dictionary(
          fc.constantFrom('on', 'q', 'level', 'parentId', 'lon', 'lat', 'datum', 'cursor', 'limit', 'areaId'),
          odd,
          { maxKeys: 4 },
        ),
        async (path, query) => {
          const { status } = await world.get('suwen', `${path}?${new URLSearchParams(query)}`)
          expect(status).toBeLessThan(500)
        },
      ),
      { numRuns: 150 },
    )
  })
  it('as a write is done or refused, wild outlines and dates included', async () => {
    const coordinate = fc.oneof(
      fc.double({ min: 111.59, max: 111.66, noNaN: true }),
      fc.double({ noNaN: true }),
      fc.constantFrom(1e308, -1e308, 111.6),
    )
    const ring = fc.array(
      fc.tuple(coordinate, fc.oneof(fc.double({ min: 30.09, max: 30.13, noNaN: true }), coordinate)),
      { minLength: 3, maxLength: 8 },
    )
    const boundary = fc.record({
      type: fc.constantFrom('Polygon', 'MultiPolygon'),
      coordinates: fc.oneof(
        fc.array(ring, { maxLength: 2 }),
        fc.array(fc.array(ring, { maxLength: 2 }), { maxLength: 2 }),
      ),
    })
    const from = fc.constantFrom('2026-11-23', '2026-11-24', '2020-01-01', '9999-12-31', '0001-01-01')
    const datum = fc.constantFrom('wgs84', 'gcj02', 'bd09')
    const part = fc.record({ id: fc.uuid(), gridNo: fc.nat(1000), boundary }, { requiredKeys: ['id'] })
    const bodies: Record<string, fc.Arbitrary<object>> = {
      '/areas/grids': fc.record(
        {
          id: fc.uuid(),
          villageId: fc.constant(area.yuling),
          boundary,
          from,
          name: odd,
          gridNo: fc.nat(1000),
          acceptOverlap: fc.boolean(),
          datum,
        },
        { requiredKeys: ['id', 'villageId'] },
      ),
      [`/areas/${area.grid2}`]: fc.record(
        { from, name: odd, nameEn: odd, gridNo: fc.nat(1000), households: fc.integer() },
        { requiredKeys: [] },
      ),
      [`/areas/${area.grid2}/boundary`]: fc.record(
        { boundary, from, datum, acceptOverlap: fc.boolean() },
        { requiredKeys: ['boundary'] },
      ),
      [`/areas/${area.grid2}/split`]: fc.record(
        { line: ring, parts: fc.array(part, { minLength: 2, maxLength: 3 }), from, datum },
        { requiredKeys: ['parts'] },
      ),
      '/areas/grids/merge': fc.record(
        { id: fc.uuid(), gridIds: fc.constant([area.grid1, area.grid2]), from, name: odd },
        { requiredKeys: ['id', 'gridIds', 'from'] },
      ),
      [`/areas/${area.grid1}/assignments`]: fc.record(
        {
          id: fc.uuid(),
          kind: fc.constantFrom('worker', 'lawyer', 'station'),
          holder: fc.constantFrom({ kind: 'outside', name: '秦律师' }, { kind: 'unit', unitId: unit.station }),
          from,
          until: from,
        },
        { requiredKeys: ['id', 'kind', 'holder'] },
      ),
      '/imports/areas': fc.record({
        id: fc.uuid(),
        fileName: odd,
        format: fc.constantFrom('csv', 'geojson'),
        dryRun: fc.boolean(),
        data: fc.oneof(
          fc.base64String(),
          fc
            .string({ unit: 'binary' })
            .map((text) =>
              Buffer.from(`code,name,level,lon,lat\n421087300000,${text},town,${text},1\n`).toString('base64'),
            ),
        ),
        options: fc.record({ validFrom: from, mode: fc.constant('apply_good') }),
      }),
    }
    const statuses = new Set<number>()
    const call = fc
      .constantFrom(...Object.keys(bodies))
      .chain((path) => fc.tuple(fc.constant(path), bodies[path] ?? fc.constant({})))
    await fc.assert(
      fc.asyncProperty(call, async ([path, body]) => {
        const { status } = await world.command('suwen', path, body)
        statuses.add(status)
        expect(status).toBeLessThan(500)
      }),
      { numRuns: 300 },
    )
    // Had everything been refused at the door, nothing would have been tried.
    expect([...statuses]).toEqual(expect.arrayContaining([200, 409, 422]))
  })
})
