/** After this long the remaining working time of the last sync says nothing any more. */
const FRESH_MS = 5 * 60_000

/**
 * What can honestly be said of a limit. How many working hours are left only the server's calendar knows, so just after a
 * sync it is a remainder; later on, without a network, it is the moment by which it must be done.
 */
export type ClockSaid =
  | { readonly kind: 'none' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'remaining'; readonly minutes: number }
  | { readonly kind: 'due'; readonly at: string }
  | { readonly kind: 'overdue'; readonly at: string }

interface Limited {
  readonly dueAt: string | null
  readonly remainingMinutes: number | null
  readonly paused: boolean
}

export function clockSaid(task: Limited, syncedAt: string | undefined, now: number): ClockSaid {
  if (task.dueAt === null) return { kind: 'none' }
  if (task.paused) return { kind: 'paused' }
  const fresh = syncedAt !== undefined && now - Date.parse(syncedAt) < FRESH_MS
  if (fresh && task.remainingMinutes !== null) return { kind: 'remaining', minutes: task.remainingMinutes }
  return { kind: Date.parse(task.dueAt) < now ? 'overdue' : 'due', at: task.dueAt }
}
