import type { MatterEntry } from '@linli/contract/matters'
import type { Locale } from '@linli/ui'

/** What happened, one for each kind of the contract: leaving one out is a type error. */
const kinds: Record<MatterEntry['kind'], { readonly zh: string; readonly en: string }> = {
  report: { zh: '报事', en: 'Reported' },
  accept: { zh: '受理', en: 'Taken on' },
  decline: { zh: '不予受理', en: 'Declined' },
  locate: { zh: '定位', en: 'Located' },
  categorise: { zh: '改类别', en: 'Category changed' },
  settle_on_spot: { zh: '当场办结', en: 'Settled on the spot' },
  escalate: { zh: '上报', en: 'Escalated' },
  dispatch: { zh: '派遣', en: 'Dispatched' },
  receive: { zh: '签收', en: 'Received' },
  assign: { zh: '指定办理人', en: 'Given to a person' },
  return: { zh: '退回', en: 'Returned' },
  dispute: { zh: '提出权责争议', en: 'Competence disputed' },
  decide_dispute: { zh: '裁定权责', en: 'Competence decided' },
  request_extension: { zh: '申请延期', en: 'More time asked for' },
  decide_extension: { zh: '审批延期', en: 'More time decided' },
  pause: { zh: '暂停', en: 'Paused' },
  resume: { zh: '恢复', en: 'Resumed' },
  settle: { zh: '办结', en: 'Settled' },
  verify: { zh: '核查', en: 'Checked' },
  call_back: { zh: '回访', en: 'Called back' },
  confirm: { zh: '报的人确认', en: 'Confirmed by the reporter' },
  reject: { zh: '报的人不认可', en: 'Rejected by the reporter' },
  close: { zh: '结案', en: 'Closed' },
  reopen: { zh: '重新办理', en: 'Reopened' },
  merge: { zh: '并入', en: 'Merged' },
  unmerge: { zh: '撤销并入', en: 'Merge undone' },
  supervise: { zh: '督办', en: 'Supervised' },
  comment: { zh: '留言', en: 'Comment' },
  reveal: { zh: '查看联系方式', en: 'Contact revealed' },
  follow: { zh: '有人关注', en: 'Followed' },
  warned: { zh: '将到期提醒', en: 'Limit is near' },
  overdue: { zh: '超过时限', en: 'Limit passed' },
  supplement: { zh: '报的人补充', en: 'Reporter added something' },
  silence: { zh: '报的人没有答复', en: 'No answer from the reporter' },
  notice: { zh: '已通知', en: 'Notice sent' },
}

export function entryWords(kind: MatterEntry['kind'], locale: Locale): string {
  return kinds[kind][locale]
}
