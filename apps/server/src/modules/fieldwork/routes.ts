import { dutyRoutes } from '@linli/contract/duty'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { registerRoutes } from '../../platform/http/register.ts'
import { changeVisitForm, closeVisitForm } from './forms/change-form.ts'
import { listVisitForms, listVisitFormVersions } from './forms/read-forms.ts'
import { listDueOfArea } from './plan/my-due.ts'
import { changeDutyRule, decideDutyRule, endDutyRule } from './rules/change-rule.ts'
import { listDutyRules, listDutyRuleVersions } from './rules/read-rules.ts'

/** Duty rules and forms, the plan, rosters and hand-over. */
export function registerDutyRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps, dutyRoutes, {
    listDutyRules,
    listDutyRuleVersions,
    changeDutyRule,
    endDutyRule,
    decideDutyRule,
    listDue: listDueOfArea,
    listVisitForms,
    listVisitFormVersions,
    changeVisitForm,
    closeVisitForm,
  })
}
