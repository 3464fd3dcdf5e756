import '../../styles/report.css'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { isNotFound } from '../../api.ts'
import { Screen } from '../../parts/screen.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { paths } from '../../paths.ts'
import { scannedPlaceQuery } from '../../queries.ts'
import { changeDraft } from '../../report/draft.ts'
import { go, Link } from '../../router.tsx'
import { commonWords } from '../../words/common.ts'
import { reportWords } from '../../words/report.ts'

/** A QR code on a lamp post or a door: its place is filled in, and one goes straight to what happened. */
export default function Scanned({ token }: { token: string }) {
  const t = reportWords.useMessages()
  const common = commonWords.useMessages()
  const { data: place, error, refetch } = useQuery(scannedPlaceQuery(token))
  useEffect(() => {
    if (!place) return
    changeDraft({
      place: { label: place.name, point: place.point, areaId: null, outside: false },
      address: place.address ?? place.name,
      placeToken: token,
    })
    go(paths.report(), { replace: true })
  }, [place, token])
  return (
    <Screen
      title={t.scanTitle}
      back={paths.home()}
      foot={
        error && (
          <Link className="go" href={paths.report()}>
            {t.scanReport}
          </Link>
        )
      }
    >
      {error ? (
        isNotFound(error) ? (
          <Trouble error={error} words={t.scanMissing} />
        ) : (
          <Trouble error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <p className="opening">{common.loading}</p>
      )}
    </Screen>
  )
}
