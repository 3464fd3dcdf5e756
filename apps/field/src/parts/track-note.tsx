import { Icon, timeText } from '@linli/ui'
import { useEffect } from 'react'
import { useAccount, useFact, useKept } from '../account/use-account.ts'
import { MOST_POINTS, type Track, trackFacts, type TrackPoint } from '../forms/patrol-form.ts'
import type { Database } from '../store/database.ts'
import { draftKeys, readDraft, saveDraft } from '../store/drafts.ts'
import { messages } from '../words/messages.ts'
import { usePatrol } from './patrol-button.tsx'
import { metresBetween } from './position.ts'

const EVERY_MS = 15_000
const readTrack = async (db: Database) => (await readDraft(db, draftKeys.track()))?.value as Track | undefined

/**
 * Keeps where the round goes, only if the county has switched that on, only while a round is under way and only with the
 * screen on: a page that is not seen is told no position, and the time without one is a gap.
 */
export function TrackKeeper() {
  const { db } = useAccount()
  const patrolId = usePatrol()?.patrolId
  const on = useFact('fieldBasics')?.flags.patrolTracks ?? false
  useEffect(() => {
    if (!on || patrolId === undefined || !('geolocation' in navigator)) return
    let last = 0
    const watch = navigator.geolocation.watchPosition(
      ({ coords, timestamp }) => {
        if (timestamp - last < EVERY_MS || document.visibilityState !== 'visible') return
        last = timestamp
        const point = { lon: sixDigits(coords.longitude), lat: sixDigits(coords.latitude) }
        const accuracy = Math.round(Math.min(coords.accuracy, 100_000))
        void keep(db, patrolId, { at: new Date(timestamp).toISOString(), point, accuracy }).catch(() => undefined)
      },
      () => undefined,
      { enableHighAccuracy: true, maximumAge: 5000 },
    )
    return () => navigator.geolocation.clearWatch(watch)
  }, [db, on, patrolId])
  return null
}

async function keep(db: Database, patrolId: string, point: TrackPoint): Promise<void> {
  const before = await readTrack(db)
  const points = before?.patrolId === patrolId ? before.points : []
  if (points.length < MOST_POINTS) await saveDraft(db, draftKeys.track(), { patrolId, points: [...points, point] })
}

const sixDigits = (degrees: number) => Math.round(degrees * 1e6) / 1e6

/** What is kept of the round, said plainly; with a track, how much of it and where it has gaps. */
export function TrackNote({ patrolId }: { patrolId: string }) {
  const t = messages.useMessages()
  const on = useFact('fieldBasics')?.flags.patrolTracks ?? false
  const track = useKept('drafts', 'track', readTrack)
  if (!on) {
    return (
      <p className="note">
        <Icon name="eyeoff" />
        {t.noTrackNote}
      </p>
    )
  }
  const facts = trackFacts(track?.patrolId === patrolId ? track.points : [], metresBetween)
  return (
    <div className="note">
      <p>
        <Icon name="track" />
        {t.trackNote(facts.points, t.metres(facts.metres))}
      </p>
      {facts.gaps.map(({ from, to }) => (
        <p key={from}>{t.trackGap(timeText(from), timeText(to))}</p>
      ))}
    </div>
  )
}
