import type { PersonDocumentKind, Relation, ResidenceKind, Sex } from '@linli/contract/people'
import type { ListColumn } from '@linli/contract/people-lists'
import { needKinds } from '../../fields.ts'
import { codesFor } from '../profiles.ts'

// Words that lists of the county's offices use for a value, beside the code itself.
type Dictionary<T extends string> = Readonly<Record<T, readonly string[]>>

const sexes: Dictionary<Sex> = {
  male: ['男', '男性', 'm', '1'],
  female: ['女', '女性', 'f', '2'],
  unknown: ['不详', '未知', '未说明', '0', '9'],
}
const documentKinds: Dictionary<PersonDocumentKind> = {
  resident_id: ['身份证', '居民身份证', '公民身份证', '二代身份证', '户口簿', 'id'],
  hk_macao_permit: ['港澳居民来往内地通行证', '港澳通行证', '回乡证', '港澳居民居住证'],
  taiwan_permit: ['台湾居民来往大陆通行证', '台胞证', '台湾居民居住证'],
  foreign_residence: ['外国人永久居留身份证', '外国人永久居留证', '永久居留证'],
  passport: ['护照', '普通护照'],
  none: ['无', '没有', '无证件'],
  unknown: ['不详', '未知', '未提供', '不愿提供'],
}
const relations: Dictionary<Relation> = {
  head: ['户主', '本人', '本人或户主'],
  spouse: ['配偶', '妻', '妻子', '夫', '丈夫', '夫妻'],
  son: ['子', '儿子', '长子', '次子', '三子', '独生子', '养子', '继子', '女婿'],
  daughter: ['女', '女儿', '长女', '次女', '三女', '独生女', '养女', '继女', '儿媳'],
  grandchild: ['孙子', '孙女', '孙子女', '外孙', '外孙子', '外孙女', '孙', '曾孙', '曾孙子女'],
  parent: ['父', '母', '父亲', '母亲', '父母', '岳父', '岳母', '公公', '婆婆', '公婆', '继父', '继母'],
  grandparent: ['祖父', '祖母', '祖父母', '外祖父', '外祖母', '爷爷', '奶奶', '外公', '外婆'],
  sibling: ['兄', '弟', '姐', '妹', '兄弟', '姐妹', '兄弟姐妹', '哥哥', '弟弟', '姐姐', '妹妹'],
  other: ['其他', '其他亲属', '亲属'],
  non_relative: ['非亲属', '保姆', '租客', '同住', '雇员', '集体户成员'],
  unknown: ['不详', '未知'],
}
const residenceKinds: Dictionary<ResidenceKind> = {
  registered: ['户籍', '户籍人口', '常住', '常住人口', '本地'],
  migrant: ['流动', '流动人口', '流入', '外来', '外来人口', '寄住'],
  unregistered: ['未落户', '未落户人口', '无户口'],
  overseas: ['境外', '境外人员', '境外人口', '港澳台'],
}
const householdKinds: Dictionary<'family' | 'collective'> = {
  family: ['家庭户', '家庭', '普通户'],
  collective: ['集体户', '集体'],
}
const flags: Dictionary<'yes' | 'no'> = {
  yes: ['是', '在', '在住', '在家', '1', 'y', 'true'],
  no: ['否', '不在', '外出', '不在住', '0', 'n', 'false'],
}

/** By column; the first word of each is the one that the template names. */
const dictionaries = {
  sex: sexes,
  documentKind: documentKinds,
  relation: relations,
  residenceKind: residenceKinds,
  householdKind: householdKinds,
  livesHere: flags,
} as const satisfies Partial<Record<ListColumn, Dictionary<string>>>

function reader<T extends string>(column: ListColumn, dictionary: Dictionary<T>): (word: string) => T | undefined {
  const known = new Map<string, T>()
  for (const [code, words] of Object.entries(dictionary) as [T, readonly string[]][]) {
    for (const word of [code, ...words, ...codesFor(column, code)]) known.set(word, code)
  }
  // Nearly every word stands there as it is written.
  return (word) => known.get(word) ?? known.get(word.normalize('NFKC').toLowerCase().replaceAll(/\s/g, ''))
}

/** What a word in a cell means; undefined where it means nothing. */
export const readWord = {
  sex: reader('sex', sexes),
  documentKind: reader('documentKind', documentKinds),
  relation: reader('relation', relations),
  residenceKind: reader('residenceKind', residenceKinds),
  householdKind: reader('householdKind', householdKinds),
  livesHere: reader('livesHere', flags),
} as const

const needs = new Map(
  needKinds.flatMap((kind) => [kind.code, kind.names.zh, kind.names.en].map((word) => [word, kind])),
)
export const readNeed = (word: string) => needs.get(word)

/** What a column takes, by code and in words; null where it takes any. */
export function choicesFor(column: ListColumn, locale: 'zh' | 'en'): { code: string; word: string }[] | null {
  if (column === 'needKind') return needKinds.map(({ code, names }) => ({ code, word: names[locale] }))
  if (!(column in dictionaries)) return null
  // Just looked for.
  const dictionary: Dictionary<string> = dictionaries[column as keyof typeof dictionaries]
  return Object.entries(dictionary).map(([code, [word = code]]) => ({ code, word: locale === 'zh' ? word : code }))
}
