import type { Reason } from '@linli/contract/categories'
import { Problem } from '../../platform/problem/problem.ts'

const reason = (code: string, zh: string, en: string): Reason => ({ code, names: { zh, en } })

/** Reasons from which a person picks; what they mean in the case at hand is written beside them. */
export const reasons = {
  decline: [
    reason('outside_competence', '不属于本县职权范围', 'Outside the competence of this county'),
    reason('in_court', '已进入诉讼、仲裁或复议程序', 'Already before a court, an arbitrator or a reviewing body'),
    reason('emergency_service', '应当拨打 110、119、120', 'A matter for 110, 119 or 120'),
    reason(
      'duplicate_no_news',
      '同一事项正在办理，没有新情况',
      'The same matter is under way and there is nothing new',
    ),
    reason('not_found', '现场没有发现所反映的情况', 'Nothing of the kind was found on the spot'),
    reason('too_little', '信息不足，多次联系不上', 'Too little to go on, and nobody could be reached'),
  ],
  return: [
    reason('not_competent', '不是本单位职责', 'Not the duty of this unit'),
    reason('wrong_place', '地点不在本辖区', 'The place is outside this unit’s area'),
    reason('wrong_category', '分类有误', 'The category is wrong'),
    reason('needs_other_first', '须由其他单位先行办理', 'Another unit has to act first'),
  ],
  pause: [
    reason('needs_information', '等反映人补充情况', 'Waiting for the person to tell more'),
    reason('needs_access', '等反映人约时间开门', 'Waiting for the person to let us in'),
    reason('needs_decision', '等反映人作出选择', 'Waiting for the person to choose'),
  ],
}

/** Reasons are counted and told to people by their code: one that is not in the list would be neither. */
export function refuseOtherReason(kind: keyof typeof reasons, code: string): void {
  if (reasons[kind].some((one) => one.code === code)) return
  throw new Problem('input.invalid', undefined, [{ path: 'reasonCode', rule: 'not_in_list' }])
}
