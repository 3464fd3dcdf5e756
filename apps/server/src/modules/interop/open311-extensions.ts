import type { CategoryRules } from '@linli/contract/categories'
import type { MatterStatus } from '@linli/contract/matters'
import { type PublicMatter, shownAnswers } from '../matters/index.ts'

export const statusNotes: Record<MatterStatus, string> = {
  reported: '待受理',
  accepted: '待分派',
  dispatched: '待签收',
  handling: '办理中',
  disputed: '正在确定承办单位',
  paused: '等反映人补充',
  settled: '已办好，待核查',
  verified: '已核查，待反映人确认',
  closed: '已办结',
  declined: '不予受理',
  merged: '已并入同一事项',
}

/**
 * What several cities add where `extensions=true` is asked for: answers and the course of the request. Of the answers
 * only those that were chosen from a list or are numbers: free words may hold what is nobody else's business.
 */
export function extended(
  matter: PublicMatter,
  rules: CategoryRules,
  steps: readonly { readonly at: string; readonly toStatus: MatterStatus }[],
): Record<string, unknown> {
  const chosen = (matter.answers ?? []).filter(({ code }) => {
    const kind = rules.questions.find((question) => question.code === code)?.kind
    return kind === 'singlevaluelist' || kind === 'multivaluelist' || kind === 'number'
  })
  return {
    attributes: shownAnswers(rules, chosen).map(({ code, names, values }) => ({
      code,
      label: names?.zh ?? code,
      value: values.map(({ zh }) => zh).join('、'),
    })),
    notes: steps.map(({ at, toStatus }) => ({ datetime: at, description: statusNotes[toStatus], type: toStatus })),
  }
}
