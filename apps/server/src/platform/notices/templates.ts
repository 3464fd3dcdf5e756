type Params = Readonly<Record<string, string>>
type Sentence = (params: Params) => string
interface Template {
  readonly zh: Sentence
  readonly en: Sentence
}

/** What people are told, by occasion. Codes of residents stand only in what goes to their own phone. */
export const templates = {
  matter_received: {
    zh: (p) => `【邻里】您反映的“${p.title}”已收到，编号 ${p.number}，查询码 ${p.code}。`,
    en: (p) => `[Linli] We received “${p.title}”: number ${p.number}, code ${p.code}.`,
  },
  matter_settled: {
    zh: (p) => `【邻里】您反映的“${p.title}”（${p.number}）已办好并核查，请您确认是否满意；不满意可退回重办。`,
    en: (p) =>
      `[Linli] “${p.title}” (${p.number}) is done and checked. Please say whether you are content; if not, it opens again.`,
  },
  matter_reopened: {
    zh: (p) => `【邻里】按您的意见，“${p.title}”（${p.number}）已重新办理。`,
    en: (p) => `[Linli] As you asked, “${p.title}” (${p.number}) has been opened again.`,
  },
  matter_paused: {
    zh: (p) => `【邻里】办理“${p.title}”（${p.number}）需要您补充：${p.words}`,
    en: (p) => `[Linli] To go on with “${p.title}” (${p.number}) we need from you: ${p.words}`,
  },
  matter_declined: {
    zh: (p) => `【邻里】您反映的“${p.title}”（${p.number}）不能受理：${p.words}`,
    en: (p) => `[Linli] “${p.title}” (${p.number}) cannot be taken on: ${p.words}`,
  },
  matter_closed: {
    zh: (p) => `【邻里】“${p.title}”（${p.number}）已办结。`,
    en: (p) => `[Linli] “${p.title}” (${p.number}) is closed.`,
  },
  matter_warned: {
    zh: (p) => `${p.number} ${p.title}：快到时限`,
    en: (p) => `${p.number} ${p.title}: the limit is near`,
  },
  matter_overdue: {
    zh: (p) => `${p.number} ${p.title}：已超时限`,
    en: (p) => `${p.number} ${p.title}: past its limit`,
  },
  matter_danger: {
    zh: (p) => `危及安全，请立即处理：${p.number} ${p.title}`,
    en: (p) => `Danger, act at once: ${p.number} ${p.title}`,
  },
  matter_supervised: {
    zh: (p) => `${p.level}督办：${p.number} ${p.title}`,
    en: (p) => `Supervised (${p.levelEn}): ${p.number} ${p.title}`,
  },
  matter_extended: {
    zh: (p) => `同意延期：${p.number} ${p.title}`,
    en: (p) => `More time granted: ${p.number} ${p.title}`,
  },
  matter_not_extended: {
    zh: (p) => `没有同意延期：${p.number} ${p.title}`,
    en: (p) => `No more time: ${p.number} ${p.title}`,
  },
  matter_assigned: {
    zh: (p) => `交给您办理：${p.number} ${p.title}`,
    en: (p) => `Given to you: ${p.number} ${p.title}`,
  },
  roster_published: {
    zh: (p) => `${p.unit} ${p.monday} 这一周的排班已发布，您有 ${p.shifts} 个班`,
    en: (p) => `${p.unit}: the roster of the week of ${p.monday} is published; you have ${p.shifts} shifts`,
  },
  roster_changed: {
    zh: (p) => `${p.unit} ${p.monday} 这一周您的排班有变动，请查看`,
    en: (p) => `${p.unit}: your shifts in the week of ${p.monday} have changed, please look`,
  },
  leave_granted: {
    zh: (p) => `您 ${p.days} 的请假已批准${p.words}`,
    en: (p) => `Your leave ${p.days} is granted${p.words}`,
  },
  leave_refused: {
    zh: (p) => `您 ${p.days} 的请假没有批准${p.words}`,
    en: (p) => `Your leave ${p.days} is refused${p.words}`,
  },
  stand_in: {
    zh: (p) => `${p.days} 请您代 ${p.name} 的网格`,
    en: (p) => `You stand in for ${p.name}, ${p.days}`,
  },
  stand_in_ended: {
    zh: (p) => `${p.name}${p.day} 起自己上班，不用您代了`,
    en: (p) => `${p.name} works again from ${p.day}; you need not stand in any more`,
  },
  swap_asked: {
    zh: (p) => `${p.name} 想把 ${p.shift} 的班换给您，请答复`,
    en: (p) => `${p.name} asks you to take the shift ${p.shift}, please answer`,
  },
  swap_settled: {
    zh: (p) => `换班成了：${p.shift} 的班由 ${p.name} 来上`,
    en: (p) => `Swapped: ${p.name} takes the shift ${p.shift}`,
  },
  swap_refused: {
    zh: (p) => `换班没成：${p.shift} 的班还是您上`,
    en: (p) => `Not swapped: the shift ${p.shift} stays yours`,
  },
  handover_planned: {
    zh: (p) => `交接 ${p.number}：${p.day} 起您接手${p.name}的工作`,
    en: (p) => `Hand-over ${p.number}: from ${p.day} you take over from ${p.name}`,
  },
  handover_from: {
    zh: (p) => `交接 ${p.number}：${p.day} 起您的工作由${p.name}接手`,
    en: (p) => `Hand-over ${p.number}: from ${p.day} ${p.name} takes over from you`,
  },
  handover_withdrawn: {
    zh: (p) => `交接 ${p.number} 已撤销，一切照旧`,
    en: (p) => `Hand-over ${p.number} was taken back; everything stays as it was`,
  },
  incident_task: {
    zh: (p) => `${p.exercise ? '【演练】' : ''}${p.title}：交给您的任务——${p.words}`,
    en: (p) => `${p.exercise ? '[Exercise] ' : ''}${p.title}: a task for you: ${p.words}`,
  },
  incident_broadcast: {
    zh: (p) => `【邻里】${p.exercise ? '【演练】' : ''}${p.title}：${p.words}`,
    en: (p) => `[Linli] ${p.exercise ? '[Exercise] ' : ''}${p.title}: ${p.words}`,
  },
  rights_answered: {
    zh: () => '【邻里】您关于个人信息的请求已有答复，请在“我的资料”里查看。',
    en: () => '[Linli] Your request about your own data has been answered; see “My data”.',
  },
  rights_extended: {
    zh: (p) => `【邻里】您关于个人信息的请求需要更多时间，${p.day} 前答复。原因请在“我的资料”里查看。`,
    en: (p) => `[Linli] Your request about your own data takes longer, until ${p.day}. See “My data” for why.`,
  },
  rights_link_code: {
    zh: (p) =>
      `【邻里】验证码 ${p.code}，${p.minutes} 分钟内有效。柜台正在把这个手机号关联到${p.name}的登记档案；您不在柜台，就不要告诉任何人。`,
    en: (p) =>
      `[Linli] Code ${p.code}, good for ${p.minutes} minutes. A counter is linking this phone to the file of ${p.name}; if you are not there, tell it to nobody.`,
  },
  rights_linked: {
    zh: (p) =>
      `【邻里】${p.name}的登记档案又关联了手机 ${p.phone}。不是您同意的，请在“我的资料”里解除，或到网格站办理。`,
    en: (p) =>
      `[Linli] The phone ${p.phone} was linked to the file of ${p.name} too. If you did not agree, end it in “My data” or at the station.`,
  },
  rights_unlinked: {
    zh: (p) => `【邻里】您的手机与${p.name}的登记档案已解除关联。有疑问请到网格站。`,
    en: (p) => `[Linli] Your phone is no longer linked to the file of ${p.name}. If in doubt, ask at the station.`,
  },
  break_glass: {
    zh: (p) => `紧急调阅：${p.by} 调阅了管辖范围外的一份档案，理由：${p.reason}`,
    en: (p) => `Break-glass: ${p.by} opened a file beyond their reach, because: ${p.reason}`,
  },
  brief: {
    zh: (p) => `【邻里】${p.name}：${p.title}，见附件。`,
    en: (p) => `[Linli] ${p.name}: ${p.title}, attached.`,
  },
  told: {
    zh: (p) => `【邻里】${p.what}${p.number ? ` ${p.number}` : ''}，请登录查看。`,
    en: (p) => `[Linli] ${p.what}${p.number ? ` ${p.number}` : ''}. Please sign in to look.`,
  },
  told_several: {
    zh: (p) => `【邻里】您有 ${p.count} 条新通知：${p.what}，请登录查看。`,
    en: (p) => `[Linli] ${p.count} new messages: ${p.what}. Please sign in to look.`,
  },
  push_told: {
    zh: (p) => `${p.what}${p.number ? ` ${p.number}` : ''}`,
    en: (p) => `${p.what}${p.number ? ` ${p.number}` : ''}`,
  },
  push_told_several: {
    zh: (p) => `${p.count} 条新通知：${p.what}`,
    en: (p) => `${p.count} new messages: ${p.what}`,
  },
  push_trial: {
    zh: () => '这是一条试发的通知，这个浏览器收得到。',
    en: () => 'This is a trial: messages arrive in this browser.',
  },
  phone_code: {
    zh: (p) => `【邻里】登录验证码 ${p.code}，${p.minutes ?? '5'} 分钟内有效。工作人员不会向您要这个码。`,
    en: (p) => `[Linli] Your code is ${p.code}, good for ${p.minutes ?? '5'} minutes. Staff will never ask you for it.`,
  },
} satisfies Record<string, Template>

export type TemplateName = keyof typeof templates

export function render(template: TemplateName, locale: 'zh' | 'en', params: Params): string {
  return templates[template][locale](params)
}
