import { byReason, type Sentence, text, unreadableReport } from './problem-reasons.ts'

/** Problems of the population register. */
export const registerSentences = {
  'register.not_found': {
    zh: '登记簿里没有这一项，或不在您的范围内。',
    en: 'The register has no such entry within your reach.',
  },
  'register.stale': {
    zh: '这份档案刚被别人改过。请看一下最新内容，再改一次；您填的还在。',
    en: 'Somebody has just changed this file. Look at it as it is now and try again; what you typed is kept.',
  },
  'dwelling.inhabited': {
    zh: '这里还登记着住户，请先把住户迁出或改到别的房屋。',
    en: 'Households are on record here; move them out or to another dwelling first.',
  },
  'dwelling.elsewhere': {
    zh: (d) => `“${text(d['address'])}”已登记在${text(d['gridName'])}。请核对是哪个网格；是那边的，请在那里登记。`,
    en: (d) =>
      `“${text(d['address'])}” is on record in ${text(d['gridName'])}. See which grid is right, and register it there.`,
  },
  'statistics.not_found': {
    zh: '这个月的统计还没有定稿；每月 1 日为上个月定稿。',
    en: 'That month is not frozen; the 1st of each month freezes the month before.',
  },
  'api_key.required': {
    zh: '需要有效的接口密钥，由管理员在工作台“接口”页发放。',
    en: 'This needs a valid key, issued by the administrator in the console.',
  },
  'register.case_unfit': {
    zh: '您带来的事项与此人（户）无关。请直接从登记簿打开，或从与此人有关的事项打开。',
    en: 'The piece of work that you came from does not concern them. Open the file from the register, or from work that does.',
  },
  'vault.no_work': {
    zh: '健康和未成年人信息只为正在办的事打开：此人的应走访、您 14 天内的走访、您手上的诉求或更正请求。请先办理或登记其中一项；危急时用“紧急查看”。',
    en: 'Health and children’s details open for work in hand: a visit that is due, one you made in the last 14 days, a matter of yours or a request that concerns this person. Begin or record one first; in an emergency use break-glass.',
  },
  'vault.closed': {
    zh: '保密库暂时打不开，其他内容不受影响。请稍后再试，或告诉管理员。',
    en: 'The vault cannot be opened just now; all else works. Try again later, or tell the administrator.',
  },
  'claim.no_match': {
    zh: '号码、姓名和登记的手机号对不上。请核对；还是不行，请带证件到网格站办理。',
    en: 'Number, name and registered phone do not belong together. Check them, or bring the document to the station.',
  },
  'claim.throttled': {
    zh: '今天试的次数太多了，请明天再试，或带证件到网格站办理。',
    en: 'Too many tries today. Try again tomorrow, or bring the document to the station.',
  },
  'field.unknown': {
    zh: (d) => `没有登记过“${text(d['field'])}”这一项，不能填写。请先由数据保护负责人登记用途和依据。`,
    en: (d) => `No field “${text(d['field'])}” is registered. Its purpose and basis must be registered first.`,
  },
  'field.stale': {
    zh: '这一项刚被别人改过，请看最新内容再改。',
    en: 'Somebody has just changed this field; look at it again.',
  },
  'field.assessment_missing': {
    zh: '敏感信息要先填写个人信息保护影响评估，再启用。',
    en: 'A sensitive field needs its impact assessment first.',
  },
  'list.wrong_state': {
    zh: '这份名单现在的状态不能这样做，请刷新看看进展。',
    en: 'The list’s present state does not allow this; reload to see where it stands.',
  },
  'certificate.not_found': { zh: '没有这份销毁证明。', en: 'There is no such certificate.' },
  'break_glass.nobody_told': {
    zh: '现在没有人能接到通知：您的上级和个人信息保护负责人都没有人在岗，不能紧急调阅。危及生命请先打 110、120，并请县中心安排人员。',
    en: 'Nobody can be told now: neither a supervisor of yours nor a data-protection officer has a post today, so no file can be opened. In danger to life call 110 or 120 first, and ask the county centre to fill a post.',
  },
  'copy.not_ready': {
    zh: '没有可以领取的复制件：还没有办好，或者领取期限已过。过期的可以再申请一份。',
    en: 'There is no copy to fetch: it is not ready yet, or its time is over. Ask for another one then.',
  },
  'erasure.held': {
    zh: '这份档案正在法律保全中，不能删除。请先结束保全，或以“法律规定要保存”答复。',
    en: 'A legal hold covers this file and nothing of it may be deleted. End the hold first, or refuse because the law asks for it to be kept.',
  },
  'request.not_extendable': {
    zh: '这件请求已经延期过一次，或者已过答复期限，不能再延。请尽快答复。',
    en: 'This request was extended once already, or its last day has passed; please answer it.',
  },
  'register.file_closed': {
    zh: '这份档案已密封，只有指定的经办人能看。需要联系此人时，请告诉数据保护负责人。',
    en: 'This file is closed; only the staff named for it may read it. If you need to reach the person, tell the data-protection officer.',
  },
  'closing.not_found': {
    zh: '没有这项密封，或者您现在不能办理它：提出的人不能自己同意，可能也已有人办理。请刷新看看。',
    en: 'There is no such closed file, or nothing for you to decide: whoever asked cannot agree, and somebody may have decided already. Reload to see.',
  },
  'hold.not_found': { zh: '没有这项法律保全。', en: 'There is no such legal hold.' },
  'hold.wrong_state': {
    zh: '这项保全现在的状态不能这样做，可能已有人办理。请刷新看看。',
    en: 'The hold’s present state does not allow this; somebody may have acted. Reload and look.',
  },
  'approval.not_found': { zh: '没有这项审批，或不归您审批。', en: 'There is no such request for you to decide.' },
  'approval.wrong_state': {
    zh: '这项审批已有人决定、已撤回或已过期，请刷新看看。',
    en: 'This request has been decided, withdrawn or has lapsed; reload and look.',
  },
  'export.not_found': { zh: '没有这次导出，或不在您的范围内。', en: 'No such export within your reach.' },
  'export.wrong_state': {
    zh: '这次导出已过期、已决定，或还在等另一位同意，请刷新看看。',
    en: 'This export has expired, was decided, or still waits for a second person; reload and look.',
  },
  'export.empty': { zh: '没有符合条件的人，请放宽条件。', en: 'Nobody fits; widen the filter.' },
  'export.too_many': {
    zh: (d) => `一次最多导出 ${text(d['most'])} 人，请缩小区域或条件。`,
    en: (d) => `An export holds ${text(d['most'])} persons at most; narrow the area or the filter.`,
  },
  'report.not_found': {
    zh: '没有这张报表模板，或已停用。',
    en: 'There is no such report template, or it is no longer in use.',
  },
  'report.stale': {
    zh: '别人刚改过这张模板，请刷新后再传。',
    en: 'Somebody has just changed this template; reload and send it again.',
  },
  'report.unreadable': byReason(unreadableReport, {
    zh: '工作簿读不出来。请在表格软件里打开它，另存为 .xlsx 再试。',
    en: 'The workbook cannot be read. Open it in a spreadsheet, save it as .xlsx and try again.',
  }),
  'report.marks_at_fault': {
    zh: (d) => `有 ${text(d['faults'])} 处名称不对，模板没有保存。请按检查结果改好再传。`,
    en: (d) => `${text(d['faults'])} names are wrong and the template was not kept; mend them as the check says.`,
  },
  'report.names_people': {
    zh: '这张报表列出具体的人，要按导出办理：写明用途，超过 100 人由另一人同意。',
    en: 'This report lists people: ask for it as an export, with its purpose; above 100 a second person agrees.',
  },
  'report.names_nobody': {
    zh: '这张报表不列出具体的人，请直接在“报表”页填报下载。',
    en: 'This report lists nobody; fill and fetch it on the page of reports.',
  },
} satisfies Record<string, Sentence>

type Words = { readonly zh: string; readonly en: string }

/** Rules that a field of the register may break. */
export const registerRules: Readonly<Record<string, Words>> = {
  document_length: {
    zh: '证件号码位数不对，请对照证件核对',
    en: 'The number has the wrong length; compare it with the document',
  },
  document_characters: {
    zh: '证件号码里有不该有的字符，请只填数字和字母',
    en: 'The number holds characters it cannot have; digits and letters only',
  },
  document_checksum: {
    zh: '证件号码有一位不对（校验不符），请对照证件逐位核对',
    en: 'One digit of the number is wrong (the check fails); compare it digit by digit',
  },
  document_birth: {
    zh: '证件号码里的出生日期不存在，请核对第 7–14 位',
    en: 'The number holds a birthday that does not exist; see digits 7 to 14',
  },
  document_birth_future: {
    zh: '证件号码里的出生日期在将来，请核对第 7–14 位',
    en: 'The number holds a birthday in the future; see digits 7 to 14',
  },
  document_birth_early: {
    zh: '证件号码里的出生日期在 130 年以前，请核对第 7–14 位',
    en: 'The number holds a birthday more than 130 years back; see digits 7 to 14',
  },
  document_region: {
    zh: '证件号码开头的地区代码不对，请核对前 6 位',
    en: 'The number begins with no known region; see the first six digits',
  },
  document_old: {
    zh: '15 位的旧号码已停用，请填 18 位号码',
    en: 'Old numbers of 15 digits are out of use; give the 18 digits',
  },
  document_needs_number: {
    zh: '请填证件号码；没有或不愿提供就选“无”或“不详”',
    en: 'Give the number, or choose “none” or “unknown”',
  },
  name_characters: { zh: '姓名里有不能用的字符', en: 'The name holds characters it cannot have' },
  name_length: { zh: '姓名为 1–50 个字', en: 'A name has 1 to 50 characters' },
  birth_future: { zh: '出生日期在将来，请核对', en: 'The birthday lies in the future' },
  birth_early: {
    zh: '出生日期在 130 年以前，请核对年份',
    en: 'The birthday lies more than 130 years back; look at the year',
  },
  birth_disagrees: {
    zh: '出生日期和证件号码不一致，请对照证件核对',
    en: 'The birthday differs from the one in the number',
  },
  sex_disagrees: { zh: '性别和证件号码不一致，请对照证件核对', en: 'The sex differs from the one in the number' },
  before_birth: { zh: '日期早于出生日期', en: 'That day is before the birth' },
  before_beginning: { zh: '日期早于现在这段居住的开始', en: 'That day is before the present residence began' },
  before_leaving: { zh: '日期早于上次离开的日期', en: 'That day is before they left' },
  born_that_day: {
    zh: '“出生”的日期就是出生日期；不是新生儿请选“迁入”或“登记在册”',
    en: 'Who is born belongs to the household from the birthday on; for anybody else choose another way of coming',
  },
  after_death: { zh: '出生日期晚于登记的去世日期', en: 'The birthday is after the day of death on record' },
  nothing_new: { zh: '和现在登记的一样，没有变化', en: 'That is what the register says already' },
  not_gone: { zh: '此人没有登记为去世或迁出', en: 'No death or departure is on record' },
  day_future: { zh: '日期在将来；请在那天之后再登记', en: 'That day lies in the future; record it once it has come' },
  gone_already: { zh: '此人已登记为迁出或去世', en: 'This person is recorded as moved away or dead' },
  not_a_child: { zh: '14 周岁以上由本人办理', en: 'From 14 years on people act for themselves' },
  itself: { zh: '不能是同一个人', en: 'That is the same person' },
  own_relative: {
    zh: '不能把本人登记为自己的亲属或监护人',
    en: 'Nobody is their own relative or guardian',
  },
  parent_younger: {
    zh: '父母的出生日期不能晚于子女，请核对两人的出生日期',
    en: 'A parent is born before the child; compare the two birthdays',
  },
  parents_enough: {
    zh: '已登记 4 位父母（含继父母、养父母），请先结束不再成立的',
    en: 'Four parents are registered, step-parents and adoptive ones among them; end what no longer holds first',
  },
  guardian_minor: { zh: '监护人要年满 18 周岁', en: 'A guardian is at least 18 years old' },
  married_already: {
    zh: '其中一人已登记有配偶，请先结束那一段',
    en: 'One of the two has a spouse on record; end that first',
  },
  related_already: { zh: '两人之间已登记这一关系', en: 'This relation is on record already' },
  related_otherwise: {
    zh: '两人之间已登记为父母子女或配偶，请先核对那一条',
    en: 'The two are on record as parent and child, or as spouses; look at that first',
  },
  relation_circle: {
    zh: '这样登记会绕回本人（自己成了自己的长辈或被监护人），请核对是谁的父母或监护人',
    en: 'That would make somebody their own forebear or ward; see who is whose parent or guardian',
  },
  not_a_number: { zh: '这一项要填数字', en: 'This takes a number' },
  not_text: { zh: '这一项要填文字', en: 'This takes words' },
  merged_file: {
    zh: '这份档案已并入另一份，请选并入后的那份',
    en: 'That file was merged; choose the one that it went into',
  },
  too_many_members: {
    zh: '一户最多 30 人；宿舍、养老院等请选“集体户”',
    en: 'A family has 30 members at most; choose “collective” for a home or dormitory',
  },
  household_needed: { zh: '这一项要到住户家里才能登记', en: 'This belongs to a household; visit one' },
  basis_needed: { zh: '要先写明依据的规定', en: 'Name the rule that it follows first' },
  two_heads: { zh: '一户只能有一位户主', en: 'A household has one head' },
  flat_taken: {
    zh: '这个房号已有别的住户，请核对',
    en: 'Another household lives in that flat; look at the number',
  },
  inhabited: { zh: '这里还登记着住户，不能是空置', en: 'Households are on record here: it is not empty' },
  flats_taken: {
    zh: '这些房号已属于另一栋楼，请核对楼名和地址',
    en: 'Another building has these flats; see whether name and address are right',
  },
  too_many_flats: {
    zh: '一栋楼最多 3000 套；请核对单元、层数和每层户数',
    en: 'A building has 3,000 flats at most; look at entrances, floors and flats on each floor',
  },
  address_known: { zh: '这个网格里已有同一地址的房屋', en: 'This grid has a dwelling of that address already' },
  grid_closed: { zh: '这个网格已撤销，请选接替它的网格', en: 'That grid is closed; choose the one that took over' },
  organisation_kind: { zh: '没有这种单位场所类别', en: 'There is no such kind of organisation or place' },
  credit_code: {
    zh: '统一社会信用代码不对（18 位，校验不符），请对照证照核对',
    en: 'The unified social credit code is wrong (18 letters, the check fails); compare it with the licence',
  },
  before_opening: { zh: '日期早于它开始的那天', en: 'That day is before it began' },
  need_kind: { zh: '没有这种需求类别', en: 'There is no such kind of need' },
  need_too_long: {
    zh: '超过这类需求最长的有效期，请缩短，到期再续',
    en: 'Longer than this kind of need may run; shorten it and renew it then',
  },
  known_already: {
    zh: '登记簿可能已有此人，请请站务人员核对',
    en: 'The register may hold this person already; ask the station to compare',
  },
}
