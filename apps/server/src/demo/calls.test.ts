import { DutyRuleTerms } from '@linli/contract/fieldwork-shapes'
import { faultsOfAnswers } from '@linli/contract/visit-form'
import { describe, expect, it } from 'vitest'
import { addDays, type Day, type PastDuty, standardForms, standardRules } from '../modules/fieldwork/index.ts'
import { calmAnswers } from './answers.ts'
import { tellCalls } from './calls.ts'
import { readVisits } from './files.ts'
import { createDice } from './random.ts'

const [first, today] = ['2026-09-24', '2026-11-23']
const dice = () => createDice(7)

function dutyOf(terms: Partial<DutyRuleTerms>, turns: PastDuty['turns'], doors: number): PastDuty {
  const place = { id: 'grid', name: '第1网格', townId: 'town', villageId: 'village', isUrban: false }
  const plain = { names: { zh: '走访', en: 'call' }, target: 'household', per: 'month', times: 1, basis: '县办法' }
  return {
    staffId: 'worker',
    rule: { id: 'rule', code: 'call', since: '2023-06-30', terms: DutyRuleTerms.parse({ ...plain, ...terms }) },
    turns,
    subjects: Array.from({ length: doors }, (_, rank) => ({
      subject: {
        target: 'household' as const,
        id: `door ${rank}`,
        householdId: `door ${rank}`,
        gridId: 'grid',
        title: '',
        lon: null,
        lat: null,
        neighbourhood: '',
        rank,
        kinds: new Map(),
        since: '2020-01-01',
        lastOn: null,
      },
      since: rank === 0 ? '2026-11-12' : '2020-01-01',
      place,
    })),
    days(from, to) {
      const found: Day[] = []
      for (let day = from; day <= to; day = addDays(day, 1)) found.push(day)
      return found
    },
  }
}

describe('the past of the field', () => {
  it('lies before today and in the time of its turns; what still has time is left open, and nobody is missed in it', () => {
    const turns = [
      { periodFrom: '2026-10-01', nth: 1, from: '2026-10-01', by: '2026-10-31' },
      { periodFrom: '2026-11-01', nth: 1, from: '2026-11-01', by: '2026-11-30' },
    ]
    const calls = tellCalls(dutyOf({}, turns, 60), { dice: dice(), first, today })
    const [over, runs] = turns.map(({ from }) => calls.filter(({ turn }) => turn.periodFrom === from))
    // Whoever came on the twelfth of November was not to be called on in October.
    expect([over?.length, runs?.every(({ days }) => days.length > 0)]).toEqual([59, true])
    expect(runs?.length).toBeLessThan(60)
    expect(over?.filter(({ days }) => days.length === 0).length).toBeGreaterThan(0)
    for (const { days, turn } of calls)
      for (const day of days) expect(day >= turn.from && day <= turn.by && day < today).toBe(true)
    expect(calls.find(({ of }) => of.since > '2026')?.turn.from ?? '2026-11-12').toBe('2026-11-12')
    // Spread over the month, not all on its last day.
    const busiest = Math.max(
      ...Map.groupBy(over ?? [], ({ days }) => days.at(-1))
        .values()
        .map(({ length }) => length),
    )
    expect(busiest).toBeLessThan(10)
  })

  it('goes round the doors of a quota and calls on nobody twice in four weeks', () => {
    const calls = tellCalls(dutyOf({ mode: 'quota', per: 'day', times: 10 }, [], 320), { dice: dice(), first, today })
    const perDoor = Map.groupBy(calls, ({ of }) => of.subject.id)
    expect(perDoor.size).toBe(320)
    for (const own of perDoor.values()) {
      const days = own.map(({ days: [day = ''] }) => day)
      for (const [at, day] of days.slice(1).entries()) expect(day >= addDays(days[at] ?? '', 27)).toBe(true)
    }
  })

  it('answers every form of the platform as the form allows, and in calm', () => {
    const used = new Set(standardRules().map(({ terms }) => terms.formCode))
    for (const form of standardForms()) {
      const said = readVisits()
      const shaped = { ...form, version: 1, schema: {}, validFrom: first, validTo: null }
      const chance = dice()
      for (let n = 0; n < 50; n++) {
        const answers = calmAnswers(shaped, said.yes, chance)
        expect(faultsOfAnswers(form.questions, answers), form.code).toEqual([])
        expect(Object.values(answers)).not.toContain('trouble')
      }
      expect(used).toContain(form.code)
    }
  })
})
