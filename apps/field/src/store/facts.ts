import type { AreaMap } from '@linli/contract/areas'
import type { Category, categoryRoutes } from '@linli/contract/categories'
import type { WorkItem } from '@linli/contract/matters'
import type { RouteOutput } from '@linli/contract/route'
import type { Me } from '@linli/contract/sign-in'

/** My grids with their outlines, the neighbours in the same village beside them. */
export interface GridMap {
  readonly features: AreaMap['features']
  readonly mine: readonly string[]
}

/** What the phone holds of the server beside the matters, each as of the last sync. */
export interface Facts {
  me: Me
  tasks: readonly WorkItem[]
  categories: readonly Category[]
  reasons: RouteOutput<typeof categoryRoutes.listReasons>
  grids: GridMap
  /** When tasks were last read. */
  syncedAt: string
  /** When categories, reasons and grids were last read. */
  basicsAt: string
}
export type FactName = keyof Facts
