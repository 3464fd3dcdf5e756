import { z } from 'zod'
import { CommandId, Done, Id, LocalDate, Names, optionalText, page, pageInput } from './common.ts'
import { DutyCode, dutyLoadRoutes } from './duty-load.ts'
import { DueItem, DutyRule, DutyRuleTerms, FormQuestion, VisitForm } from './fieldwork-shapes.ts'
import { defineRoute } from './route.ts'

export { DutyCode }

/** What an administrator edits of a form; every change makes a new version. */
export const VisitFormText = z.strictObject({
  names: Names,
  deeds: z
    .array(z.strictObject({ code: DutyCode, names: Names }))
    .max(20)
    .default([]),
  questions: z.array(FormQuestion).max(60).default([]),
})
export type VisitFormText = z.infer<typeof VisitFormText>

/** Duty rules and visit forms: a county's own catalogues; and what they make of the days. */
export const dutyRoutes = {
  ...dutyLoadRoutes,
  listDutyRules: defineRoute({
    method: 'GET',
    path: '/fieldwork/rules',
    access: 'staff',
    summary: 'Duty rules in force, and the changes that wait for a second person.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(DutyRule), proposed: z.array(DutyRule) }),
    problems: [],
  }),
  listDutyRuleVersions: defineRoute({
    method: 'GET',
    path: '/fieldwork/rules/:code/versions',
    access: 'staff',
    summary: 'All versions of a duty rule, newest first.',
    input: z.strictObject({ code: DutyCode }),
    output: z.object({ items: z.array(DutyRule) }),
    problems: ['duty.not_found'],
  }),
  changeDutyRule: defineRoute({
    method: 'POST',
    path: '/fieldwork/rules/:code',
    access: 'duty.configure',
    audit: 'duty.rule_changed',
    summary: 'A new rule or version; in force at once, or proposed where the rule asks for a second person.',
    input: z.strictObject({
      commandId: CommandId,
      code: DutyCode,
      /** Version that was on the screen; 0 for a new rule. */
      seenVersion: z.number().int().min(0),
      terms: DutyRuleTerms,
    }),
    output: DutyRule,
    problems: ['duty.stale', 'duty.waiting', 'duty.not_found'],
  }),
  endDutyRule: defineRoute({
    method: 'POST',
    path: '/fieldwork/rules/:code/end',
    access: 'duty.configure',
    audit: 'duty.rule_ended',
    summary: 'Switches a rule off; what is open by it is cancelled. Proposed where the rule asks for a second person.',
    input: z.strictObject({ commandId: CommandId, code: DutyCode, seenVersion: z.number().int() }),
    output: DutyRule,
    problems: ['duty.stale', 'duty.waiting', 'duty.not_found'],
  }),
  decideDutyRule: defineRoute({
    method: 'POST',
    path: '/fieldwork/rule-proposals/:ruleId/decide',
    access: 'duty.configure',
    audit: 'duty.rule_decided',
    summary: 'A second person puts a proposed version in force or refuses it; whoever proposed it may take it back.',
    input: z.strictObject({
      commandId: CommandId,
      ruleId: Id,
      accept: z.boolean(),
      words: optionalText(300).default(''),
    }),
    output: DutyRule,
    problems: ['duty.not_found', 'duty.same_person'],
  }),
  listDue: defineRoute({
    method: 'GET',
    path: '/fieldwork/due',
    access: 'fieldwork.read',
    summary: 'What is due in an area until a day, late ones first; support visits without name and place.',
    input: z.strictObject({ ...pageInput, areaId: Id.optional(), until: LocalDate.optional() }),
    output: page(DueItem).extend({
      /** Whether the reader manages rosters and plans there. */ manageable: z.boolean(),
    }),
    problems: ['area.not_found'],
  }),
  listVisitForms: defineRoute({
    method: 'GET',
    path: '/fieldwork/forms',
    access: 'staff',
    summary: 'Visit forms in use, with the JSON Schema of their answers.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(VisitForm) }),
    problems: [],
  }),
  listVisitFormVersions: defineRoute({
    method: 'GET',
    path: '/fieldwork/forms/:code/versions',
    access: 'staff',
    summary: 'All versions of a visit form, newest first.',
    input: z.strictObject({ code: DutyCode }),
    output: z.object({ items: z.array(VisitForm) }),
    problems: ['form.not_found'],
  }),
  changeVisitForm: defineRoute({
    method: 'POST',
    path: '/fieldwork/forms/:code',
    access: 'duty.configure',
    audit: 'duty.form_changed',
    summary: 'A new form or version; a visit keeps the version that it was filled in.',
    input: z.strictObject({
      commandId: CommandId,
      code: DutyCode,
      seenVersion: z.number().int().min(0),
      form: VisitFormText,
    }),
    output: VisitForm,
    problems: ['form.stale', 'form.not_found'],
  }),
  closeVisitForm: defineRoute({
    method: 'POST',
    path: '/fieldwork/forms/:code/close',
    access: 'duty.configure',
    audit: 'duty.form_closed',
    summary: 'Takes a form out of use that no rule in force names.',
    input: z.strictObject({ commandId: CommandId, code: DutyCode, seenVersion: z.number().int() }),
    output: Done,
    problems: ['form.stale', 'form.not_found', 'form.in_use'],
  }),
} as const
