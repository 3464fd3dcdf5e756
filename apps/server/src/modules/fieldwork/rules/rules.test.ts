import { dutyRoutes } from '@linli/contract/duty'
import type { DutyRuleTerms } from '@linli/contract/fieldwork-shapes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '../../../../test/county.ts'
import { rulesOf } from '../../../../test/register.ts'
import { createWorld, type World } from '../../../../test/world.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { currentCategories } from '../../matters/index.ts'
import { listFields } from '../../people/index.ts'
import { refuseUnaskable } from '../forms/check-form.ts'
import { standardForms, standardRules } from '../seed.ts'
import { refuseNonsense } from './check-terms.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const rule = (code: string) => {
  const found = standardRules().find((one) => one.code === code)
  if (!found) throw new Error(`no rule ${code}`)
  return found.terms
}
const change = (who: Person, code: string, seenVersion: number, terms: Partial<DutyRuleTerms>, commandId = newId()) =>
  world.call(who, dutyRoutes.changeDutyRule, {
    commandId,
    code,
    seenVersion,
    terms: { ...rule('places_quarter'), ...terms },
  })
const decide = (who: Person, ruleId: string, accept: boolean) =>
  world.call(who, dutyRoutes.decideDutyRule, { commandId: newId(), ruleId, accept, words: accept ? '' : '先不改' })
const versions = async (code: string) =>
  (await world.call('zhoumin', dutyRoutes.listDutyRuleVersions, { code })).body.items.map(
    ({ version, state, validFrom, validTo }) => `${version} ${state} ${validFrom}..${validTo ?? ''}`,
  )

describe('what a county begins with', () => {
  it('makes sense by the platform’s own checks, and is there', async () => {
    const forms = standardForms()
    const categories = new Set(
      (await currentCategories(world.deps, world.deps.config.countyId)).map(({ code }) => code),
    )
    const fields = await listFields(world.deps.db, world.deps.config.countyId)
    for (const form of forms) expect(() => refuseUnaskable(form, { fields, categories }), form.code).not.toThrow()
    const codes = new Set(forms.map(({ code }) => code))
    for (const { code, terms } of standardRules()) expect(() => refuseNonsense(terms, codes), code).not.toThrow()
    const { items } = (await world.call('zhoumin', dutyRoutes.listDutyRules, {})).body
    expect(items.map(({ code }) => code)).toEqual(
      standardRules()
        .map(({ code }) => code)
        .toSorted(),
    )
    expect((await world.call('zhoumin', dutyRoutes.listVisitForms, {})).body.items).toHaveLength(forms.length)
  })
})

describe('a duty rule', () => {
  it('is changed in versions, once per command, and not from a page that is out of date', async () => {
    const commandId = newId()
    const first = await change('suwen', 'places_quarter', 1, { times: 2 }, commandId)
    expect(first.body, first.text).toMatchObject({ version: 2, state: 'in_force', times: 2, changedBy: '苏文' })
    expect((await change('suwen', 'places_quarter', 1, { times: 2 }, commandId)).body).toEqual(first.body)
    expect((await change('wujing', 'places_quarter', 1, { times: 3 })).code).toBe('duty.stale')
    expect(await versions('places_quarter')).toEqual(['2 in_force 2026-11-23..', '1 ended 2025-01-01..2026-11-23'])
    expect((await change('zhoumin', 'places_quarter', 2, {})).code).toBe('permission.missing')
  })

  it('that asks for a second person is changed and ended by two', async () => {
    const terms = { ...rule('household_rural'), times: 3 }
    const proposed = await change('suwen', 'household_rural', 1, terms)
    expect(proposed.body, proposed.text).toMatchObject({ version: 2, state: 'proposed' })
    expect((await change('wujing', 'household_rural', 1, terms)).code).toBe('duty.waiting')
    expect((await decide('suwen', proposed.body.id, true)).code).toBe('duty.same_person')
    expect((await decide('wujing', proposed.body.id, false)).body).toMatchObject({ state: 'refused', words: '先不改' })
    // Nobody takes the second person out of it alone.
    const loosened = await change('suwen', 'household_rural', 1, { ...terms, secondPerson: false })
    expect(loosened.body.state).toBe('proposed')
    expect((await decide('suwen', loosened.body.id, false)).body).toMatchObject({ state: 'refused', decidedBy: null })
    const again = await change('suwen', 'household_rural', 1, terms)
    expect((await decide('wujing', again.body.id, true)).body).toMatchObject({ state: 'in_force', decidedBy: '吴静' })
    const end = await world.call('wujing', dutyRoutes.endDutyRule, {
      commandId: newId(),
      code: 'household_rural',
      seenVersion: 4,
    })
    expect(end.body, end.text).toMatchObject({ state: 'proposed', ends: true })
    expect((await decide('suwen', end.body.id, true)).body.state).toBe('ended')
    expect((await world.call('suwen', dutyRoutes.listDutyRules, {})).body.items.map(({ code }) => code)).not.toContain(
      'household_rural',
    )
    const back = await change('suwen', 'household_rural', 0, { ...terms, secondPerson: false })
    expect(back.body, back.text).toMatchObject({ version: 6, state: 'in_force' })
  })

  it('that makes no sense is refused with everything that is wrong', async () => {
    const nonsense = [
      [{ mode: 'quota', per: 'week' }, ['terms.per quota_is_daily']],
      [{ target: 'need', organisationKinds: [], needKinds: ['left_handed'] }, ['terms.needKinds need_kind']],
      [{ target: 'need', organisationKinds: [] }, ['terms.needKinds required']],
      [{ needKinds: ['orphan'] }, ['terms.needKinds need_kinds_unused']],
      [{ organisationKinds: ['castle'] }, ['terms.organisationKinds organisation_kind']],
      [{ per: 'week', times: 8 }, ['terms.times more_than_days']],
      [{ per: 'month', weekdays: [6], times: 5 }, ['terms.times more_than_days']],
      [{ per: 'day', times: 10, minutes: 60 }, ['terms.minutes minutes_of_day']],
      [{ formCode: 'no_such_form' }, ['terms.formCode form_unknown']],
      [{ months: [13] }, ['terms.months.0 number_too_big']],
    ] as const
    for (const [terms, faults] of nonsense)
      expect(
        rulesOf(await change('suwen', 'new_rule', 0, terms as Partial<DutyRuleTerms>)),
        JSON.stringify(terms),
      ).toEqual(faults)
    expect((await change('suwen', 'new_rule', 3, {})).code).toBe('duty.not_found')
  })
})

describe('a visit form', () => {
  const save = (seenVersion: number, questions: object[]) =>
    world.send<{ version: number; schema: { required: string[]; allOf: object[] } }>('suwen', {
      method: 'POST',
      url: '/api/fieldwork/forms/flood_check',
      payload: { commandId: newId(), seenVersion, form: { names: { zh: '汛期查看', en: 'Flood check' }, questions } },
    })
  const names = { zh: '水位', en: 'Water level' }
  const dyke = { key: 'dyke', names, kind: 'state', photoIf: ['trouble'], matterCategory: '0603', required: true }
  const where = { key: 'place', names, kind: 'text', required: true, askedIf: { key: 'dyke', anyOf: ['trouble'] } }

  it('is versioned, tells its JSON Schema, and stays while a rule uses it', async () => {
    const { body, text } = await save(0, [dyke, where])
    expect(body.schema, text).toMatchObject({ required: ['dyke'], allOf: [{ anyOf: [{}, { required: ['place'] }] }] })
    expect((await save(0, [dyke])).code).toBe('form.stale')
    expect((await save(1, [dyke])).body.version).toBe(2)
    await change('suwen', 'flood_rule', 0, { formCode: 'flood_check' })
    const close = () =>
      world.call('suwen', dutyRoutes.closeVisitForm, { commandId: newId(), code: 'flood_check', seenVersion: 2 })
    expect((await close()).code).toBe('form.in_use')
    await world.call('suwen', dutyRoutes.endDutyRule, { commandId: newId(), code: 'flood_rule', seenVersion: 1 })
    expect((await close()).body).toEqual({ done: true })
    expect((await save(0, [dyke])).body.version).toBe(3)
  })

  it('that cannot be asked is refused, question by question', async () => {
    const choice = {
      key: 'who',
      names,
      kind: 'choice',
      choices: [
        { code: 'a', names },
        { code: 'unknown', names },
      ],
    }
    const refused = await save(0, [
      { ...where, key: 'first' },
      dyke,
      { ...dyke, matterCategory: '9999' },
      choice,
      { key: 'none', names, kind: 'choice' },
      { key: 'id', names, kind: 'text', field: 'person.document' },
      { key: 'shoe', names, kind: 'number', field: 'person.shoe_size', least: 5, most: 1 },
      { key: 'ten', names, kind: 'yes_no', field: 'dwelling.tenure', photoIf: ['maybe'] },
    ])
    expect(rulesOf(refused)).toEqual([
      'form.questions.0.askedIf.key asked_after',
      'form.questions.2.key key_taken',
      'form.questions.2.matterCategory category_unknown',
      'form.questions.3.choices code_reserved',
      'form.questions.4.choices choices_missing',
      'form.questions.5.field field_sealed',
      'form.questions.6.most least_above_most',
      'form.questions.6.field field_unknown',
      'form.questions.7.photoIf not_an_answer',
      'form.questions.7.field field_shape',
    ])
  })
})
