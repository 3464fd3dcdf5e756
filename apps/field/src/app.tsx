import { Icon, lazily, LocaleProvider } from '@linli/ui'
import { useState } from 'react'
import { type Account, account } from './account/account.ts'
import { AccountContext } from './account/use-account.ts'
import { ActionPage } from './pages/action.tsx'
import { Login } from './pages/login.tsx'
import { MatterPage } from './pages/matter.tsx'
import { Report } from './pages/report.tsx'
import { Today } from './pages/today.tsx'
import { mustReportOf } from './forms/must-report.ts'
import { Announcer } from './parts/announce.tsx'
import { Mishap } from './parts/mishap.tsx'
import { PhoneLock } from './parts/phone-lock.tsx'
import { PhoneNotes } from './parts/phone-notes.tsx'
import { StatusLine } from './parts/status-line.tsx'
import { TabBar } from './parts/tab-bar.tsx'
import { TrackKeeper } from './parts/track-note.tsx'
import { type Place, paths, placeOf } from './paths.ts'
import { Link, useAddress, useScrollMemory } from './router.tsx'
import { useObservable } from './sync/observable.ts'
import { syncState } from './sync/state.ts'
import { messages } from './words/messages.ts'

const DutyPage = lazily(() => import('./pages/duty.tsx'), Opening)
const FindPage = lazily(() => import('./pages/find.tsx'), Opening)
const FirstHelpPage = lazily(() => import('./pages/first-help.tsx'), Opening)
const HelpPage = lazily(() => import('./pages/help.tsx'), Opening)
const MapPage = lazily(() => import('./pages/map.tsx'), Opening)
const Outbox = lazily(() => import('./pages/outbox.tsx'), Opening)
const MePage = lazily(() => import('./pages/me.tsx'), Opening)
const NewHouseholdPage = lazily(() => import('./pages/new-household.tsx'), Opening)
const NoticesPage = lazily(() => import('./pages/notices.tsx'), Opening)
const PatrolPage = lazily(() => import('./pages/patrol.tsx'), Opening)
const SupportPage = lazily(() => import('./pages/support.tsx'), Opening)
const VisitPage = lazily(() => import('./pages/visit.tsx'), Opening)

function Opening() {
  return <p className="empty">{messages.useMessages().opening}</p>
}

/** Pages with a bar of their own at the bottom, or where one should finish what one has begun. */
const withoutTabs: ReadonlySet<Place['page']> = new Set([
  'report',
  'action',
  'matter',
  'visit',
  'patrol',
  'new-household',
])

export function App() {
  return (
    <LocaleProvider>
      <Door />
    </LocaleProvider>
  )
}

function Door() {
  const t = messages.useMessages()
  const current = useObservable(account)
  if (current === 'opening') return <p className="opening">{t.opening}</p>
  if (current === null) return <Login />
  return (
    // Another person, another tree: nothing that was on the screen may carry over.
    <AccountContext key={current.staffId} value={current}>
      <Inside current={current} />
    </AccountContext>
  )
}

function Inside({ current }: { current: Account }) {
  const t = messages.useMessages()
  const { signedOut } = useObservable(syncState)
  const [signingIn, setSigningIn] = useState(false)
  const address = useAddress()
  const scrolling = useScrollMemory(address)
  const place = placeOf(address)
  if (signingIn && signedOut) return <Login as={current.me.login} onClose={() => setSigningIn(false)} />
  return (
    <div className="page">
      <StatusLine />
      <PhoneNotes />
      <PhoneLock />
      {signedOut && (
        <div className="session-over" role="alert">
          <Icon name="lock" />
          <span>{t.sessionOver}</span>
          <button type="button" className="button" onClick={() => setSigningIn(true)}>
            {t.signInAgain}
          </button>
        </div>
      )}
      <main id="main" ref={scrolling}>
        <Mishap key={address}>
          <Page place={place} />
        </Mishap>
      </main>
      <Announcer />
      <TrackKeeper />
      {!withoutTabs.has(place.page) && <TabBar page={place.page} />}
    </div>
  )
}

function Page({ place }: { place: Place }) {
  const t = messages.useMessages()
  switch (place.page) {
    case 'today':
      return <Today />
    case 'map':
      return <MapPage />
    case 'report':
      return <Report key={place.entry} entry={place.entry} kind={mustReportOf(place.kind)} />
    case 'outbox':
      return <Outbox />
    case 'me':
      return <MePage />
    case 'notices':
      return <NoticesPage />
    case 'find':
      return <FindPage newcomer={place.newcomer} house={place.house} />
    case 'visit': {
      const { kind, id, entry, newcomer } = place
      return <VisitPage key={`${kind}${id}${entry}`} kind={kind} id={id} entry={entry} newcomer={newcomer} />
    }
    case 'new-household':
      return <NewHouseholdPage key={place.entry} entry={place.entry} />
    case 'support':
      return <SupportPage />
    case 'patrol':
      return <PatrolPage />
    case 'first-help':
      return <FirstHelpPage />
    case 'help':
      return <HelpPage />
    case 'duty':
      return <DutyPage />
    case 'matter':
      return <MatterPage key={place.id} id={place.id} />
    case 'action':
      return <ActionPage key={`${place.id}${place.action}`} id={place.id} action={place.action} entry={place.entry} />
    case 'nowhere':
      return (
        <p className="empty">
          {t.nowhere} <Link href={paths.today()}>{t.toToday}</Link>
        </p>
      )
  }
}
