import { Icon } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { paths } from '../../paths.ts'
import { gridCardQuery } from '../../queries.ts'
import { Link } from '../../router.tsx'
import { commonWords } from '../../words/common.ts'
import { homeWords } from '../../words/home.ts'

/** My grid worker: who to call and what they may decide. Nothing is shown while it is not known. */
export function WorkerCard({ gridId }: { gridId: string }) {
  const t = homeWords.useMessages()
  const common = commonWords.useMessages()
  const { data: card } = useQuery(gridCardQuery(gridId))
  if (!card) return null
  const { worker, station } = card
  const phone = worker?.phone ?? station?.phone
  return (
    <section aria-labelledby="worker-heading">
      <h2 id="worker-heading">{t.yourWorker}</h2>
      <div className="card worker">
        <Link className="worker-who" href={paths.grid()}>
          <span className="face" aria-hidden="true">
            <Icon name="me" />
          </span>
          <span>
            <strong>{worker?.name ?? station?.name ?? card.grid.name}</strong>
            <small>{worker ? (station?.name ?? worker.duties) : t.noWorker}</small>
          </span>
        </Link>
        {phone && (
          <a className="call" href={`tel:${phone}`}>
            <Icon name="phone" />
            {worker?.phone ? t.call : t.callStation}
          </a>
        )}
        {card.mayDecide.length > 0 && (
          <p className="can">
            <b>{t.mayDecide}</b>
            {common.list(card.mayDecide)}
          </p>
        )}
      </div>
    </section>
  )
}

/** The elder page's row: the telephone before the form. */
export function CallWorker({ gridId }: { gridId: string }) {
  const t = homeWords.useMessages()
  const { data: card } = useQuery(gridCardQuery(gridId))
  const worker = card?.worker
  const phone = worker?.phone ?? card?.station?.phone
  if (!card || !phone) return null
  return (
    <a className="row-big call-row" href={`tel:${phone}`}>
      <Icon name="phone" />
      <span>
        <strong>{worker?.phone ? t.callNamed(worker.name) : t.callStation}</strong>
        <small>{worker?.phone ? t.isYourWorker : card.station?.name}</small>
      </span>
      <Icon name="right" />
    </a>
  )
}
