import { z } from 'zod'

/** Columns that a list of people may have, one person per row. */
export const ListColumn = z.enum([
  'gridCode',
  'villageName',
  'gridName',
  'address',
  'householdNumber',
  'householdKind',
  'name',
  'sex',
  'birthOn',
  'documentKind',
  'documentNumber',
  'phone',
  'relation',
  'residenceKind',
  'livesHere',
  'since',
  'otherPlace',
  'diedOn',
  'needKind',
  'needBasis',
  'needUntil',
])
export type ListColumn = z.infer<typeof ListColumn>

interface Words {
  readonly zh: string
  readonly en: string
}

/** Headings and codes of other systems in which lists may come and go (`data/register/profiles`). */
export const ListLayout = z.enum(['gbt33200'])
export type ListLayout = z.infer<typeof ListLayout>

export const listLayoutText: Readonly<Record<ListLayout, Words>> = {
  gbt33200: {
    zh: '综治基础数据（参照 GB/T 33200，未核对正文）',
    en: 'base data after GB/T 33200 (its text not seen)',
  },
}

/** Headings of the template. */
export const listColumnText: Readonly<Record<ListColumn, Words>> = {
  gridCode: { zh: '网格编码', en: 'grid code' },
  villageName: { zh: '村社区', en: 'village' },
  gridName: { zh: '网格名称', en: 'grid' },
  address: { zh: '地址', en: 'address' },
  householdNumber: { zh: '户号', en: 'household number' },
  householdKind: { zh: '户类型', en: 'household kind' },
  name: { zh: '姓名', en: 'name' },
  sex: { zh: '性别', en: 'sex' },
  birthOn: { zh: '出生日期', en: 'birth date' },
  documentKind: { zh: '证件类型', en: 'document kind' },
  documentNumber: { zh: '证件号码', en: 'document number' },
  phone: { zh: '电话', en: 'phone' },
  relation: { zh: '与户主关系', en: 'relation to head' },
  residenceKind: { zh: '人口类型', en: 'residence kind' },
  livesHere: { zh: '是否在住', en: 'lives here' },
  since: { zh: '入住日期', en: 'since' },
  otherPlace: { zh: '来自/去向', en: 'from or to' },
  diedOn: { zh: '死亡日期', en: 'died on' },
  needKind: { zh: '需要类别', en: 'need' },
  needBasis: { zh: '需要依据', en: 'basis of the need' },
  needUntil: { zh: '需要到期', en: 'need ends' },
}

/** What belongs into a column, as the template explains it. */
export const listColumnHelp: Readonly<Record<ListColumn, Words>> = {
  gridCode: { zh: '网格的编码；不填就填村社区和网格名称', en: 'code of the grid; or give the village and the grid' },
  villageName: { zh: '没有网格编码时填', en: 'where there is no grid code' },
  gridName: { zh: '没有网格编码时填，例如“第3网格”', en: 'where there is no grid code, such as 3' },
  address: { zh: '必填，写到门牌或房号', en: 'needed; down to the door' },
  householdNumber: {
    zh: '同一户号的是一户；不填就按网格和地址归户',
    en: 'rows with the same one are a household; without it those of the same grid and address',
  },
  householdKind: { zh: '不填为家庭户；宿舍、养老院等为集体户', en: 'a family unless said' },
  name: { zh: '必填，1–50 个字', en: 'needed; 1 to 50 characters' },
  sex: { zh: '有身份证号码可不填', en: 'may be left out beside a resident ID' },
  birthOn: { zh: '像 1953-03-07；有身份证号码可不填', en: 'as 1953-03-07; may be left out beside a resident ID' },
  documentKind: { zh: '身份证可不填；没有或不知道填“无”或“不详”', en: 'may be left out for a resident ID' },
  documentNumber: { zh: '这一列是文本，不要改成数字', en: 'the column is text; leave it so' },
  phone: { zh: '手机或带区号的座机', en: 'mobile, or with its area code' },
  relation: { zh: '一户一位户主', en: 'one head to a household' },
  residenceKind: { zh: '不填为户籍人口', en: 'registered unless said' },
  livesHere: { zh: '不填为在住', en: 'yes unless said' },
  since: { zh: '从哪天起住在这里', en: 'the first day here' },
  otherPlace: { zh: '从哪里来，或外出去了哪里', en: 'where from, or where to' },
  diedOn: { zh: '只填已去世的人', en: 'of the dead alone' },
  needKind: { zh: '因此要提供服务的情况；没有就不填', en: 'what a service follows from; may stay empty' },
  needBasis: { zh: '填了需要就必填：证书、决定或走访', en: 'with a need: certificate, decision or visit' },
  needUntil: { zh: '填了需要就必填：到哪天', en: 'with a need: its last day' },
}

export const ListFaultReason = z.enum([
  'missing',
  'too_long',
  'unstorable_text',
  'not_in_list',
  'grid_missing',
  'grid_unknown',
  'grid_ambiguous',
  'name_length',
  'name_characters',
  'date_form',
  'birth_future',
  'birth_early',
  'birth_disagrees',
  'sex_disagrees',
  'day_future',
  'before_birth',
  'after_death',
  'before_beginning',
  'date_too_early',
  'document_length',
  'document_characters',
  'document_checksum',
  'document_birth',
  'document_birth_future',
  'document_birth_early',
  'document_region',
  'document_old',
  'document_needs_number',
  'document_rounded',
  'document_kind_missing',
  'phone_form',
  'two_heads',
  'too_many_members',
  'twice_in_list',
  'two_grids',
  'household_unclear',
  'need_kind',
  'need_basis_missing',
  'need_until_missing',
  'need_over',
  'need_too_long',
  'formula_failed',
  'quote_open',
  'gone_already',
  'not_taken',
])
export type ListFaultReason = z.infer<typeof ListFaultReason>

export const listFaultText: Readonly<Record<ListFaultReason, Words>> = {
  missing: { zh: '此列必填', en: 'This column must not be empty' },
  too_long: { zh: '文字过长', en: 'The text is too long' },
  unstorable_text: { zh: '含有无法保存的字符', en: 'Contains characters that cannot be stored' },
  not_in_list: { zh: '不是可选的值，请照模板说明填写', en: 'Not one of the values that the template names' },
  grid_missing: { zh: '请填网格编码，或村社区和网格名称', en: 'Give the grid code, or the village and the grid' },
  grid_unknown: { zh: '没有这个网格，或不在您的范围内', en: 'No such grid within your reach' },
  grid_ambiguous: { zh: '有同名的村社区，请填网格编码', en: 'Several villages have this name; give the grid code' },
  name_length: { zh: '姓名为 1–50 个字', en: 'A name has 1 to 50 characters' },
  name_characters: { zh: '姓名里有不能用的字符', en: 'The name holds characters it cannot have' },
  date_form: { zh: '日期应像 1953-03-07，且当天存在', en: 'Dates look like 1953-03-07, and the day must exist' },
  birth_future: { zh: '出生日期在将来', en: 'The birthday lies in the future' },
  birth_early: {
    zh: '出生日期在 130 年以前，请核对年份',
    en: 'The birthday lies more than 130 years back; look at the year',
  },
  birth_disagrees: { zh: '出生日期和证件号码不一致', en: 'The birthday differs from the one in the number' },
  sex_disagrees: { zh: '性别和证件号码不一致', en: 'The sex differs from the one in the number' },
  day_future: { zh: '日期在将来', en: 'That day lies in the future' },
  before_birth: { zh: '日期早于出生日期', en: 'That day is before the birth' },
  after_death: { zh: '日期晚于死亡日期', en: 'That day is after the death' },
  before_beginning: {
    zh: '日期早于登记簿里现在这段居住的开始，请由站务人员核对',
    en: 'That day is before the residence in the register began; ask the station to compare',
  },
  date_too_early: { zh: '日期太早，请核对年份', en: 'That day is too early; look at the year' },
  document_length: { zh: '证件号码位数不对', en: 'The number has the wrong length' },
  document_characters: { zh: '证件号码里有不该有的字符', en: 'The number holds characters it cannot have' },
  document_checksum: { zh: '证件号码校验不符，有一位不对', en: 'One digit of the number is wrong: the check fails' },
  document_birth: { zh: '证件号码里的出生日期不存在', en: 'The number holds a birthday that does not exist' },
  document_birth_future: { zh: '证件号码里的出生日期在将来', en: 'The number holds a birthday in the future' },
  document_birth_early: {
    zh: '证件号码里的出生日期在 130 年以前',
    en: 'The number holds a birthday more than 130 years back',
  },
  document_region: { zh: '证件号码开头的地区代码不对', en: 'The number begins with no known region' },
  document_old: { zh: '15 位旧号码已停用，请填 18 位', en: 'Old numbers of 15 digits are out of use; give the 18' },
  document_needs_number: {
    zh: '请填证件号码；没有或不详就把证件类型填“无”或“不详”',
    en: 'Give the number, or none or unknown as the kind of document',
  },
  document_rounded: {
    zh: '表格软件把号码当数字舍入了，后几位已丢失；请把这一列设为文本后重新填',
    en: 'The spreadsheet rounded the number and lost its last digits; format the column as text and type it again',
  },
  document_kind_missing: {
    zh: '这不是身份证号码的样子，请填证件类型',
    en: 'This does not look like a resident ID; name the kind of document',
  },
  phone_form: { zh: '电话号码不对', en: 'Not a phone number' },
  two_heads: { zh: '一户只能有一位户主', en: 'A household has one head' },
  too_many_members: {
    zh: '一户超过 30 人；宿舍、养老院等请把户类型填“集体户”',
    en: 'More than 30 in a family; a home or dormitory is a collective household',
  },
  twice_in_list: { zh: '同一个人在表里出现了两次', en: 'The same person stands in the list twice' },
  two_grids: {
    zh: '同一户或同一地址写了两个网格，请核对',
    en: 'One household or address is given in two grids; see which is right',
  },
  household_unclear: {
    zh: '这个地址有几户，请填户号',
    en: 'Several households live at this address; give the household number',
  },
  need_kind: { zh: '没有这种需要类别', en: 'There is no such kind of need' },
  need_basis_missing: { zh: '请填这项需要的依据', en: 'Name the basis of the need' },
  need_until_missing: { zh: '请填这项需要到哪天', en: 'Say on which day the need ends' },
  need_over: { zh: '这项需要已经到期', en: 'The need has ended already' },
  need_too_long: { zh: '超过这类需要最长的有效期', en: 'Longer than this kind of need may run' },
  formula_failed: { zh: '单元格里的公式没有结果', en: 'The formula in this cell has no result' },
  quote_open: {
    zh: '这一行有一个双引号没有配对，单元格分不开；请删掉它',
    en: 'A quotation mark in this row is never closed, so that its cells run together; delete it',
  },
  gone_already: {
    zh: '登记簿里此人已迁出或去世，请由站务人员核对',
    en: 'The register has this person as moved away or dead; ask the station to compare',
  },
  not_taken: { zh: '这一行没有存入，请重新导入此行', en: 'This row was not stored; import it again' },
}
