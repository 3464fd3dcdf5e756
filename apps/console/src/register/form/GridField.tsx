import { areaRoutes } from '@linli/contract/areas'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../../api.ts'
import { Field } from '../../areas/form/Field.tsx'
import { useBuildingMessages } from '../building-messages.ts'

/** One grid of the village that the page is about. */
export function GridField({ areaId, fault }: { areaId: string; fault: string | undefined }) {
  const m = useBuildingMessages()
  const area = useQuery({ ...reading(areaRoutes.getArea, { areaId }), staleTime: 600_000 })
  const level = area.data?.level
  const villageId = level === 'grid' ? area.data?.path.at(-1)?.id : level === 'village' ? areaId : undefined
  const grids = useQuery({
    ...reading(areaRoutes.listAreaChildren, { parentId: villageId ?? '' }),
    enabled: villageId !== undefined,
    staleTime: 600_000,
  })
  if (area.data && villageId === undefined)
    return (
      <p className="bad" role="alert">
        {m.gridFirst}
      </p>
    )
  return (
    <Field label={m.grid} fault={fault}>
      {(control) => (
        // Anew once the grids are there: what stands first is chosen.
        <select
          key={grids.data?.items.length}
          {...control}
          name="gridId"
          required
          defaultValue={level === 'grid' ? areaId : undefined}
        >
          {grids.data?.items.map((grid) => (
            <option key={grid.id} value={grid.id}>
              {grid.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
