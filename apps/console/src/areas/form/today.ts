import { localDay } from '@linli/ui'

/** Today in the county, `2026-11-23`, wherever the browser stands. */
export const today = (): string => localDay()
