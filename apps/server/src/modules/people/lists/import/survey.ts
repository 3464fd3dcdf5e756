import { MOST_IN_A_FAMILY } from '../../add-household.ts'
import type { ListedPerson, RowFault } from './check-row.ts'

interface HouseholdSeen {
  members: number
  headLine: number | null
  gridId: string
  collective: boolean
}

/** What only the whole list can tell: who stands in it twice, who has two heads, what lies in two grids. */
export class Survey {
  readonly #persons = new Map<string, number>()
  readonly #households = new Map<string, HouseholdSeen>()
  readonly #addresses = new Map<string, string>()
  /** Rows of the file, those at fault included. */
  rows = 0

  /** Looks at every good row once, in the order of the file. */
  add(row: ListedPerson): void {
    if (!this.#persons.has(row.personKey)) this.#persons.set(row.personKey, row.line)
    const { gridId } = row.grid
    const household = this.#households.get(row.householdKey)
    const isHead = row.relation === 'head'
    if (!household) {
      const collective = row.householdKind === 'collective'
      this.#households.set(row.householdKey, { members: 1, headLine: isHead ? row.line : null, gridId, collective })
    } else {
      household.members++
      if (isHead) household.headLine ??= row.line
    }
    const address = addressKey(row)
    if (!this.#addresses.has(address)) this.#addresses.set(address, gridId)
  }

  /** What is wrong with a row beside the others. */
  faultsOf(row: ListedPerson): RowFault[] {
    const faults: RowFault[] = []
    if (this.#persons.get(row.personKey) !== row.line) {
      faults.push({ column: row.document.number === null ? 'name' : 'documentNumber', reason: 'twice_in_list' })
    }
    const household = this.#households.get(row.householdKey)
    if (household && household.gridId !== row.grid.gridId)
      faults.push({ column: 'householdNumber', reason: 'two_grids' })
    else if (this.#addresses.get(addressKey(row)) !== row.grid.gridId)
      faults.push({ column: 'address', reason: 'two_grids' })
    if (row.relation === 'head' && household?.headLine !== row.line)
      faults.push({ column: 'relation', reason: 'two_heads' })
    if (household && !household.collective && household.members > MOST_IN_A_FAMILY) {
      faults.push({ column: 'householdKind', reason: 'too_many_members' })
    }
    return faults
  }
}

/** An address lies in one grid of its village. */
const addressKey = (row: ListedPerson) => `${row.grid.villageId ?? ''}|${row.address}`
