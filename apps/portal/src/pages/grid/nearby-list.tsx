import type { Point } from '@linli/contract/common'
import { MatterStatusTag, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Trouble } from '../../parts/trouble.tsx'
import { type NoPosition, whereAmI } from '@linli/client/where-am-i'
import { nearbyQuery } from '../../queries.ts'
import { commonWords } from '../../words/common.ts'
import { gridWords } from '../../words/grid.ts'
import { reportWords } from '../../words/report.ts'

/** Open, public reports around the phone; asked for each time, never in the background. */
export function NearbyList() {
  const t = gridWords.useMessages()
  const report = reportWords.useMessages()
  const [found, setFound] = useState<{ point: Point } | NoPosition | 'locating'>()
  return (
    <section aria-labelledby="nearby-heading">
      <h2 id="nearby-heading">{t.nearby}</h2>
      {found === 'denied' || found === 'failed' ? (
        <Trouble error={null} words={found === 'denied' ? report.locateDenied : report.locateFailed} />
      ) : (
        typeof found === 'object' && <Reports point={found.point} />
      )}
      {typeof found !== 'object' && (
        <>
          <p className="lead">{t.nearbyHint}</p>
          <button
            type="button"
            className="quiet"
            disabled={found === 'locating'}
            onClick={() => {
              setFound('locating')
              void whereAmI().then(setFound)
            }}
          >
            {found === 'locating' ? report.locating : t.lookNearby}
          </button>
        </>
      )}
    </section>
  )
}

function Reports({ point }: { point: Point }) {
  const t = gridWords.useMessages()
  const report = reportWords.useMessages()
  const common = commonWords.useMessages()
  const { locale } = useLocale()
  const { data, error, refetch } = useQuery(nearbyQuery(point, {}))
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />
  if (!data) return <p className="opening">{common.loading}</p>
  if (data.items.length === 0) return <p className="lead">{t.noNearby}</p>
  return (
    <ul>
      {data.items.map((item) => (
        <li key={item.id} className="card said">
          <b>{item.title}</b>
          <span className="mine-facts">
            <MatterStatusTag status={item.status} />
            <small>
              {[report.metres(item.metres), whenText(item.reportedAt, locale), report.followers(item.followers + 1)]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </span>
        </li>
      ))}
    </ul>
  )
}
