import { lazily, LocaleProvider } from '@linli/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { queries } from './api.ts'
import { applyElderMode, elderMode } from './keep/prefs.ts'
import { useStored } from './keep/stored.ts'
import { Home } from './pages/home/home.tsx'
import { Announcer } from './parts/announce.tsx'
import { Boundary } from './parts/boundary.tsx'
import { parsePlace, type Place } from './paths.ts'
import { useSending } from './report/outbox.ts'
import { useAddress } from './router.tsx'
import { commonWords } from './words/common.ts'

// Home is the first view; everything else comes when it is first wanted.
const reporting = {
  report: () => import('./pages/report/report.tsx'),
  outgoing: () => import('./pages/report/outgoing.tsx'),
  receipt: () => import('./pages/receipt/receipt.tsx'),
  sending: () => import('./report/tools.ts'),
  map: () => import('./parts/map/pin-map.tsx'),
  categories: () => import('./pages/report/category-picker.tsx'),
}
const Report = lazily(reporting.report, Opening)
const Outgoing = lazily(reporting.outgoing, Opening)
const Scanned = lazily(() => import('./pages/report/scanned.tsx'), Opening)
const ReceiptPage = lazily(reporting.receipt, Opening)
const Track = lazily(() => import('./pages/track/track.tsx'), Opening)
const Progress = lazily(() => import('./pages/track/progress.tsx'), Opening)
const Mine = lazily(() => import('./pages/mine/mine.tsx'), Opening)
const MyData = lazily(() => import('./pages/my-data/my-data.tsx'), Opening)
const Grid = lazily(() => import('./pages/grid/grid.tsx'), Opening)
const DemoOutbox = lazily(() => import('./pages/demo-outbox.tsx'), Opening)
const Nowhere = lazily(() => import('./pages/nowhere.tsx'), Opening)

function Opening() {
  return <p className="opening">{commonWords.useMessages().loading}</p>
}

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <LocaleProvider>
        <Frame />
      </LocaleProvider>
    </QueryClientProvider>
  )
}

function Frame() {
  const t = commonWords.useMessages()
  const elder = useStored(elderMode)
  useEffect(applyElderMode, [elder])
  useSending(useCallback(async () => (await reporting.sending()).sendWaiting(), []))
  const place = parsePlace(useAddress())
  const reportsNow = place.page === 'report'
  useEffect(() => {
    // Once the first view stands, and at once for whoever reports: begun here, it can be finished without a network.
    const load = () => Object.values(reporting).forEach((part) => void part().catch(() => undefined))
    const timer = setTimeout(load, reportsNow ? 0 : 2000)
    return () => clearTimeout(timer)
  }, [reportsNow])
  return (
    <div className="page">
      <a className="skip" href="#main">
        {t.skip}
      </a>
      <Boundary key={place.page}>
        <Page place={place} />
      </Boundary>
      <Announcer />
    </div>
  )
}

function Page({ place }: { place: Place }) {
  switch (place.page) {
    case 'home':
      return <Home />
    case 'report':
      return <Report step={place.step} speak={place.speak} />
    case 'outgoing':
      return <Outgoing parcelKey={place.key} />
    case 'receipt':
      return <ReceiptPage number={place.number} />
    case 'scan':
      return <Scanned token={place.token} />
    case 'track':
      return <Track />
    case 'progress':
      return <Progress key={place.number} number={place.number} />
    case 'mine':
      return <Mine />
    case 'data':
      return <MyData />
    case 'grid':
      return <Grid />
    case 'outbox':
      return <DemoOutbox />
    case 'nowhere':
      return <Nowhere />
  }
}
