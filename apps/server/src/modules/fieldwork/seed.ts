import { VisitFormText, DutyCode } from '@linli/contract/duty'
import { DutyRuleTerms } from '@linli/contract/fieldwork-shapes'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { newId } from '../../platform/crypto/id.ts'
import type { Tx } from '../../platform/database/database.ts'

const listOf = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../../../data/fieldwork/${name}.json`, import.meta.url), 'utf8'))

const Rules = z.array(z.strictObject({ code: DutyCode, terms: DutyRuleTerms }))
const Forms = z.array(VisitFormText.extend({ code: DutyCode }))

/** The rules that a county begins with. */
export const standardRules = () => Rules.parse(listOf('rules'))
export const standardForms = () => Forms.parse(listOf('forms'))

/** Gives a county that has no duty rules those of the platform, with their forms. Publishes no events. */
export async function seedDuty(tx: Tx, countyId: number, validFrom: string): Promise<void> {
  const begun = await tx
    .selectFrom('dutyRules')
    .select('id')
    .where('countyId', '=', countyId)
    .limit(1)
    .executeTakeFirst()
  if (begun) return
  await tx
    .insertInto('visitForms')
    .values(
      standardForms().map(({ code, ...form }) => ({
        countyId,
        code,
        version: 1,
        definition: JSON.stringify(form),
        validFrom,
      })),
    )
    .execute()
  await tx
    .insertInto('dutyRules')
    .values(
      standardRules().map(({ code, terms }) => ({
        countyId,
        id: newId(),
        code,
        version: 1,
        state: 'in_force',
        terms: JSON.stringify(terms),
        validFrom,
      })),
    )
    .execute()
}
