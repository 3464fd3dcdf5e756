import { closingRoutes } from '@linli/contract/file-closings'
import { Closing } from '../closings/Closing.tsx'
import { ErrorState, Loading } from '../frame/States.tsx'
import { usePaged } from '../paged.tsx'
import { useMessages } from './messages.ts'

/** A file that somebody asks to be closed or opened again; the second person decides here. */
export default function ClosingPreview({ closingId }: { readonly closingId: string }) {
  const m = useMessages()
  const list = usePaged(closingRoutes.listClosings, { limit: 200 })
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />
  if (!list.isRead) return <Loading />
  const closing = list.items.find(({ id }) => id === closingId)
  return (
    <section className="pv">
      <div className="in">{closing ? <Closing closing={closing} /> : <p className="blank">{m.gone}</p>}</div>
    </section>
  )
}
