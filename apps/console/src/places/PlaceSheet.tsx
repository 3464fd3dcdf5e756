import './places.css'
import { placeRoutes } from '@linli/contract/matters'
import { Icon, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { useMessages } from './messages.ts'

/** Codes as they are put up: four on a page of A4, to be cut apart. */
export default function PlaceSheet({ me, search }: PageProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const ids = (search.get('ids') ?? '').split(',').filter(Boolean)
  const codes = useQuery({ ...reading(placeRoutes.getPlaceCodes, { ids }), enabled: ids.length > 0 })
  if (codes.error) return <ErrorState error={codes.error} onRetry={() => void codes.refetch()} />
  if (codes.isLoading) return <Loading />
  const items = codes.data?.items ?? []
  return (
    <main className="scroll pad">
      <p className="noprint row2">
        <Link className="btn" to={paths.places}>
          {m.back}
        </Link>
        <button type="button" className="btn pri" disabled={items.length === 0} onClick={() => print()}>
          {m.printSheet}
        </button>
      </p>
      {items.length === 0 && <p className="mut">{m.gone}</p>}
      <div className="placesheet">
        {items.map(({ id, name, address, svg, url }) => (
          <article key={id}>
            <p className="of">{me.county.names[locale]}</p>
            <h2>{m.scan}</h2>
            <img alt={url} src={`data:image/svg+xml;utf8,${encodeURIComponent(svg)}`} />
            <h3>{name}</h3>
            <p>{address}</p>
            <p className="small">{m.scanHint}</p>
            <p className="danger">
              <Icon name="alert" />
              {m.danger}
            </p>
          </article>
        ))}
      </div>
    </main>
  )
}
