import { type Sentence, text } from './problem-reasons.ts'

/** Problems of the field day: rules, forms, visits, patrols, rosters. */
export const fieldworkSentences = {
  'duty.not_found': { zh: '没有这条职责规则，请刷新看看。', en: 'There is no such duty rule; reload and look.' },
  'duty.stale': {
    zh: '这条规则刚被别人改过。请看最新一版再改；您填的还在。',
    en: 'Somebody has just changed this rule. Look at it as it is now; what you typed is kept.',
  },
  'duty.waiting': {
    zh: '这条规则已有一项修改在等另一位同意，请等它有了结果再改。',
    en: 'A change of this rule already waits for a second person; wait until that is decided.',
  },
  'duty.same_person': {
    zh: '这项修改是您自己提出的，要由另一位同意。您可以撤回它。',
    en: 'You proposed this change yourself: another person must agree. You may take it back.',
  },
  'form.not_found': { zh: '没有这张走访表，请刷新看看。', en: 'There is no such visit form; reload and look.' },
  'form.stale': {
    zh: '这张走访表刚被别人改过。请看最新一版再改；您填的还在。',
    en: 'Somebody has just changed this form. Look at it as it is now; what you typed is kept.',
  },
  'form.in_use': {
    zh: (d) => `规则“${text(d['rule'])}”还在用这张走访表，请先给规则换一张。`,
    en: (d) => `The rule “${text(d['rule'])}” still uses this form; give it another one first.`,
  },
  'form.unknown': {
    zh: '这张走访表已换新版，填的内容还在。请联网更新后再交。',
    en: 'This visit form has been replaced; what you filled in is kept. Please update online and send again.',
  },
  'device.not_found': {
    zh: '这部手机没有登记，请重新登录并设置密码。',
    en: 'This phone is not enrolled; please sign in again and set a PIN.',
  },
  'device.revoked': {
    zh: '这部手机已被停用，没上传的内容已交给站里处理。请找网格站。',
    en: 'This phone has been revoked; what was not sent is with your station. Please ask there.',
  },
  'device.pin_wrong': { zh: '手机密码不对，请再试。', en: 'The PIN is wrong; please try again.' },
  'quarantine.not_found': { zh: '没有这条隔离记录。', en: 'There is no such record in quarantine.' },
  'quarantine.decided': {
    zh: '这条记录已有人处理，请刷新查看结果。',
    en: 'Somebody has decided about this record; please reload to see how.',
  },
  'patrol.not_found': { zh: '没有这次巡查，请重新开始。', en: 'There is no such patrol; please start a new one.' },
  'patrol.tracks_off': {
    zh: '本县没有开启巡查轨迹，轨迹未保存，其他内容可以再交。',
    en: 'The county does not keep tracks of patrols; please send the rest without the track.',
  },
  'roster.stale': {
    zh: '这周的排班刚被别人改过或有人换了班。请看最新的再改；您排的还在。',
    en: 'This week’s roster has just been changed, or a shift was swapped. Look at it as it is now; what you planned is kept.',
  },
  'roster.overlap': {
    zh: '同一个人的两个班时间重叠，请先错开。',
    en: 'Two shifts of one person overlap; please move one of them first.',
  },
  'roster.clocked': {
    zh: '已打过卡的班不能删也不能改时间，请刷新看看。',
    en: 'A shift that somebody has clocked into is neither taken out nor moved; please reload and look.',
  },
  'shift.not_found': {
    zh: '您没有这个班，可能刚换给了别人。请刷新。',
    en: 'This shift is not yours, perhaps not any more; please reload.',
  },
  'shift.clock_off': {
    zh: '本县不要求打卡，不用打。',
    en: 'The county does not ask anybody to clock in; there is nothing to do.',
  },
  'shift.not_now': {
    zh: '现在不是这个班的时间，请看看手机时间或选对班次。',
    en: 'This is not the time of that shift; check the clock of the phone or choose the right one.',
  },
  'leave.not_found': { zh: '没有这条请假，请刷新看看。', en: 'There is no such leave; please reload and look.' },
  'leave.decided': {
    zh: '这条请假已经有了结果或已收回，请刷新看看。',
    en: 'This leave has been decided or taken back already; please reload and look.',
  },
  'leave.overlap': {
    zh: '这几天您已请过假，请先收回那一条或改日期。',
    en: 'You have asked for leave on some of these days already; take that back or choose other days.',
  },
  'leave.no_station': {
    zh: '您还没有岗位，不知道该由哪个站批假，请联系管理员。',
    en: 'You have no post, so no station could decide; please ask an administrator.',
  },
  'swap.not_found': { zh: '没有这条换班，请刷新看看。', en: 'There is no such swap; please reload and look.' },
  'swap.decided': {
    zh: '这条换班已经有了结果，请刷新看看。',
    en: 'This swap is settled already; please reload and look.',
  },
  'swap.open_already': {
    zh: '这个班已在问别人换，请等回复或先收回。',
    en: 'Somebody has been asked to take this shift already; wait for the answer or take it back first.',
  },
  'handover.not_found': { zh: '没有这次交接，请刷新看看。', en: 'There is no such hand-over; please reload and look.' },
  'handover.planned_already': {
    zh: '这个人已有一次交接在等生效，请先撤销那一次。',
    en: 'A hand-over of this person waits for its day already; take that back first.',
  },
  'handover.stale': {
    zh: '这个人负责的网格刚有变动，请看最新的再交接；您填的还在。',
    en: 'What this person is responsible for has just changed. Look at it as it is now; what you filled in is kept.',
  },
  'handover.wrong_state': {
    zh: '这次交接已经生效或已撤销，请刷新看看。',
    en: 'This hand-over has taken effect or was taken back; please reload and look.',
  },
} satisfies Record<string, Sentence>

/** Rules that a duty rule or a visit form may break. */
export const fieldworkRules: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  quota_is_daily: { zh: '“每天几户”只能按天算，请把周期改为“天”', en: 'A quota is counted by the day; choose “day”' },
  quota_target: { zh: '“每天几户”只能用于住户或单位场所', en: 'A quota is of households or of places' },
  need_kinds_unused: { zh: '只有按需求走访的规则才选需求类别', en: 'Only a rule by needs names kinds of need' },
  kinds_unused: { zh: '只有走访单位场所的规则才选类别', en: 'Only a rule of places names their kinds' },
  grid_has_no_first: { zh: '巡查整个网格没有“首次走访”', en: 'A round through the grid has no first visit' },
  more_than_days: { zh: '次数比周期里能做的天数还多', en: 'More times than the period has days for it' },
  minutes_of_day: { zh: '一天里要花的时间超过 8 小时', en: 'It would take more than eight hours a day' },
  retry_beyond_period: { zh: '改天再访的间隔比周期还长', en: 'The wait before trying again is longer than the period' },
  form_unknown: { zh: '没有这张走访表', en: 'There is no such visit form' },
  category_unknown: { zh: '没有这个诉求类别', en: 'There is no such category' },
  field_unknown: { zh: '登记项目目录里没有这一项', en: 'The field catalogue has no such field' },
  field_sealed: {
    zh: '这一项封存在保密库，不能由走访表改',
    en: 'This field lies in the vault; a form cannot change it',
  },
  field_shape: { zh: '题型和这个登记项目不相符', en: 'The kind of question does not fit this field' },
  key_taken: { zh: '这个代码用过了，每题要有自己的代码', en: 'That key is taken; each question has its own' },
  choices_missing: { zh: '选择题至少要有两个选项', en: 'A choice needs two options at least' },
  choices_unused: { zh: '这种题没有选项', en: 'This kind of question has no options' },
  code_reserved: {
    zh: '“不详”和“不愿说”每题都有，不用另列',
    en: '“Unknown” and “declined” are part of every question',
  },
  asked_after: { zh: '只能按前面的题决定问不问', en: 'Only an earlier question can decide whether this is asked' },
  not_an_answer: { zh: '那一题没有这个答案', en: 'That question has no such answer' },
  monday: { zh: '一周从星期一算起，请选星期一', en: 'A week begins on a Monday' },
  outside_week: { zh: '这个班不在这一周里', en: 'This shift lies outside the week' },
  not_a_member: { zh: '这个人不在本站，不能排班', en: 'Not one of this station’s people' },
  no_time_between: { zh: '上班和下班时间不能相同', en: 'A shift needs some time between its two ends' },
  shift_twice: { zh: '同一个班出现了两次', en: 'The same shift stands there twice' },
  leave_too_long: { zh: '一次请假最多一年', en: 'Leave is for a year at most' },
  last_before_first: { zh: '最后一天不能早于第一天', en: 'The last day is before the first' },
  only_illness_afterwards: { zh: '只有病假可以事后补，其他假请提前请', en: 'Only illness may be told afterwards' },
  too_long_ago: { zh: '只能补一个月内的病假', en: 'Illness may be told up to a month afterwards' },
  not_in_past: { zh: '交接只能从今天或以后开始', en: 'A hand-over begins today or later' },
  grid_without_successor: { zh: '离岗的人每个网格都要有人接', en: 'Whoever leaves needs a successor in every grid' },
  successor_unknown: {
    zh: '接手的人要是本站在岗人员，且不是交出的人',
    en: 'A successor is somebody else of the station, at work',
  },
  with_oneself: { zh: '不能和自己换班', en: 'Nobody swaps with themselves' },
  stand_in_self: { zh: '请假的人不能自己代班', en: 'Whoever is away cannot stand in for themselves' },
  least_above_most: { zh: '最小不能大于最大', en: 'The least is above the most' },
}
