import { rightsRoutes } from '@linli/contract/people-rights'
import { ErrorState, Loading } from '../frame/States.tsx'
import { usePaged } from '../paged.tsx'
import { Opened } from '../rights/Emergencies.tsx'
import { Request } from '../rights/Rights.tsx'
import { useMessages } from './messages.ts'

interface Props {
  readonly requestId?: string
  readonly breakGlassId?: string
  readonly mayOpen: boolean
  readonly handles: boolean
}

/** A request of somebody about their own data, or a file opened in an emergency, with its answer or review. */
export default function RightsPreview({ requestId, breakGlassId, mayOpen, handles }: Props) {
  const m = useMessages()
  const requests = usePaged(rightsRoutes.listRightsRequests, { state: 'open', limit: 200 }, requestId !== undefined)
  const opened = usePaged(rightsRoutes.listBreakGlass, { limit: 200 }, breakGlassId !== undefined)
  const list = requestId === undefined ? opened : requests
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />
  if (!list.isRead) return <Loading />
  const request = requests.items.find(({ id }) => id === requestId)
  const emergency = opened.items.find(({ id, reviewedAt }) => id === breakGlassId && reviewedAt === null)
  return (
    <section className="pv">
      <div className="in">
        {request && <Request request={request} mayOpen={mayOpen} handles={handles} />}
        {emergency && <Opened opened={emergency} />}
        {!request && !emergency && <p className="blank">{m.gone}</p>}
      </div>
    </section>
  )
}
