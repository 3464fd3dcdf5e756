import { checkDocument } from '@linli/contract/identity-document'
import { checkName, normaliseName } from '@linli/contract/person-name'
import { describe, expect, it } from 'vitest'
import { type SyntheticGrid, syntheticHouseholds } from './population.ts'

const grids = Array.from({ length: 100 }, (_, n): SyntheticGrid => ({
  id: `g${n}`,
  villageId: `v${n >> 2}`,
  townId: 't',
  // Closed by a letter, so that village 1 and group 11 are not village 11 and group 1.
  villageName: `${n >> 2}村`,
  isUrban: n % 12 < 4,
  point: null,
}))
const today = '2026-11-23'
const households = [...syntheticHouseholds(7, grids, 400)]
const people = households.flatMap(({ members }) => members)
const share = (of: readonly unknown[], all: readonly unknown[]) => of.length / all.length
const ageOf = ({ birthOn }: { birthOn: string }) => 2026 - Number(birthOn.slice(0, 4))

describe('an invented population', () => {
  it('is the same each time', () => {
    const some = () => JSON.stringify([...syntheticHouseholds(3, grids.slice(0, 4), 50)])
    expect(some()).toBe(some())
    expect(some()).not.toBe(JSON.stringify([...syntheticHouseholds(4, grids.slice(0, 4), 50)]))
  })

  it('has numbers that check, agree with the person and are nobody else’s', () => {
    expect(people.length).toBeGreaterThan(100_000)
    const numbers = new Set<string>()
    const wrong = people.filter(({ document, birthOn, sex }) => {
      if (document === null) return false
      const checked = checkDocument('resident_id', document, today)
      const isKnown = numbers.has(document)
      numbers.add(document)
      return isKnown || !checked.ok || checked.birthOn !== birthOn || checked.sex !== sex
    })
    expect(wrong).toEqual([])
    expect(numbers.size / people.length).toBeGreaterThan(0.95)
  })

  it('keeps numbers apart where grids are not equally full', () => {
    const some = [...syntheticHouseholds(7, grids, ({ isUrban }) => (isUrban ? 320 : 6))]
    const numbers = some.flatMap(({ members }) => members.flatMap(({ document }) => document ?? []))
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(some.filter(({ grid }) => grid.id === 'g4')).toHaveLength(6)
  })

  it('lives one household to an address, each with one head', () => {
    expect(new Set(households.map(({ address }) => address)).size).toBe(households.length)
    const heads = households.map(({ members }) => members.filter(({ relation }) => relation === 'head').length)
    expect(heads.filter((count) => count !== 1)).toEqual([])
  })

  it('has names that the register takes as they are', () => {
    expect(people.filter(({ name }) => checkName(name) !== null || normaliseName(name) !== name)).toEqual([])
  })

  it('is as old and as large as a county of these years', () => {
    const size = people.length / households.length
    expect(size).toBeGreaterThan(2.4)
    expect(size).toBeLessThan(3)
    const old = share(
      people.filter((one) => ageOf(one) >= 65),
      people,
    )
    expect(old).toBeGreaterThan(0.15)
    expect(old).toBeLessThan(0.32)
    // No year of birth stands out: those who would be born later are not there yet.
    const born = (year: number) => people.filter(({ birthOn }) => birthOn.startsWith(`${year}`)).length
    expect(born(2026)).toBeLessThan(2 * born(2020))
  })

  it('contradicts itself nowhere', () => {
    const odd = households.flatMap(({ members }) => {
      const here = members.filter(({ livesHere }) => livesHere).length
      return members.filter((one) => {
        if (one.since < one.birthOn || one.since > today) return true
        if (one.need?.kind === 'elder_alone') return here !== 1 || ageOf(one) < 65
        return one.need?.kind === 'left_behind_child' && here === members.length
      })
    })
    expect(odd).toEqual([])
  })
})
