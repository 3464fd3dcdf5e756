import { checkLetterOf } from '@linli/contract/identity-document'
import { expect, it } from 'vitest'
import { checkRow } from './check-row.ts'
import { Survey } from './survey.ts'

const grid = { townId: 't', villageId: 'v', gridId: 'g', siblings: ['g'] }
const rules = { today: '2026-11-23', findGrid: () => grid }
const row = (line: number, documentNumber: string) =>
  checkRow(line, { gridCode: '1', address: '林园路 1 号', name: '张某', documentNumber }, rules)

/** A number that ends as rounded ones do, and whose check letter is right by chance. */
function endsInZeros(): string {
  for (let day = 1; day <= 28; day++) {
    const digits = `421087195303${String(day).padStart(2, '0')}100`
    if (checkLetterOf(digits) === '0') return `${digits}0`
  }
  throw new Error('there is no such day')
}

it('takes a number that ends in zeros for rounded where the list was, and for a number where it was not', () => {
  const lucky = row(2, endsInZeros())
  if (Array.isArray(lucky)) throw new Error('it is right by itself')
  const survey = new Survey()
  survey.add(lucky)
  survey.rows = 1
  expect(survey.faultsOf(lucky)).toEqual([])
  const rounded = row(3, '421087195303071000')
  for (let line = 3; line < 6; line++) {
    survey.rows++
    if (Array.isArray(rounded)) survey.addFaulty(rounded)
  }
  expect(survey.faultsOf(lucky)).toEqual([{ column: 'documentNumber', reason: 'document_rounded' }])
})
