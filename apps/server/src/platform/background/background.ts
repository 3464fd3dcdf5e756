import type { Deps } from '../deps.ts'

export interface Chore {
  readonly name: string
  readonly everyMs: number
  /** Safe to run in several processes at once: each chore claims its rows or takes a lock. */
  run(): Promise<unknown>
}

/**
 * Runs chores again and again, each in turn with itself, until stopped. A chore that fails is logged and tried at its
 * next turn: the database may be away for a while.
 */
export function startChores(deps: Deps, chores: readonly Chore[]): () => Promise<void> {
  let stopped = false
  const timers = new Map<string, NodeJS.Timeout>()
  const running = new Map<string, Promise<void>>()

  function schedule(chore: Chore): void {
    if (stopped) return
    timers.set(
      chore.name,
      setTimeout(() => {
        const turn = chore
          .run()
          .then(() => undefined)
          .catch((error: unknown) => deps.log.warn({ err: error, chore: chore.name }, 'chore failed; tried again'))
          .finally(() => {
            running.delete(chore.name)
            schedule(chore)
          })
        running.set(chore.name, turn)
      }, chore.everyMs),
    )
  }
  for (const chore of chores) schedule(chore)
  return async () => {
    stopped = true
    for (const timer of timers.values()) clearTimeout(timer)
    await Promise.all(running.values())
  }
}
