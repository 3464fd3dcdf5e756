import '../areas/areas.css'
import './register.css'
import { Icon } from '@linli/ui'
import { useState } from 'react'
import { areaOf } from '../frame/area.ts'
import type { PageProps } from '../pages.ts'
import { AreaFilter } from './AreaFilter.tsx'
import { AddBuilding } from './building/AddBuilding.tsx'
import { BuildingList } from './building/BuildingList.tsx'
import { useBuildingMessages } from './building-messages.ts'

/** The buildings of an area, and how a new one comes in. */
export default function Buildings({ search, me }: PageProps) {
  const m = useBuildingMessages()
  const [adding, add] = useState(false)
  const areaId = areaOf({ search, me })
  return (
    <main className="scroll register">
      <div className="head find">
        <AreaFilter areaId={areaId} />
      </div>
      <div className="pad stack">
        {areaId === null ? (
          <p className="blank">{m.chooseArea}</p>
        ) : (
          <section className="panel" aria-labelledby="buildings">
            <div className="panelhead">
              <h2 id="buildings">{m.buildings}</h2>
              {me.permissions.includes('register.change') && (
                <button type="button" className="btn" onClick={() => add(true)}>
                  <Icon name="plus" />
                  {m.addBuilding}
                </button>
              )}
            </div>
            <BuildingList areaId={areaId} />
          </section>
        )}
      </div>
      {adding && areaId && <AddBuilding areaId={areaId} onClose={() => add(false)} />}
    </main>
  )
}
