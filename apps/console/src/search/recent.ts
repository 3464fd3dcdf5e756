import type { IconName } from '@linli/ui'

export interface Recent {
  readonly to: string
  readonly title: string
  readonly icon: IconName
}

const MOST = 8
const key = (staffId: string) => `linli.recent.${staffId}`

export function recentOf(staffId: string): readonly Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key(staffId)) ?? '[]')
    // Written by `remember` alone; anything else in its place is not shown.
    return Array.isArray(kept) ? (kept as Recent[]) : []
  } catch {
    return []
  }
}

/** People of the register are not kept: a browser's storage is nobody's register. */
export function remember(staffId: string, one: Recent): void {
  const others = recentOf(staffId).filter(({ to }) => to !== one.to)
  localStorage.setItem(key(staffId), JSON.stringify([one, ...others].slice(0, MOST)))
}

export function forgetRecent(staffId: string): void {
  localStorage.removeItem(key(staffId))
}
