import { Icon } from '@linli/ui'
import { useEffect, useRef, useState } from 'react'
import { useAccount, useFact, useKept } from '../account/use-account.ts'
import { type PatrolForm, startOf } from '../forms/patrol-form.ts'
import { paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import type { Database } from '../store/database.ts'
import { draftKeys, readDraft } from '../store/drafts.ts'
import { putEntries } from '../store/entries.ts'
import { messages } from '../words/messages.ts'
import { announce } from './announce.tsx'

const MINUTE = 60_000
const readPatrol = async (db: Database) => (await readDraft(db, draftKeys.patrol())) ?? null

/** The round under way; null when there is none, undefined until the phone has been asked. */
export function usePatrol(): PatrolForm | null | undefined {
  const draft = useKept('drafts', 'patrol', readPatrol)
  // Written under this key by this app only.
  return draft && (draft.value as PatrolForm)
}

/** One touch begins the round; the next leads to its page, where it ends. It says what is kept of it. */
export function PatrolButton() {
  const t = messages.useMessages()
  const { db, driver } = useAccount()
  const patrol = usePatrol()
  const grids = useFact('grids')
  const tracks = useFact('fieldBasics')?.flags.patrolTracks ?? false
  // A second touch may come before the first has been drawn.
  const running = useRef(false)
  const mine = grids?.features.filter(({ properties }) => grids.mine.includes(properties.id)) ?? []
  const kept = tracks ? t.trackOn : t.noTrack

  async function start(gridId: string, name: string): Promise<void> {
    if (running.current) return
    running.current = true
    const { entry, patrol: begun } = startOf(gridId, name)
    const done = await putEntries(db, [entry], { begin: { key: draftKeys.patrol(), value: begun } }).then(
      () => true,
      () => false,
    )
    running.current = false
    announce(done ? t.patrolBegun : t.notKept)
    if (done) driver.now()
  }

  const [first, ...others] = mine
  if (patrol === undefined || first === undefined) return null
  if (patrol) {
    return (
      <Link className="patrol" href={paths.patrol()}>
        <Icon name="walk" />
        <b>{t.patrolling}</b>
        <small>
          <Minutes since={patrol.startedAt} /> · {kept}
        </small>
      </Link>
    )
  }
  return (
    <button
      type="button"
      className="patrol"
      // Whoever works in several grids says on the page which one it is.
      onClick={() => (others.length > 0 ? go(paths.patrol()) : void start(first.properties.id, first.properties.name))}
    >
      <Icon name="walk" />
      <b>{t.startPatrol}</b>
      <small>{kept}</small>
    </button>
  )
}

export function Minutes({ since }: { since: string }) {
  const t = messages.useMessages()
  const [now, tick] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => tick(Date.now()), MINUTE / 2)
    return () => clearInterval(timer)
  }, [])
  return <>{t.patrolMinutes(Math.max(0, Math.floor((now - Date.parse(since)) / MINUTE)))}</>
}
