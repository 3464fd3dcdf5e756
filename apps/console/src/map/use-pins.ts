import { matterRoutes } from '@linli/contract/matters'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { paths } from '../paths.ts'
import { type Address, changedAddress, filtersOf } from './address.ts'
import type { Land } from './land.ts'

/** What the filters find where we are. While a town is being read, what the county's answer held of it stays. */
export function usePins(address: Address, land: Land | undefined) {
  const area = land && land.here.level !== 'county' ? { areaId: land.here.id } : {}
  const filters = { ...filtersOf(address), ...area }
  const pins = useQuery({
    ...reading(matterRoutes.listMatterPoints, filters),
    enabled: land !== undefined,
    placeholderData: keepPreviousData,
  })
  // With a unit chosen the answer holds no other, but another may be chosen still.
  const { unitId: _chosen, ...others } = filters
  const anyUnit = useQuery({
    ...reading(matterRoutes.listMatterPoints, others),
    enabled: land !== undefined && address.unitId !== undefined,
    staleTime: 300_000,
  })
  const units = (address.unitId === undefined ? pins.data : anyUnit.data)?.units ?? pins.data?.units ?? []
  return { ...pins, units }
}

/** The same filters on the page of matters, which knows those without a position too. */
export function listAddress(address: Address, here: Land['here']): string {
  const search = changedAddress(address, {
    areaId: here.level === 'county' ? undefined : here.id,
    matter: undefined,
    marks: undefined,
  })
  return `${paths.matters}?open=true${search ? `&${search}` : ''}`
}
