import '../areas/areas.css'
import './register.css'
import { type Flat, peopleRoutes } from '@linli/contract/people'
import { Icon } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { gridText } from '../frame/place.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { ChangeBuilding } from './building/ChangeBuilding.tsx'
import { CloseBuilding } from './building/CloseDialog.tsx'
import { FlatCell } from './building/FlatCell.tsx'
import { gridsOf } from './building/floors.ts'
import { useBuildingMessages } from './building-messages.ts'
import { AddHousehold } from './household/AddHousehold.tsx'

/** A building as one sees it: floors above each other, flats side by side, entrance by entrance. */
export default function BuildingPage({ path, me }: PageProps) {
  const m = useBuildingMessages()
  const buildingId = path.slice(paths.building('').length)
  const [adding, add] = useState<Flat | null>(null)
  const [doing, setDoing] = useState<'change' | 'close' | null>(null)
  const building = useQuery(reading(peopleRoutes.getBuilding, { buildingId }))
  if (building.error && !building.data)
    return <ErrorState error={building.error} onRetry={() => void building.refetch()} />
  if (!building.data) return <Loading />
  const { data } = building
  const { gridId } = data.place
  const changeable = gridId !== null && data.closedAt === null && me.permissions.includes('register.change')
  const onAdd = changeable ? add : null
  const { units, apart } = gridsOf(data.dwellings)
  return (
    <main className="scroll register" aria-busy={building.isFetching}>
      <div className="head">
        <div className="crumb">
          <Link to={gridId ? `${paths.buildings}?area=${gridId}` : paths.buildings}>{m.buildings}</Link>
          <Icon name="right" />
          <span>{gridText(data.place)}</span>
        </div>
        <div className="l1 lastline">
          <h1>{data.name}</h1>
          <span className="mut">{[data.address, m.size(data.units, data.floors, data.flats)].join(' · ')}</span>
          {data.closedAt !== null && <span className="mut">{m.closedAlready}</span>}
          {changeable && (
            <div className="acts">
              <button type="button" className="btn" onClick={() => setDoing('change')}>
                <Icon name="edit" />
                {m.changeBuilding}
              </button>
              <button type="button" className="btn" onClick={() => setDoing('close')}>
                {m.closeBuilding}
              </button>
            </div>
          )}
        </div>
      </div>
      <div className="pad units">
        {units.map((unit) => (
          <section key={unit.unitNo} className="panel" aria-labelledby={`unit-${unit.unitNo}`}>
            <h2 id={`unit-${unit.unitNo}`}>{unit.unitNo === null ? m.noUnit : m.unit(unit.unitNo)}</h2>
            {/* Wider than a phone where a floor has many rooms: it scrolls by itself, also by keyboard. */}
            <div className="floors" tabIndex={0} role="group" aria-labelledby={`unit-${unit.unitNo}`}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{m.floor}</th>
                    {unit.columns.map((column) => (
                      <th key={column} scope="col">
                        {column}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {unit.floors.map(({ floor, flats }) => (
                    <tr key={floor}>
                      <th scope="row">{m.floorNo(floor)}</th>
                      {unit.columns.map((column) => {
                        const flat = flats.get(column)
                        return <td key={column}>{flat && <FlatCell flat={flat} onAdd={onAdd} />}</td>
                      })}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </section>
        ))}
        {apart.length > 0 && (
          <section className="panel" aria-labelledby="apart">
            <h2 id="apart">{units.length > 0 ? m.otherFlats : m.flats}</h2>
            <ul className="apart">
              {apart.map((flat) => (
                <li key={flat.id}>
                  <FlatCell flat={flat} onAdd={onAdd} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      {doing === 'change' && <ChangeBuilding building={data} onClose={() => setDoing(null)} />}
      {doing === 'close' && <CloseBuilding building={data} onClose={() => setDoing(null)} />}
      {adding && gridId && <AddHousehold areaId={gridId} flat={adding} onClose={() => add(null)} />}
    </main>
  )
}
