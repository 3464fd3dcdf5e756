import { type Entry, mayEdit, type NewEntry } from './entry.ts'

/** The person changed it: the same command with another body, which the server has not taken in. Unchanged when too late. */
export function edited(entry: Entry, anew: NewEntry): Entry {
  if (!mayEdit(entry)) return entry
  const { input, photos, form, title, capturedAt } = anew
  const uploads = new Map(entry.photos.map((photo) => [photo.key, photo.uploaded]))
  return {
    ...again(entry),
    input,
    form,
    title,
    capturedAt,
    // The person has looked at the matter anew, so the answer stands on what they saw.
    seenVersion: anew.seenVersion,
    photos: photos.map((photo) => ({ ...photo, uploaded: uploads.get(photo.key) ?? null })),
  }
}

/** The person wants it sent once more as it is. What was fixed may be composed anew, for a refused one never took effect. */
export function again(entry: Entry): Entry {
  if (entry.state === 'done' || entry.state === 'sending') return entry
  const sealed = entry.state === 'refused' ? null : entry.sealed
  return { ...entry, state: 'waiting', sealed, refusal: null, tries: 0, notBefore: 0, photosAnew: false }
}

/** The network is back: no reason to sit out a delay that was for its absence. */
export const hurried = (entry: Entry): Entry => (entry.state === 'waiting' ? { ...entry, notBefore: 0 } : entry)
