import { holdRoutes } from '@linli/contract/legal-holds'
import { ErrorState, Loading } from '../frame/States.tsx'
import { Hold } from '../holds/Hold.tsx'
import { usePaged } from '../paged.tsx'
import { useMessages } from './messages.ts'

/** A hold, or its end, that somebody asks for; the second person decides here. */
export default function HoldPreview({ holdId }: { readonly holdId: string }) {
  const m = useMessages()
  const list = usePaged(holdRoutes.listHolds, { limit: 200 })
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />
  if (!list.isRead) return <Loading />
  const hold = list.items.find(({ id }) => id === holdId)
  return (
    <section className="pv">
      <div className="in">{hold ? <Hold hold={hold} /> : <p className="blank">{m.gone}</p>}</div>
    </section>
  )
}
