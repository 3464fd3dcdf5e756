import type { HouseholdOnPhone } from '@linli/contract/field-sync'
import { byNumber } from './find-household.ts'

export interface Storey {
  readonly floor: number
  readonly rooms: readonly Room[]
}
export interface Room {
  readonly unitNo: number | null
  readonly room: string
  /** More than one where a flat is shared. */
  readonly households: readonly HouseholdOnPhone[]
}
export interface House {
  readonly id: string
  readonly name: string
  readonly households: number
  /** From the top down, as one sees it from the street. */
  readonly storeys: readonly Storey[]
}

/** Houses with flats as floor × door; whoever lives in no such house stands in `others`, by address. */
export function housesOf(households: readonly HouseholdOnPhone[]): {
  houses: House[]
  others: HouseholdOnPhone[]
} {
  const inHouses = Map.groupBy(households, ({ building }) => (building?.room == null ? '' : building.id))
  const others = (inHouses.get('') ?? []).toSorted((a, b) => byNumber(a.address, b.address))
  inHouses.delete('')
  const houses = [...inHouses].map(([id, members]) => ({
    id,
    name: members[0]?.building?.name ?? '',
    households: members.length,
    storeys: storeysOf(members),
  }))
  return { houses: houses.toSorted((a, b) => byNumber(a.name, b.name)), others }
}

function storeysOf(households: readonly HouseholdOnPhone[]): Storey[] {
  const byFloor = Map.groupBy(households, ({ building }) => building?.floor ?? 0)
  return [...byFloor]
    .toSorted(([a], [b]) => b - a)
    .map(([floor, members]) => ({
      floor,
      rooms: [...Map.groupBy(members, ({ building }) => `${building?.unitNo ?? ''}/${building?.room ?? ''}`).values()]
        .map((sharing) => ({
          unitNo: sharing[0]?.building?.unitNo ?? null,
          room: sharing[0]?.building?.room ?? '',
          households: sharing,
        }))
        .toSorted((a, b) => (a.unitNo ?? 0) - (b.unitNo ?? 0) || byNumber(a.room, b.room)),
    }))
}
