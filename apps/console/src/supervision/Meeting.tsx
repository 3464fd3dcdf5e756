import '../incidents/incidents.css'
import { type StuckMatter, supervisionRoutes } from '@linli/contract/supervision'
import { dateText, localDay, remainingText, useLocale, whenText } from '@linli/ui'
import { useEffect } from 'react'
import { placeText } from '../frame/place.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { WideTable } from '../frame/Table.tsx'
import { usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { useMessages } from './messages.ts'

/** Longer than any meeting. */
const MOST = 400

/** The desk on paper for the weekly meeting: by unit, in the order of names, with room for what is decided. */
export default function Meeting({ search }: PageProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const areaId = search.get('area')
  const list = usePaged(supervisionRoutes.listStuckMatters, { limit: 200, ...(areaId === null ? {} : { areaId }) })
  const { more, busy, items } = list
  const wantsMore = more !== null && items.length < MOST
  useEffect(() => {
    if (wantsMore && !busy) more()
  }, [wantsMore, busy, more])
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />
  if (!list.isRead || wantsMore) return <Loading />
  const byUnit = [...Map.groupBy(items.slice(0, MOST), ({ holder }) => holder.name)].toSorted(([a], [b]) =>
    a.localeCompare(b, 'zh'),
  )
  return (
    <main className="scroll pad stack">
      <p className="noprint inline">
        <Link to={paths.supervision} className="btn">
          {m.back}
        </Link>
        <button type="button" className="btn pri" onClick={() => print()}>
          {m.print}
        </button>
      </p>
      <article className="panel sheetreport">
        <h1>{m.meetingTitle(dateText(localDay(), locale))}</h1>
        <p className="mark mut">{m.meetingHint}</p>
        {items.length === 0 && <p>{m.nothing}</p>}
        {items.length > MOST && <p>{m.most(MOST)}</p>}
        {byUnit.map(([unit, matters]) => (
          <section key={unit}>
            <h2>{`${unit} · ${matters.length}`}</h2>
            <MeetingTable unit={unit} matters={matters} />
          </section>
        ))}
      </article>
    </main>
  )
}

function MeetingTable({ unit, matters }: { readonly unit: string; readonly matters: readonly StuckMatter[] }) {
  const m = useMessages()
  const { locale } = useLocale()
  return (
    <WideTable label={unit}>
      <thead>
        <tr>
          <th>{m.number}</th>
          <th>{m.matter}</th>
          <th>{m.step}</th>
          <th>{m.limit}</th>
          <th style={{ minWidth: 140 }}>{m.decision}</th>
        </tr>
      </thead>
      <tbody>
        {matters.map(({ matter, step, since, colour, reasons }) => (
          <tr key={matter.id}>
            <td style={{ whiteSpace: 'nowrap' }}>{matter.number}</td>
            <td>
              {matter.title}
              <br />
              <small className="mut">{placeText(matter.place)}</small>
            </td>
            <td>{`${m.steps[step] ?? step}，${m.since(whenText(since, locale))}`}</td>
            <td>
              {[m.colours[colour], ...reasons.map((one) => m.reasons[one]), remainingText(matter.clock, locale)].join(
                ' · ',
              )}
            </td>
            <td />
          </tr>
        ))}
      </tbody>
    </WideTable>
  )
}
