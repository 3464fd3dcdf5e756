import { dutyRoutes } from '@linli/contract/duty'
import { handoverRoutes } from '@linli/contract/duty-handover'
import { myDutyRoutes, rosterRoutes } from '@linli/contract/duty-roster'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { registerRoutes } from '../../platform/http/register.ts'
import { changeVisitForm, closeVisitForm } from './forms/change-form.ts'
import { listVisitForms, listVisitFormVersions } from './forms/read-forms.ts'
import { getDutyLoad } from './plan/load.ts'
import { listDueOfArea } from './plan/my-due.ts'
import { getHoldings } from './handover/holdings.ts'
import { planHandover, withdrawHandover } from './handover/plan-handover.ts'
import { getHandover, listHandovers } from './handover/read-handovers.ts'
import { askLeave, withdrawLeave } from './roster/ask-leave.ts'
import { clockShift } from './roster/clock-shift.ts'
import { decideLeave, listLeaves } from './roster/decide-leave.ts'
import { getMyRoster } from './roster/my-roster.ts'
import { listOnDuty } from './roster/on-duty.ts'
import { getRosterWeek, listRosterStations } from './roster/read-week.ts'
import { saveRosterWeek } from './roster/save-week.ts'
import { answerSwap, askSwap, decideSwap, listSwaps, withdrawSwap } from './roster/swap-shifts.ts'
import { changeDutyRule, decideDutyRule, endDutyRule } from './rules/change-rule.ts'
import { previewDutyRule } from './rules/preview-rule.ts'
import { listDutyRules, listDutyRuleVersions } from './rules/read-rules.ts'

/** Duty rules and forms, the plan, rosters and hand-over. */
export function registerDutyRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps, dutyRoutes, {
    getDutyLoad,
    previewDutyRule,
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
  registerRoutes(app, deps, rosterRoutes, {
    listRosterStations,
    getRosterWeek,
    saveRosterWeek,
    listOnDuty,
    listLeaves,
    decideLeave,
    listSwaps,
    decideSwap,
  })
  registerRoutes(app, deps, handoverRoutes, { getHoldings, planHandover, withdrawHandover, listHandovers, getHandover })
  registerRoutes(app, deps, myDutyRoutes, {
    getMyRoster,
    askLeave,
    withdrawLeave,
    askSwap,
    answerSwap,
    withdrawSwap,
    clockShift,
  })
}
