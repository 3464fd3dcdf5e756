import { matterFilters, MatterStatus } from '@linli/contract/matters'
import { z } from 'zod'

/** All that the map shows stands in its address, so that it can be sent, kept and gone back to. */
const Address = z.object({
  /** Where we are; left out: the area of the viewer's own unit. */
  areaId: matterFilters.areaId.catch(undefined),
  overdue: matterFilters.overdue.catch(undefined),
  danger: matterFilters.danger.catch(undefined),
  /** A class of categories, by the two digits that its codes begin with. */
  category: z
    .string()
    .regex(/^\d{2}$/)
    .optional()
    .catch(undefined),
  status: MatterStatus.optional().catch(undefined),
  unitId: matterFilters.unitId.catch(undefined),
  /** The matter whose preview is open. */
  matter: matterFilters.areaId.catch(undefined),
  /** Numbers by area, or the points themselves; left out: as suits the level. */
  marks: z.enum(['areas', 'points']).optional().catch(undefined),
})
export type Address = z.infer<typeof Address>

export const readAddress = (search: URLSearchParams): Address => Address.parse(Object.fromEntries(search))

/** The words after the `?`, with these changes; undefined takes one away. */
export function changedAddress(address: Address, changes: { [K in keyof Address]?: Address[K] | undefined }): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries({ ...address, ...changes })) if (value !== undefined) search.set(key, value)
  return search.toString()
}

/** What the server is asked for; the rest is about the screen only. */
export function filtersOf({ overdue, danger, category, status, unitId }: Address) {
  return {
    ...(overdue ? { overdue } : {}),
    ...(danger ? { danger } : {}),
    ...(category ? { category: [category] } : {}),
    ...(status ? { status: [status] } : {}),
    ...(unitId ? { unitId } : {}),
  }
}
