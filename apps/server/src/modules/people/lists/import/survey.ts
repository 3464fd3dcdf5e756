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
  /** Of them those whose number a spreadsheet has rounded, as their check letter shows. */
  rounded = 0

  /** Looks at every good row once, in the order of the file. */
  add(row: ListedPerson): void {
    if (!this.#persons.has(row.personKey)) this.#persons.set(row.personKey, row.line)
    const { gridId } = row.grid
    const household = this.#households.get(row.householdKey)
    // Whoever has died takes no place in a household.
    const isAlive = row.diedOn === null
    const isHead = isAlive && row.relation === 'head'
    if (!household) {
      const collective = row.householdKind === 'collective'
      this.#households.set(row.householdKey, {
        members: isAlive ? 1 : 0,
        headLine: isHead ? row.line : null,
        gridId,
        collective,
      })
    } else {
      if (isAlive) household.members++
      if (isHead) household.headLine ??= row.line
    }
    const address = addressKey(row)
    if (!this.#addresses.has(address)) this.#addresses.set(address, gridId)
  }

  /** Looks at a row that is at fault by itself. */
  addFaulty(faults: readonly RowFault[]): void {
    if (faults.some(({ reason }) => reason === 'document_rounded')) this.rounded++
  }

  /** What is wrong with a row beside the others. */
  faultsOf(row: ListedPerson): RowFault[] {
    const faults: RowFault[] = []
    if (this.#wasRounded(row)) faults.push({ column: 'documentNumber', reason: 'document_rounded' })
    if (this.#persons.get(row.personKey) !== row.line) {
      faults.push({ column: row.document.number === null ? 'name' : 'documentNumber', reason: 'twice_in_list' })
    }
    const household = this.#households.get(row.householdKey)
    if (household && household.gridId !== row.grid.gridId)
      faults.push({ column: 'householdNumber', reason: 'two_grids' })
    else if (this.#addresses.get(addressKey(row)) !== row.grid.gridId)
      faults.push({ column: 'address', reason: 'two_grids' })
    if (row.diedOn !== null) return faults
    if (row.relation === 'head' && household?.headLine !== row.line)
      faults.push({ column: 'relation', reason: 'two_heads' })
    if (household && !household.collective && household.members > MOST_IN_A_FAMILY) {
      faults.push({ column: 'householdKind', reason: 'too_many_members' })
    }
    return faults
  }

  // Of numbers that were rounded, one in eleven has the right check letter by chance: in a list that was rounded it is wrong.
  #wasRounded({ document: { kind, number } }: ListedPerson): boolean {
    const often = this.rounded >= FEW_ROUNDED && this.rounded * RARELY >= this.rows
    return often && kind === 'resident_id' && number !== null && roundedEnd.test(number)
  }
}

/** One number in some thousand ends so by itself. */
const roundedEnd = /000$/
const FEW_ROUNDED = 3
const RARELY = 200

/** An address lies in one grid of its village. */
const addressKey = (row: ListedPerson) => `${row.grid.villageId ?? ''}|${row.address}`
