import type { MatterStatus, TrackedMatter } from '@linli/contract/matters'
import type { Locale } from '@linli/ui'

type Sentence = (unit: string) => string
type StepKind = TrackedMatter['steps'][number]['kind']

const zhStatus: Record<MatterStatus, Sentence> = {
  reported: () => '已收到，等着受理',
  accepted: () => '已受理，正在派给能办的人',
  dispatched: (unit) => `已派给${unit}，等签收`,
  handling: (unit) => `${unit}正在办`,
  disputed: () => '正在确定由谁来办',
  paused: () => '先停一停，等您补充',
  settled: () => '办好了，正在核查',
  verified: () => '办好了，请您确认',
  closed: () => '已办结',
  declined: () => '没有受理',
  merged: () => '并到同一件事一起办',
}

const enStatus: Record<MatterStatus, Sentence> = {
  reported: () => 'Received, waiting to be taken on',
  accepted: () => 'Taken on, being given to whoever can do it',
  dispatched: (unit) => `Given to ${unit}, to be received`,
  handling: (unit) => `${unit} is on it`,
  disputed: () => 'Being decided who does it',
  paused: () => 'On hold, waiting for you',
  settled: () => 'Done, being checked',
  verified: () => 'Done, please confirm',
  closed: () => 'Closed',
  declined: () => 'Not taken on',
  merged: () => 'Handled together with the same matter',
}

/** What happened, in one sentence; whatever people wrote stands below it. */
const zhStep: Record<StepKind, Sentence> = {
  report: () => '您报了这件事',
  follow: () => '又有人一起关注',
  supplement: () => '您补充了情况',
  accept: (unit) => `${unit}受理了`,
  decline: (unit) => `${unit}没有受理`,
  locate: () => '核实了地点',
  categorise: () => '核实了类别',
  settle_on_spot: (unit) => `${unit}当场办好了`,
  escalate: (unit) => `${unit}交给了上一级`,
  dispatch: (unit) => `${unit}派给了能办的单位`,
  receive: (unit) => `${unit}接手了`,
  assign: (unit) => `${unit}安排了经办人`,
  return: (unit) => `${unit}退回，重新派`,
  dispute: (unit) => `${unit}认为不归它办，正在裁定`,
  decide_dispute: () => '裁定了由谁办',
  request_extension: (unit) => `${unit}申请延长时间`,
  decide_extension: () => '延长时间的申请有了结果',
  pause: () => '等您补充，计时暂停',
  resume: () => '继续办',
  settle: (unit) => `${unit}办好了`,
  verify: () => '核查过了',
  call_back: () => '打电话问过您',
  confirm: () => '您确认办好了',
  reject: () => '您退回了，重新办',
  close: () => '办结',
  reopen: () => '重新打开',
  merge: () => '并到同一件事一起办',
  unmerge: () => '又单独办',
  supervise: () => '上级在督办',
  comment: (unit) => `${unit}说`,
  reveal: (unit) => `${unit}查看了您的联系方式`,
  warned: () => '快到时限，已提醒',
  overdue: () => '超过了时限',
  silence: () => '一直没有等到您的回复，自动办结',
  notice: () => '给您发了消息',
}

const enStep: Record<StepKind, Sentence> = {
  report: () => 'You reported it',
  follow: () => 'Somebody else follows it',
  supplement: () => 'You added something',
  accept: (unit) => `${unit} took it on`,
  decline: (unit) => `${unit} did not take it on`,
  locate: () => 'The place was checked',
  categorise: () => 'The category was checked',
  settle_on_spot: (unit) => `${unit} settled it on the spot`,
  escalate: (unit) => `${unit} passed it one level up`,
  dispatch: (unit) => `${unit} gave it to whoever can do it`,
  receive: (unit) => `${unit} took it over`,
  assign: (unit) => `${unit} named a person for it`,
  return: (unit) => `${unit} sent it back, to be given anew`,
  dispute: (unit) => `${unit} says it is not theirs; this is being decided`,
  decide_dispute: () => 'It was decided who does it',
  request_extension: (unit) => `${unit} asked for more time`,
  decide_extension: () => 'The request for more time was decided',
  pause: () => 'Waiting for you; the clock stands still',
  resume: () => 'It goes on',
  settle: (unit) => `${unit} settled it`,
  verify: () => 'It was checked',
  call_back: () => 'You were asked by phone',
  confirm: () => 'You confirmed that it is done',
  reject: () => 'You sent it back',
  close: () => 'Closed',
  reopen: () => 'Opened again',
  merge: () => 'Joined with the same matter',
  unmerge: () => 'On its own again',
  supervise: () => 'The level above keeps an eye on it',
  comment: (unit) => `${unit} says`,
  reveal: (unit) => `${unit} looked at your contact`,
  warned: () => 'A reminder: the limit is near',
  overdue: () => 'The limit has passed',
  silence: () => 'No answer came from you; closed',
  notice: () => 'A message was sent to you',
}

export function statusSentence(matter: Pick<TrackedMatter, 'status' | 'holder'>, locale: Locale): string {
  const table = locale === 'zh' ? zhStatus : enStatus
  return table[matter.status](matter.holder ?? unnamed(locale))
}

export function stepSentence(step: Pick<TrackedMatter['steps'][number], 'kind' | 'unit'>, locale: Locale): string {
  const table = locale === 'zh' ? zhStep : enStep
  return table[step.kind](step.unit ?? unnamed(locale))
}

function unnamed(locale: Locale): string {
  return locale === 'zh' ? '受理台' : 'The desk'
}
