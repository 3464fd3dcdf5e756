import type { Body, Entry, HeldPhoto } from './entry.ts'

/** Every picture has its id from the server. */
export const isComplete = (entry: Entry) => entry.photos.every((photo) => photo.uploaded !== null)

/**
 * The body that is sent. Two steps on one matter that were both put in offline saw the same page: the second stands on what
 * the first one's answer said, not on the page, or the worker's own step would make it stale.
 */
export function bodyOf(entry: Entry, entries: readonly Entry[]): Body {
  const body: Record<string, unknown> = { ...entry.input, commandId: entry.id }
  const photos = idsOf(entry.photos, 'photos')
  const resultPhotos = idsOf(entry.photos, 'settled.photos')
  if (photos.length > 0) body['photos'] = photos
  if (resultPhotos.length > 0)
    body['settled'] = { ...(entry.input['settled'] as Body | undefined), photos: resultPhotos }
  if (entry.seenVersion !== null) body['seenVersion'] = Math.max(entry.seenVersion, ...versionsBefore(entry, entries))
  const visits = entry.command === 'recordVisit' ? visitsBefore(entry, entries) : []
  if (visits.length > 0) body['after'] = visits
  return body
}

const MOST_VISITS = 50

/** A file has many hands: which changes are this phone's own is told by the visits, whatever the version is by now. */
function visitsBefore(entry: Entry, entries: readonly Entry[]): unknown[] {
  const ids = entries.flatMap((other) => {
    const before = other.subject === entry.subject && other.seq < entry.seq && other.command === 'recordVisit'
    return before && 'visitId' in other.input ? [other.input['visitId']] : []
  })
  return ids.slice(-MOST_VISITS)
}

function idsOf(photos: readonly HeldPhoto[], place: HeldPhoto['place']) {
  return photos.flatMap((photo) => (photo.place === place && photo.uploaded !== null ? [photo.uploaded] : []))
}

function versionsBefore(entry: Entry, entries: readonly Entry[]): number[] {
  return entries.flatMap((other) => {
    const before = other.subject === entry.subject && other.seq < entry.seq
    return before && other.answer?.version != null ? [other.answer.version] : []
  })
}
