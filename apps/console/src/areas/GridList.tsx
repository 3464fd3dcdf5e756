import { type Area, type AreaRow, areaRoutes } from '@linli/contract/areas'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { Heads } from '../frame/Table.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { ringsOf, surfaceOf } from './editor/plane.ts'
import { useMessages } from './messages.ts'
import type { Shape } from './scene/ground.ts'

interface Props {
  readonly villageId: string
  readonly facts: readonly AreaRow[]
  readonly grids: readonly Shape[]
  /** Warnings are about today. */
  readonly today: boolean
}

/** The grids of a village in their order, with what wants looking at. */
export function GridList({ villageId, facts, grids, today }: Props) {
  const m = useMessages()
  const found = useQuery({ ...reading(areaRoutes.listGridWarnings, { areaId: villageId }), enabled: today })
  if (facts.length === 0) return <p className="empty">{m.noGrids}</p>
  const warnings = new Map(today ? found.data?.items.map((one) => [one.id, one.warnings]) : [])
  const shapes = new Map(grids.map((grid) => [grid.id, grid.geometry]))
  return (
    <table className="grid">
      <Heads names={[m.grid, m.kind, m.households, m.surfaceHead, m.warnings]} />
      <tbody>
        {facts.map((grid) => {
          const geometry = shapes.get(grid.id)
          return (
            <tr key={grid.id}>
              <td>
                <Link to={paths.area(grid.id)}>{grid.name}</Link>
              </td>
              <td>{grid.kind && m.kinds[grid.kind]}</td>
              <td>{grid.households ?? '—'}</td>
              <td>{geometry ? m.surface(surfaceOf(ringsOf(geometry))) : '—'}</td>
              <td>{(warnings.get(grid.id) ?? []).map((warning) => warningText(warning, m)).join('；')}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** What to look at in a grid, in words. */
export function warningText(warning: Area['warnings'][number], m: ReturnType<typeof useMessages>): string {
  switch (warning.kind) {
    case 'households_outside_rule':
      return m.householdsOutside(warning.households, warning.min, warning.max)
    case 'no_boundary':
      return m.noBoundary
    case 'no_worker':
      return m.noWorker
  }
}
