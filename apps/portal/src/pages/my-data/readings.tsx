import type { OwnReading } from '@linli/contract/people-rights'
import { useLocale, whenText } from '@linli/ui'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Trouble } from '../../parts/trouble.tsx'
import { ownReadingsQuery } from '../../queries.ts'
import { myDataWords } from '../../words/my-data.ts'
import { Ask } from './ask.tsx'

/** Who looked, newest first; each can be disputed where it stands. */
export function Readings({ personId }: { readonly personId: string }) {
  const t = myDataWords.useMessages()
  const readings = useInfiniteQuery(ownReadingsQuery(personId))
  const items = readings.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section aria-labelledby={`readings-${personId}`}>
      <h2 id={`readings-${personId}`}>{t.readings}</h2>
      <p className="lead">{t.readingsHint}</p>
      {readings.error && <Trouble error={readings.error} onRetry={() => void readings.refetch()} />}
      {readings.data && items.length === 0 && <p>{t.nobody}</p>}
      <ol className="readings">
        {items.map((reading) => (
          <Reading key={reading.seq} personId={personId} reading={reading} />
        ))}
      </ol>
      {readings.hasNextPage && (
        <button
          type="button"
          className="quiet"
          disabled={readings.isFetchingNextPage}
          onClick={() => void readings.fetchNextPage()}
        >
          {t.more}
        </button>
      )}
    </section>
  )
}

function Reading({ personId, reading }: { readonly personId: string; readonly reading: OwnReading }) {
  const t = myDataWords.useMessages()
  const { locale } = useLocale()
  const [asking, ask] = useState(false)
  return (
    <li className="card">
      <b>
        {[whenText(reading.at, locale), reading.unit, reading.byResident ? t.otherPhone : reading.duty]
          .filter(Boolean)
          .join(' · ')}
      </b>
      <p>
        {t.purposes[reading.purpose] ?? reading.purpose} ·{' '}
        {reading.groups.map((group) => t.groups[group] ?? group).join(locale === 'zh' ? '、' : ', ')}
      </p>
      {reading.caseKind !== null && <p>{t.work(t.cases[reading.caseKind])}</p>}
      {reading.basis !== null && <small>{t.basis(reading.basis)}</small>}
      {reading.disputed ? (
        <small>{t.disputed}</small>
      ) : asking ? (
        <Ask personId={personId} kind="dispute" readingSeq={reading.seq} onDone={() => ask(false)} />
      ) : (
        <button type="button" className="txt" onClick={() => ask(true)}>
          {t.dispute}
        </button>
      )}
    </li>
  )
}
