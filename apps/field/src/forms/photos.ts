import type { HeldPhoto } from '../outbox/entry.ts'

/** The contract takes nine pictures for one step. */
export const MOST_PHOTOS = 9

export function held(keys: readonly string[], place: HeldPhoto['place']): HeldPhoto[] {
  return keys.map((key) => ({ key, place, uploaded: null }))
}
