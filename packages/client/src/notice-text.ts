import type { NoticeChannel, NoticeKind } from '@linli/contract/notice-kinds'

type Both = Readonly<Record<'zh' | 'en', string>>

const kinds: Readonly<Record<NoticeKind, { readonly name: Both; readonly hint: Both }>> = {
  danger: {
    name: { zh: '危及安全', en: 'Danger' },
    hint: { zh: '有人的生命或孩子的安全受到威胁', en: 'Somebody’s life or a child’s safety is at stake' },
  },
  incident: {
    name: { zh: '事件处置', en: 'Incident' },
    hint: { zh: '指挥室的任务和通播，演练也算', en: 'Tasks and broadcasts of an incident room, exercises too' },
  },
  work: {
    name: { zh: '交给我的工作', en: 'Work for me' },
    hint: { zh: '指定我经办、代班、交接', en: 'Matters given to me, standing in, hand-overs' },
  },
  limit: {
    name: { zh: '快到期和超期', en: 'Limits' },
    hint: { zh: '手上的事快到时限或已超时限', en: 'What I have nears its limit or is past it' },
  },
  supervision: {
    name: { zh: '督办', en: 'Supervision' },
    hint: { zh: '手上的事被列为督办', en: 'What I have is being supervised' },
  },
  answer: {
    name: { zh: '申请和答复', en: 'Requests and answers' },
    hint: { zh: '请假、换班、延期', en: 'Leave, swaps of shifts, more time' },
  },
  roster: {
    name: { zh: '排班变动', en: 'Roster' },
    hint: { zh: '排班发布或改了我的班', en: 'A roster is published or my shifts change' },
  },
  oversight: {
    name: { zh: '紧急调阅', en: 'Break-glass' },
    hint: {
      zh: '有人调阅了管辖范围外的档案，请我核查',
      en: 'Somebody opened a file beyond their reach; I am to review it',
    },
  },
}

const channels: Readonly<Record<NoticeChannel, Both>> = {
  inapp: { zh: '站内', en: 'In the list' },
  push: { zh: '浏览器推送', en: 'Push' },
  email: { zh: '邮件', en: 'E-mail' },
  sms: { zh: '短信', en: 'Text message' },
}

export const noticeKindText = (kind: NoticeKind, locale: 'zh' | 'en'): string => kinds[kind].name[locale]
export const noticeKindHint = (kind: NoticeKind, locale: 'zh' | 'en'): string => kinds[kind].hint[locale]
export const noticeChannelText = (channel: NoticeChannel, locale: 'zh' | 'en'): string => channels[channel][locale]

/** A browser as people call it: `Chrome · Android`; its own words where it is none of the usual ones. */
export function browserText(userAgent: string): string {
  const name = browserNames.find(([mark]) => userAgent.includes(mark))?.[1]
  const system = systemNames.find(([mark]) => userAgent.includes(mark))?.[1]
  return name === undefined ? userAgent.slice(0, 40) : [name, system].filter(Boolean).join(' · ')
}

// In this order: Edge calls itself Chrome, and Chrome Safari.
const browserNames = [
  ['MicroMessenger', 'WeChat'],
  ['HuaweiBrowser', 'Huawei Browser'],
  ['Edg', 'Edge'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const
const systemNames = [
  ['HarmonyOS', 'HarmonyOS'],
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const
