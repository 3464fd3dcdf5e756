import { dwellingRoutes, type ToAssign } from '@linli/contract/people-dwellings'
import type { RouteOutput } from '@linli/contract/route'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../../api.ts'
import { FormFault } from '../../frame/FormFault.tsx'
import { Options } from '../../frame/Options.tsx'
import { ErrorState, Loading } from '../../frame/States.tsx'
import { PagedList, usePaged } from '../../paged.tsx'
import { useDeskMessages } from '../desk-messages.ts'
import { useRegisterCommand } from '../queries.ts'

type Closed = RouteOutput<typeof dwellingRoutes.listClosedGrids>['items'][number]
type Pair = RouteOutput<typeof dwellingRoutes.listInTwoGrids>['items'][number]

/** What closed grids left behind, and addresses that two grids have: a clerk says which grid is right. */
export function Grids() {
  const m = useDeskMessages()
  const closed = useQuery(reading(dwellingRoutes.listClosedGrids, {}))
  const pairs = useQuery(reading(dwellingRoutes.listInTwoGrids, {}))
  const error = closed.error ?? pairs.error
  if (error) return <ErrorState error={error} onRetry={() => void Promise.all([closed.refetch(), pairs.refetch()])} />
  if (!closed.data || !pairs.data) return <Loading />
  const isDone = closed.data.items.length + pairs.data.items.length === 0
  return (
    <>
      {isDone && <p className="blank">{m.noGrids}</p>}
      {closed.data.items.map((grid) => (
        <ClosedGrid key={grid.id} grid={grid} />
      ))}
      {pairs.data.items.length > 0 && (
        <section className="panel" aria-labelledby="pairs">
          <h2 id="pairs">{m.inTwoGrids}</h2>
          <p className="mut">{m.inTwoGridsHint}</p>
          <ul>
            {pairs.data.items.map((pair) => (
              <TwoGrids key={`${pair.villageName} ${pair.address}`} pair={pair} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

const kinds = {
  building: 'buildingIds',
  dwelling: 'dwellingIds',
  household: 'householdIds',
  organisation: 'organisationIds',
} as const

function ClosedGrid({ grid }: { grid: Closed }) {
  const m = useDeskMessages()
  const list = usePaged(dwellingRoutes.listToAssign, { gridId: grid.id, limit: 100 })
  const [chosen, choose] = useState<readonly ToAssign[]>([])
  const [into, setInto] = useState(grid.grids[0]?.id ?? '')
  const byOutline = useRegisterCommand(dwellingRoutes.assignByOutline)
  const assign = useRegisterCommand(dwellingRoutes.assignPlaces)
  const busy = byOutline.busy || assign.busy
  const nameOf = new Map(grid.grids.map(({ id, name }) => [id, name]))
  const isChosen = ({ id }: ToAssign) => chosen.some((one) => one.id === id)

  async function give() {
    const idsOf = (kind: ToAssign['kind']) => chosen.filter((one) => one.kind === kind).map(({ id }) => id)
    const ids = Object.fromEntries(Object.entries(kinds).map(([kind, key]) => [key, idsOf(kind as ToAssign['kind'])]))
    if (await assign.run({ gridId: into, ...ids })) choose([])
  }

  return (
    <section className="panel" aria-labelledby={`closed-${grid.id}`}>
      <div className="panelhead">
        <h2 id={`closed-${grid.id}`}>
          {[grid.villageName, grid.name].filter(Boolean).join(' ')}{' '}
          <small>{m.left(grid.places, grid.households)}</small>
        </h2>
        <button type="button" className="btn" disabled={busy} onClick={() => void byOutline.run({ gridId: grid.id })}>
          {m.byOutline}
        </button>
      </div>
      <PagedList list={list} none={m.noGrids}>
        <ul>
          {list.items.map((one) => (
            <li key={one.id}>
              <label className="inline">
                <input
                  type="checkbox"
                  checked={isChosen(one)}
                  onChange={() =>
                    choose(isChosen(one) ? chosen.filter(({ id }) => id !== one.id) : [...chosen, one].slice(-200))
                  }
                />
                <span>
                  {m.placeKind[one.kind]} <b>{one.title}</b>{' '}
                  <small>
                    {[one.households > 0 ? m.homes(one.households) : '', nameOf.get(one.suggestedId ?? '') ?? '']
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                </span>
              </label>
            </li>
          ))}
        </ul>
      </PagedList>
      <div className="deciding">
        <button type="button" className="btn txt" onClick={() => choose(list.items.slice(0, 200))}>
          {m.chooseAll}
        </button>
        <label className="inline">
          {m.into}
          <select value={into} onChange={({ target }) => setInto(target.value)}>
            <Options of={grid.grids} />
          </select>
        </label>
        <button
          type="button"
          className="btn pri"
          disabled={busy || chosen.length === 0 || into === ''}
          onClick={() => void give()}
        >
          {m.give(chosen.length)}
        </button>
      </div>
      <FormFault text={byOutline.fault ?? assign.fault} />
    </section>
  )
}

function TwoGrids({ pair }: { pair: Pair }) {
  const m = useDeskMessages()
  const assign = useRegisterCommand(dwellingRoutes.assignPlaces)
  return (
    <li className="frow">
      <b>{[pair.villageName, pair.address].filter(Boolean).join(' ')}</b>
      {pair.dwellings.map((one) => (
        <button
          key={one.id}
          type="button"
          className="btn"
          disabled={assign.busy}
          onClick={() =>
            void assign.run({
              gridId: one.gridId,
              dwellingIds: pair.dwellings.filter(({ id }) => id !== one.id).map(({ id }) => id),
            })
          }
        >
          {m.isIn(one.gridName, one.households)}
        </button>
      ))}
      <FormFault text={assign.fault} />
    </li>
  )
}
