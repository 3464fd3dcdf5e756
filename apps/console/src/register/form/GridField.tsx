import { type AreaRow, areaRoutes } from '@linli/contract/areas'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../../api.ts'
import { Field } from '../../areas/form/Field.tsx'
import { useBuildingMessages } from '../building-messages.ts'

interface Grids {
  /** Nothing can be chosen yet: a form is not to be sent before. */
  readonly loading: boolean
  /** Undefined as long as they are not known; null where no village is chosen, so that nobody can tell which are meant. */
  readonly among: readonly AreaRow[] | null | undefined
  readonly start: string | undefined
}

/** The grids of the village that a page is about; where it is about a grid, this one is chosen. */
export function useGrids(areaId: string): Grids {
  const area = useQuery({ ...reading(areaRoutes.getArea, { areaId }), staleTime: 600_000 })
  const level = area.data?.level
  const villageId = level === 'grid' ? area.data?.path.at(-1)?.id : level === 'village' ? areaId : undefined
  const grids = useQuery({
    ...reading(areaRoutes.listAreaChildren, { parentId: villageId ?? '' }),
    enabled: villageId !== undefined,
    staleTime: 600_000,
  })
  return {
    loading: area.isLoading || grids.isLoading,
    among: area.data && villageId === undefined ? null : grids.data?.items,
    start: level === 'grid' ? areaId : undefined,
  }
}

export function GridField({ grids, fault }: { grids: Grids; fault: string | undefined }) {
  const m = useBuildingMessages()
  if (grids.among === null)
    return (
      <p className="bad" role="alert">
        {m.gridFirst}
      </p>
    )
  return (
    <Field label={m.grid} fault={fault}>
      {(control) => (
        // Anew once the grids are there: what stands first is chosen.
        <select key={grids.among?.length} {...control} name="gridId" required defaultValue={grids.start}>
          {grids.among?.map((grid) => (
            <option key={grid.id} value={grid.id}>
              {grid.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
