import type { AreaMap } from '@linli/contract/areas'
import type { Category, categoryRoutes } from '@linli/contract/categories'
import type { MyRoster } from '@linli/contract/duty-roster'
import type { fieldSyncRoutes } from '@linli/contract/field-sync'
import type { incidentReceiptRoutes } from '@linli/contract/incident-receipts'
import type { WorkItem } from '@linli/contract/work-items'
import type { RouteOutput } from '@linli/contract/route'
import type { Me } from '@linli/contract/sign-in'

/** My grids with their outlines, the neighbours in the same village beside them. */
export interface GridMap {
  readonly features: AreaMap['features']
  readonly mine: readonly string[]
}

/** Forms, contacts, words and switches of the county. */
export type FieldBasics = NonNullable<RouteOutput<typeof fieldSyncRoutes.syncField>['basics']>

/** What opens the households on this phone. `token` hands in work when the phone may do nothing else. */
export interface PhoneLock {
  readonly token: string
  /** Cannot be read out; null after the shift. */
  readonly key: CryptoKey | null
  readonly expiresAt: string
}

/** What the phone holds of the server beside the matters, each as of the last sync. */
export interface Facts {
  me: Me
  tasks: readonly WorkItem[]
  categories: readonly Category[]
  reasons: RouteOutput<typeof categoryRoutes.listReasons>
  grids: GridMap
  fieldBasics: FieldBasics
  /** What running incidents ask of me. */
  incidents: RouteOutput<typeof incidentReceiptRoutes.listMyIncidentWork>
  /** How far each grid's register has been read. */
  cursors: Readonly<Record<string, string>>
  /** What the server thinks of this phone: seconds its clock is ahead (null: they agree), and whether the app is too old. */
  phone: { readonly clockOffSeconds: number | null; readonly updateNeeded: boolean }
  lock: PhoneLock
  /** My shifts, leave and swaps, with the shifts of colleagues. */
  roster: MyRoster
  /** When tasks were last read. */
  syncedAt: string
  /** When categories, reasons and grids were last read. */
  basicsAt: string
}
export type FactName = keyof Facts
