import type { AreaMap } from '@linli/contract/areas'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { elderMode } from '../../keep/prefs.ts'
import { useStored } from '../../keep/stored.ts'
import { outlinesQuery } from '../../queries.ts'
import { useSettled } from '@linli/ui/use-settled'
import { areaAt, type Box, fitted, pathOf, toScreen, type View } from './view.ts'

interface Props {
  readonly view: View | null
  readonly box: Box
  readonly onFit: (view: View) => void
  readonly fitCounty: boolean
}

// Pixels per metre from which villages, and then grids, are large enough to be told apart.
const villageScale = 0.015
const gridScale = 0.06
const letterWidth = { standard: 13, elder: 21 }

/** Towns of the county, villages of the town and grids of the village that lie in the middle: as the view comes nearer. */
export function Outlines({ view, box, onFit, fitCounty }: Props) {
  const towns = useQuery(outlinesQuery('town', undefined)).data?.features ?? []
  const middle = useSettled(view, 200)
  const town = middle && middle.scale >= villageScale ? areaAt(towns, middle.centre) : undefined
  const villages = useChildren('village', town)
  const village = middle && middle.scale >= gridScale ? areaAt(villages, middle.centre) : undefined
  const grids = useChildren('grid', village)

  const county = fitCounty && towns.length > 0 ? fitted(towns, box) : null
  useEffect(() => {
    if (!view && county) onFit(county)
  })

  if (!view) return null
  const finest = grids.length > 0 ? grids : villages.length > 0 ? villages : towns
  return (
    <>
      <Layer name="town" features={towns} view={view} box={box} />
      <Layer name="village" features={villages} view={view} box={box} />
      <Layer name="grid" features={grids} view={view} box={box} />
      <Names features={finest} view={view} box={box} />
    </>
  )
}

function useChildren(level: 'village' | 'grid', parent: AreaMap['features'][number] | undefined) {
  const parentId = parent?.properties.id
  const { data } = useQuery({ ...outlinesQuery(level, parentId), enabled: parentId !== undefined })
  return data?.features ?? []
}

type LayerProps = { readonly features: AreaMap['features']; readonly view: View; readonly box: Box }

function Layer({ name, features, view, box }: LayerProps & { name: string }) {
  return (
    <g className={`outline outline-${name}`}>
      {features.map((feature) => (
        <path key={feature.properties.id} d={pathOf(feature, view, box)} />
      ))}
    </g>
  )
}

/** Only names that have room: no two over each other. */
function Names({ features, view, box }: LayerProps) {
  const letter = useStored(elderMode) ? letterWidth.elder : letterWidth.standard
  const taken: { x: number; y: number; half: number }[] = []
  return (
    <g className="outline-names" aria-hidden="true">
      {features.map(({ properties: { id, name, lon, lat } }) => {
        const { x, y } = toScreen(view, box, [lon, lat])
        const half = (name.length * letter) / 2
        const room = taken.every(
          (other) => Math.abs(other.y - y) > 1.4 * letter || Math.abs(other.x - x) > other.half + half,
        )
        if (!room || x < 0 || y < 0 || x > box.width || y > box.height) return null
        taken.push({ x, y, half })
        return (
          <text key={id} x={x} y={y}>
            {name}
          </text>
        )
      })}
    </g>
  )
}
