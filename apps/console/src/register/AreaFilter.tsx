import { areaRoutes } from '@linli/contract/areas'
import { Icon, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { filter } from '../router.tsx'
import { useMessages } from './messages.ts'

interface Props {
  readonly areaId: string | null
  /** Down to a village or grid; without it the choice stands in the address. */
  readonly onChoose?: (areaId: string) => void
}

/** County › town › village › grid, each to go back up to, and the next level to go down to. */
export function AreaFilter({ areaId, onChoose = (area) => filter({ area }) }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const area = useQuery({
    ...reading(areaRoutes.getArea, { areaId: areaId ?? '' }),
    enabled: areaId !== null,
    staleTime: 600_000,
  })
  const below = useQuery({
    ...reading(areaRoutes.listAreaChildren, areaId === null ? {} : { parentId: areaId }),
    staleTime: 600_000,
  })
  const nameOf = ({ name, nameEn }: { name: string; nameEn: string | null }) =>
    locale === 'zh' ? name : (nameEn ?? name)
  const next = below.data?.items ?? []
  return (
    <nav className="areafilter" aria-label={m.areaPath}>
      {area.data?.path.map((above) => (
        <span key={above.id}>
          <button type="button" className="btn txt" onClick={() => onChoose(above.id)}>
            {nameOf(above)}
          </button>
          <Icon name="right" />
        </span>
      ))}
      {area.data && <b aria-current="location">{nameOf(area.data)}</b>}
      {next.length > 0 && (
        <select
          className="chip"
          aria-label={m.below}
          value=""
          onChange={({ target }) => target.value && onChoose(target.value)}
        >
          <option value="">{m.chooseBelow}</option>
          {next.map((one) => (
            <option key={one.id} value={one.id}>
              {nameOf(one)}
            </option>
          ))}
        </select>
      )}
    </nav>
  )
}
