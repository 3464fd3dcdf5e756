import { fieldworkRules } from './fieldwork-text.ts'
import { registerRules } from './register-text.ts'

type Locale = 'zh' | 'en'
interface Fault {
  readonly path: string
  readonly rule: string
  readonly limit?: number | string | undefined
}

const phoneFormat = {
  zh: '电话格式不对：手机 11 位，座机带区号',
  en: 'Not a phone number: eleven digits, or a landline with its area code',
}
/** How a field with this name is written. */
const formats: Readonly<Record<string, { zh: string; en: string }>> = {
  phone: phoneFormat,
  callerphone: phoneFormat,
  login: {
    zh: '账号用 2–32 个字母、数字、点、横线，以字母或数字开头',
    en: 'Two to 32 letters, digits, dots or hyphens, a letter or digit first',
  },
  code: {
    zh: '代码用小写字母、数字、下划线，以字母开头',
    en: 'Small letters, digits and underscores, a letter first',
  },
}

function unreadable() {
  return {
    zh: '发来的内容读不懂，请刷新页面再试',
    en: 'What was sent cannot be read; load the page anew and try again',
  }
}

const rules: Record<string, (fault: Fault) => { zh: string; en: string }> = {
  required: () => ({ zh: '这一项要填', en: 'Please fill this in' }),
  string_too_small: () => ({ zh: '这一项要填', en: 'Please fill this in' }),
  string_too_big: (f) => ({ zh: `最多 ${f.limit} 个字`, en: `${f.limit} characters at most` }),
  number_too_small: (f) => ({ zh: `不能小于 ${f.limit}`, en: `Not less than ${f.limit}` }),
  number_too_big: (f) => ({ zh: `不能大于 ${f.limit}`, en: `Not more than ${f.limit}` }),
  array_too_small: (f) => ({ zh: `至少 ${f.limit} 项`, en: `At least ${f.limit}` }),
  array_too_big: (f) => ({ zh: `最多 ${f.limit} 项`, en: `${f.limit} at most` }),
  unstorable_text: () => ({
    zh: '含有不能保存的字符，请删去后再试',
    en: 'It holds characters that cannot be stored; please remove them',
  }),
  urgent_needs_channel: () => ({
    zh: '这一类关系到人的安全，浏览器推送、邮件、短信至少留一种',
    en: 'People’s safety hangs on this kind: keep at least one of push, e-mail and text message',
  }),
  quiet_empty: () => ({ zh: '开始和结束不能是同一时刻', en: 'It cannot end at the minute it begins' }),
  push_key: () => ({
    zh: '浏览器给出的推送密钥不对，请刷新再试',
    en: 'The key that the browser gave is not right; reload and try again',
  }),
  place_required: () => ({
    zh: '请选一个地点：点地图、写地址或选网格',
    en: 'Please give a place: a pin, an address or a grid',
  }),
  future: () => ({
    zh: '时间在将来，请核对手机时间',
    en: 'That time lies in the future; please check the clock of your phone',
  }),
  format_regex: (f) =>
    formats[f.path.split('.').at(-1)?.toLowerCase() ?? ''] ?? { zh: '格式不对', en: 'The form is not right' },
  format_email: () => ({
    zh: '邮箱地址不对，例如 zhang@example.org',
    en: 'Not an e-mail address, such as zhang@example.org',
  }),
  format_url: () => ({ zh: '网址不对，要以 https:// 开头', en: 'Not an address; it begins with https://' }),
  format_date: () => ({ zh: '日期不对', en: 'Not a date' }),
  date_too_early: () => ({ zh: '日期太早，请核对年份', en: 'That day is too early; please check the year' }),
  day_range: () => ({
    zh: '日期太早或太晚，请核对年份',
    en: 'That day is too early or too late; please check the year',
  }),
  after_from: () => ({ zh: '结束日期要晚于开始日期', en: 'It must end after it begins' }),
  inside_itself: () => ({ zh: '单位不能放到自己或自己的下级里', en: 'A unit cannot stand below itself' }),
  holder_kind: () => ({
    zh: '这项职责不能由这一类担任：网格员等要选人，网格站要选单位',
    en: 'That duty is not held so: people for people’s work, a unit for a station’s',
  }),
  line_must_cross_once: () => ({
    zh: '分割线要从网格外画进、再从另一边画出，且只穿过一次',
    en: 'The line must run from outside across the grid to outside, and cross it once',
  }),
  two_parts: () => ({ zh: '一条线只能分成两块', en: 'One line makes two parts' }),
  grids_only: () => ({ zh: '只有网格才有这一项', en: 'Only grids have this' }),
  polygon_too_small: () => ({
    zh: '画得太小，至少要三个不在一条线上的点',
    en: 'Too small: three corners not in a line at least',
  }),
  self_crossing: () => ({ zh: '边界自己交叉了', en: 'The boundary crosses itself' }),
  coordinate_range: () => ({ zh: '坐标不在地球上，请核对坐标系', en: 'Not a place on earth; please check the datum' }),
  shifts_out_of_order: () => ({ zh: '时段要按先后排列，不能重叠', en: 'Shifts must stand in order and not overlap' }),
  totp_already_enabled: () => ({
    zh: '二次验证已经开启；要换手机，请先关闭再开启',
    en: 'The second factor is on already; to change the phone, switch it off first',
  }),
  department_unknown: () => ({
    zh: '没有这个部门，请从列表里选',
    en: 'There is no such department; choose one of the list',
  }),
  future_only: () => ({ zh: '请填今天以后的日期', en: 'Please give a day after today' }),
  not_in_list: () => ({ zh: '请从给出的选项里选', en: 'Please choose one of those offered' }),
  invalid_value: () => ({ zh: '请从给出的选项里选', en: 'Please choose one of those offered' }),
  least_above_most: () => ({ zh: '下限不能大于上限', en: 'The least may not exceed the most' }),
  time: () => ({ zh: '时间不对，例如 08:30', en: 'Not a time, such as 08:30' }),
  format_datetime: () => ({ zh: '时间不对', en: 'Not a time' }),
  format_uuid: () => ({ zh: '编号不对，请刷新页面再试', en: 'Not an id; load the page anew and try again' }),
  unknown_field: (f) => ({
    zh: `有一项不认识：${f.path}。请刷新页面再试`,
    en: `“${f.path}” is not known here; load the page anew and try again`,
  }),
  object: unreadable,
  unreadable,
  list_values: () => ({ zh: '选择题要有选项，其他的不要', en: 'Lists need values to choose from, other kinds none' }),
  codes_differ: () => ({ zh: '代码不能重复', en: 'Each code may stand once' }),
  answer_single: (f) => ({ zh: `“${f.limit}”只能有一个回答`, en: `“${f.limit}” takes one answer` }),
  answer_one_line: (f) => ({ zh: `“${f.limit}”只能写一行`, en: `“${f.limit}” takes one line` }),
  answer_number: (f) => ({ zh: `“${f.limit}”要填数字`, en: `“${f.limit}” takes a number` }),
  answer_datetime: (f) => ({ zh: `“${f.limit}”要填日期或时间`, en: `“${f.limit}” takes a day or a time` }),
  answer_choice: (f) => ({ zh: `“${f.limit}”请从选项里选`, en: `“${f.limit}”: choose one of those offered` }),
  weekday_with_weekly: () => ({
    zh: '每周的简报要选星期几，每天的不用',
    en: 'A weekly brief needs its weekday, a daily one has none',
  }),
  widgets_collide: () => ({ zh: '两块版面叠在一起了，请挪开', en: 'Two parts lie over each other; please move one' }),
  cursor: () => ({ zh: '列表已变化，请从头加载', en: 'The list has changed; please load it from the start' }),
}

const kinds: Readonly<Record<string, { zh: string; en: string }>> = {
  number: { zh: '这一项要填数字', en: 'This takes a number' },
  int: { zh: '这一项要填整数', en: 'This takes a whole number' },
  string: { zh: '这一项要填文字', en: 'This takes words' },
  boolean: { zh: '这一项只能选是或否', en: 'This is yes or no' },
  array: { zh: '这一项要填一列', en: 'This takes a list' },
}

/** What is wrong with one field, in a few words. */
export function faultText(fault: Fault, locale: Locale): string {
  const known = rules[fault.rule]?.(fault) ?? registerRules[fault.rule] ?? fieldworkRules[fault.rule]
  if (known) return known[locale]
  const kind = kinds[fault.rule.replace(/^type_/, '')]
  if (kind) return kind[locale]
  return locale === 'zh' ? '这一项填得不对' : 'This is not right'
}
