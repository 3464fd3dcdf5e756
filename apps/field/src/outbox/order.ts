import { type Entry, isPending } from './entry.ts'

/**
 * Which entries may be sent now, in which order. Of each subject only the earliest pending one may go, so that a settlement never overtakes the
 * receipt before it. A refused one steps aside: what follows is judged by the server on its own merits.
 * Entries that have failed least come first, so that one large picture on a weak network does not hold up the rest.
 */
export function allDue(entries: readonly Entry[], now: number, tried: ReadonlySet<string>): Entry[] {
  const due = heads(entries).filter((entry) => entry.notBefore <= now && !tried.has(entry.id))
  return due.toSorted((a, b) => a.tries - b.tries || a.seq - b.seq)
}

/** When something will be due again; null when nothing waits. */
export function nextWake(entries: readonly Entry[]): number | null {
  const waiting = heads(entries)
  return waiting.length === 0 ? null : Math.min(...waiting.map((entry) => entry.notBefore))
}

function heads(entries: readonly Entry[]): Entry[] {
  const bySubject = new Map<string, Entry>()
  for (const entry of entries) {
    const head = bySubject.get(entry.subject)
    if (isPending(entry) && (head === undefined || entry.seq < head.seq)) bySubject.set(entry.subject, entry)
  }
  return [...bySubject.values()]
}
