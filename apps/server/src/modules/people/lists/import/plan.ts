import type { ListColumn, OnKnown } from '@linli/contract/people-lists'
import { newId } from '../../../../platform/crypto/id.ts'
import { MOST_IN_A_FAMILY } from '../../add-household.ts'
import type { ListedPerson, RowFault } from './check-row.ts'
import type { Digests, Known, KnownHousehold, KnownPerson } from './known.ts'
import { differences, type Match, matchFor } from './match.ts'

export interface PlannedHousehold {
  readonly id: string
  readonly dwellingId: string
  /** Its members in this batch. */
  readonly rows: ListedPerson[]
}

export interface PlannedPerson {
  readonly id: string
  readonly row: ListedPerson
  readonly digests: Digests
  readonly householdId: string
  readonly relation: ListedPerson['relation']
}

export interface PlannedChange extends Match {
  readonly row: ListedPerson
  readonly digests: Digests
  readonly householdId: string
  readonly differs: readonly ListColumn[]
}

export interface PlannedDouble {
  readonly keptId: string
  readonly otherId: string
  readonly why: 'document' | 'name_birth'
}

/** What becomes of one batch of rows. */
export interface Plan {
  readonly faults: { readonly row: ListedPerson; readonly faults: RowFault[] }[]
  readonly dwellings: { readonly id: string; readonly row: ListedPerson }[]
  readonly households: PlannedHousehold[]
  /** Households of the register that get new members. */
  readonly joined: Set<string>
  readonly persons: PlannedPerson[]
  readonly changes: PlannedChange[]
  readonly doubles: PlannedDouble[]
  /** Shown beside the existing file. */
  readonly matches: { readonly row: ListedPerson; readonly match: Match; readonly differs: readonly ListColumn[] }[]
  unchanged: number
  skipped: number
  toClerk: number
}

interface Place {
  readonly id: string
  readonly isNew: boolean
  members: number
  hasHead: boolean
  collective: boolean
  readonly rows: ListedPerson[]
}

/** Decides for every good row whether it is somebody new, somebody known, or at odds with the register. */
export function planBatch(
  rows: readonly ListedPerson[],
  digests: readonly Digests[],
  known: Known,
  onKnown: OnKnown,
): Plan {
  const plan: Plan = {
    faults: [],
    dwellings: [],
    households: [],
    joined: new Set(),
    persons: [],
    changes: [],
    doubles: [],
    matches: [],
    unchanged: 0,
    skipped: 0,
    toClerk: 0,
  }
  const places = new Places(known, plan)
  for (const [index, row] of rows.entries()) {
    // One digest record was made for each row.
    const own = digests[index] as Digests
    const household = places.find(row)
    if ('reason' in household) {
      plan.faults.push({ row, faults: [household] })
      continue
    }
    const match = matchFor(row, own, household.id, known.persons)
    const gone = match && goneFault(row, match.person)
    if (gone) {
      plan.faults.push({ row, faults: [gone] })
      continue
    }
    const differs = match ? differences(row, own, household.id, match.person) : []
    if (match && differs.length === 0) {
      plan.unchanged++
      continue
    }
    if (match) plan.matches.push({ row, match, differs })
    if (match && onKnown === 'skip') plan.skipped++
    else if (match && onKnown === 'update') {
      // A household of the list's own is taken only when somebody moves into it, which the dead do not.
      const moves = household.id !== match.person.householdId && row.diedOn === null
      const place = moves ? places.take(row, household) : household
      if (place.isNew && moves) place.rows.push(row)
      plan.changes.push({ ...match, row, digests: own, householdId: place.id, differs })
    } else if (match?.isDouble) plan.toClerk++
    else {
      const crowd = match ? null : crowdFault(row, household)
      if (crowd) {
        plan.faults.push({ row, faults: [crowd] })
        continue
      }
      const id = newId()
      const place = places.take(row, household)
      const isAlive = row.diedOn === null
      const relation = row.relation === 'head' && isAlive && place.hasHead ? 'unknown' : row.relation
      place.hasHead ||= isAlive && relation === 'head'
      if (isAlive) place.members++
      place.rows.push(row)
      if (!place.isNew) plan.joined.add(place.id)
      plan.persons.push({ id, row, digests: own, householdId: place.id, relation })
      if (match) {
        plan.toClerk++
        plan.doubles.push({
          keptId: match.person.id,
          otherId: id,
          why: match.why === 'document' ? 'document' : 'name_birth',
        })
      }
    }
  }
  return plan
}

/** What a list says of somebody who has left, or of a death that the file cannot hold. */
function goneFault({ diedOn }: ListedPerson, person: KnownPerson): RowFault | null {
  if (person.state === 'died' && diedOn !== null && diedOn === person.diedOn) return null
  if (person.state === 'left' || person.state === 'died') return { column: 'name', reason: 'gone_already' }
  if (diedOn !== null && person.since !== null && diedOn < person.since)
    return { column: 'diedOn', reason: 'before_beginning' }
  return null
}

function crowdFault(row: ListedPerson, household: Place): RowFault | null {
  if (row.diedOn !== null) return null
  if (row.relation === 'head' && household.hasHead) return { column: 'relation', reason: 'two_heads' }
  const family = !household.collective && row.householdKind === 'family'
  if (family && household.members >= MOST_IN_A_FAMILY) return { column: 'householdKind', reason: 'too_many_members' }
  return null
}

/** The households of the batch: those that the register has, and those that the list brings. */
class Places {
  readonly #plan: Plan
  readonly #byNumber = new Map<string, KnownHousehold>()
  readonly #byDoor: Map<string, KnownHousehold[]>
  readonly #dwellings = new Map<string, string>()
  readonly #grids = new Map<string, string>()
  readonly #places = new Map<string, Place>()
  readonly #taken = new Set<string>()

  constructor(known: Known, plan: Plan) {
    this.#plan = plan
    // One that has ended counts only where there is no other.
    const [ended, open] = [true, false].map((which) => known.households.filter((one) => one.ended === which))
    for (const household of [...(ended ?? []), ...(open ?? [])])
      if (household.number !== null) this.#byNumber.set(household.number, household)
    const doorOf = ({ gridId, address }: KnownHousehold) => `${gridId}|${address}`
    this.#byDoor = new Map([...Map.groupBy(ended ?? [], doorOf), ...Map.groupBy(open ?? [], doorOf)])
    for (const dwelling of known.dwellings) {
      this.#dwellings.set(`${dwelling.gridId}|${dwelling.address}`, dwelling.id)
      this.#grids.set(`${dwelling.gridId}|${dwelling.address}`, dwelling.gridId)
    }
  }

  find(row: ListedPerson): Place | RowFault {
    const planned = this.#places.get(row.householdKey)
    if (planned) return planned
    const known = this.#knownFor(row)
    if (known && 'reason' in known) return known
    const place: Place = known
      ? {
          id: known.id,
          isNew: false,
          members: known.members,
          hasHead: known.hasHead,
          collective: known.kind === 'collective',
          rows: [],
        }
      : {
          id: newId(),
          isNew: true,
          members: 0,
          hasHead: false,
          collective: row.householdKind === 'collective',
          rows: [],
        }
    this.#places.set(row.householdKey, place)
    return place
  }

  /** Somebody moves into it: what is new is planned, with its dwelling. */
  take(row: ListedPerson, place: Place): Place {
    if (!place.isNew || this.#taken.has(place.id)) return place
    this.#taken.add(place.id)
    const door = `${row.grid.gridId}|${row.address}`
    let dwellingId = this.#dwellings.get(door)
    if (dwellingId === undefined) {
      dwellingId = newId()
      this.#dwellings.set(door, dwellingId)
      this.#plan.dwellings.push({ id: dwellingId, row })
    }
    // Those who move in later in the batch are seen through the same array.
    this.#plan.households.push({ id: place.id, dwellingId, rows: place.rows })
    return place
  }

  #knownFor(row: ListedPerson): KnownHousehold | RowFault | undefined {
    const { gridId } = row.grid
    const elsewhere = row.grid.siblings.some((id) => id !== gridId && this.#grids.has(`${id}|${row.address}`))
    if (elsewhere && !this.#grids.has(`${gridId}|${row.address}`)) return { column: 'address', reason: 'two_grids' }
    const byNumber = row.householdNumber === null ? undefined : this.#byNumber.get(row.householdNumber)
    if (byNumber) return byNumber.gridId === gridId ? byNumber : { column: 'householdNumber', reason: 'two_grids' }
    const there = this.#byDoor.get(`${gridId}|${row.address}`) ?? []
    const unnumbered = there.filter((household) => household.number === null)
    if (row.householdNumber !== null) return unnumbered.length === 1 ? unnumbered[0] : undefined
    if (unnumbered.length > 0) return unnumbered[0]
    return there.length > 1 ? { column: 'householdNumber', reason: 'household_unclear' } : there[0]
  }
}
