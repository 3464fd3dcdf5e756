import { newId } from '@linli/client'
import { handoverRoutes } from '@linli/contract/duty-handover'
import { rosterRoutes } from '@linli/contract/duty-roster'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { today } from '../areas/form/today.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { mondayOf, thisMonday } from '../roster/week.ts'
import { filter } from '../router.tsx'
import { HandoverForm } from './HandoverForm.tsx'
import { useMessages } from './messages.ts'
import { Options } from '../frame/Options.tsx'

/** Which station, who leaves, from which day; then all that passes. What is chosen stands in the address. */
export function Wizard({ search }: { readonly search: URLSearchParams }) {
  const m = useMessages()
  const [unitId, staffId] = [search.get('unit') ?? '', search.get('person') ?? '']
  const [onDay, setOnDay] = useState(today())
  // One hand-over, however often it is sent.
  const [handoverId] = useState(newId)
  const stations = useQuery(reading(rosterRoutes.listRosterStations, { monday: thisMonday() }))
  const week = useQuery({
    ...reading(rosterRoutes.getRosterWeek, { unitId, monday: mondayOf(onDay || today()) }),
    enabled: unitId !== '',
  })
  const holdings = useQuery({
    ...reading(handoverRoutes.getHoldings, { staffId, unitId, onDay }),
    enabled: unitId !== '' && staffId !== '' && onDay !== '',
  })
  if (stations.error) return <ErrorState error={stations.error} onRetry={() => void stations.refetch()} />
  if (!stations.data) return <Loading />
  return (
    <>
      <section className="panel form">
        <h2>{m.step1}</h2>
        <div className="handoverfields">
          <label>
            {m.station}
            <select value={unitId} onChange={({ target }) => filter({ unit: target.value, person: undefined })}>
              <option value="">{m.choose}</option>
              {stations.data.items.map(({ id, name, townName }) => (
                <option key={id} value={id}>
                  {[townName, name].filter(Boolean).join(' · ')}
                </option>
              ))}
            </select>
          </label>
          <label>
            {m.who}
            <select value={staffId} disabled={!week.data} onChange={({ target }) => filter({ person: target.value })}>
              <option value="">{m.choose}</option>
              <Options of={week.data?.members} />
            </select>
          </label>
          <label>
            {m.firstDay}
            <input type="date" min={today()} required value={onDay} onChange={({ target }) => setOnDay(target.value)} />
          </label>
        </div>
      </section>
      {holdings.error && <ErrorState error={holdings.error} onRetry={() => void holdings.refetch()} />}
      {holdings.data && (
        <HandoverForm
          key={`${staffId} ${unitId}`}
          handoverId={handoverId}
          holdings={holdings.data}
          onDay={onDay}
          reread={() => void holdings.refetch()}
        />
      )}
      <div>
        <button
          type="button"
          className="btn"
          onClick={() => filter({ new: undefined, unit: undefined, person: undefined })}
        >
          {m.cancel}
        </button>
      </div>
    </>
  )
}
