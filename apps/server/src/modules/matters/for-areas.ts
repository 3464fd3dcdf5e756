import type { Point } from '@linli/contract/common'
import type { Ctx } from '../../platform/command/ctx.ts'
import { currentCategories } from './categories.ts'

const MOST = 10

/** QR places whose name or address holds the words, for the search of addresses. */
export async function namedPlaces(
  ctx: Ctx,
  words: string,
): Promise<{ name: string; address: string | null; point: Point }[]> {
  const like = `%${words.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const rows = await ctx.db
    .selectFrom('places')
    .select(['name', 'address', 'lon', 'lat'])
    .where('countyId', '=', ctx.countyId)
    .where('closedAt', 'is', null)
    .where((eb) => eb.or([eb('name', 'ilike', like), eb('address', 'ilike', like)]))
    .limit(MOST)
    .execute()
  return rows.map(({ name, address, lon, lat }) => ({ name, address, point: { lon, lat } }))
}

/** Kinds of matter that a grid worker may settle on the spot, for the resident's grid card. */
export async function settledByGrid(ctx: Ctx): Promise<string[]> {
  const categories = await currentCategories(ctx.deps, ctx.countyId)
  return categories
    .filter(
      ({ rules }) => rules.departmentCode === null && (rules.settleLevel === 'grid' || rules.settleLevel === 'village'),
    )
    .slice(0, MOST)
    .map(({ rules }) => rules.names[ctx.locale])
}
