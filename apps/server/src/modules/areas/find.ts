import type { Finder } from '../../platform/search/search.ts'
import { searchAreas } from './tree.ts'

/** By name, pinyin, initials or code, from the town down. */
export const areaFinder: Finder = {
  group: 'areas',
  permission: 'area.read',
  async find(ctx, q, limit) {
    const { items } = await searchAreas(ctx, { q: q.slice(0, 50), limit: limit + 1 })
    return {
      items: items.slice(0, limit).map(({ id, name, nameEn, level, code, path }) => ({
        kind: 'area' as const,
        id,
        name,
        nameEn,
        level,
        code,
        above: path
          .filter((one) => one.level !== 'county')
          .map((one) => one.name)
          .join(' '),
      })),
      more: items.length > limit,
    }
  },
}
