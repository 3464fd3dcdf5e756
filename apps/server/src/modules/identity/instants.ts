import type { Deps } from '../../platform/deps.ts'

/** Now, or `seconds` from now (before, when negative), as the database takes and gives instants. */
export function instant(deps: Deps, seconds = 0): string {
  return new Date(deps.now().getTime() + seconds * 1000).toISOString()
}
