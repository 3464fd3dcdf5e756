import type { UnitKind } from '@linli/contract/identity'
import type { Finder } from '../../platform/search/search.ts'
import { unitSearchText } from './search.ts'
import { listStaff } from './staff-queries.ts'
import { type UnitDirectory, type UnitEntry, unitDirectory } from './unit-directory.ts'

const forms = new WeakMap<UnitDirectory, readonly { readonly unit: UnitEntry; readonly text: string }[]>()

/** What each unit is found by, worked out once for as long as the directory holds. */
function formsOf(directory: UnitDirectory) {
  const known =
    forms.get(directory) ?? directory.all.map((unit) => ({ unit, text: unitSearchText(unit.name, unit.nameEn) }))
  forms.set(directory, known)
  return known
}

/** By name, pinyin or initials; what begins so comes first, and what is wider before what lies below it. */
export const unitFinder: Finder = {
  group: 'units',
  permission: 'unit.read',
  async find(ctx, q, limit) {
    const directory = await unitDirectory(ctx.deps, ctx.countyId)
    const words = q.toLowerCase()
    const begins = (text: string) => ` ${text}`.includes(` ${words}`)
    const found = formsOf(directory)
      .filter(({ text }) => text.includes(words))
      .toSorted((a, b) => Number(begins(b.text)) - Number(begins(a.text)) || a.text.length - b.text.length)
    return {
      items: found.slice(0, limit).map(({ unit: { id, name, nameEn, kind, parentId } }) => ({
        kind: 'unit' as const,
        id,
        name,
        nameEn,
        // The check constraint of the table holds the same words.
        unitKind: kind as UnitKind,
        parent: directory.find(parentId)?.name ?? null,
      })),
      more: found.length > limit,
    }
  },
}

/** Colleagues by name, pinyin, initials or login. */
export const staffFinder: Finder = {
  group: 'staff',
  permission: 'staff.read',
  async find(ctx, q, limit) {
    const { items, next } = await listStaff(ctx, { q, state: 'active', limit })
    return {
      items: items.map(({ id, name, login, posts }) => ({
        kind: 'staff' as const,
        id,
        name,
        login,
        units: [...new Set(posts.map(({ unit }) => unit.name))].join('、'),
      })),
      more: next !== null,
    }
  },
}
