import type { PersonDocumentKind, Relation, ResidenceKind } from '@linli/contract/people-shapes'
import type { ErasablePart, RefusalGround } from '@linli/contract/people-rights'

/** A word for each code, in both languages. */
type Words<Code extends string> = Readonly<Record<'zh' | 'en', Readonly<Record<Code, string>>>>

// What the register calls the same to everybody: to the staff, at the door, and to the person whose data it is.

export const relationWords: Words<Relation> = {
  zh: {
    head: '户主',
    spouse: '配偶',
    son: '子',
    daughter: '女',
    grandchild: '孙辈',
    parent: '父母',
    grandparent: '祖辈',
    sibling: '兄弟姐妹',
    other: '其他亲属',
    non_relative: '非亲属',
    unknown: '关系不详',
  },
  en: {
    head: 'head',
    spouse: 'spouse',
    son: 'son',
    daughter: 'daughter',
    grandchild: 'grandchild',
    parent: 'parent',
    grandparent: 'grandparent',
    sibling: 'sibling',
    other: 'other relative',
    non_relative: 'not related',
    unknown: 'relation unknown',
  },
}

export const residenceWords: Words<ResidenceKind> = {
  zh: { registered: '户籍', migrant: '流动', unregistered: '未落户', overseas: '境外' },
  en: { registered: 'registered', migrant: 'migrant', unregistered: 'unregistered', overseas: 'overseas' },
}

/** Documents there are; that somebody has none, or does not show it, each face says in its own words. */
export const documentWords: Words<Exclude<PersonDocumentKind, 'none' | 'unknown'>> = {
  zh: {
    resident_id: '居民身份证',
    hk_macao_permit: '港澳居民居住证',
    taiwan_permit: '台湾居民居住证',
    foreign_residence: '外国人永久居留身份证',
    passport: '护照',
  },
  en: {
    resident_id: 'resident identity card',
    hk_macao_permit: 'residence permit for Hong Kong and Macao residents',
    taiwan_permit: 'residence permit for Taiwan residents',
    foreign_residence: 'foreign permanent residence card',
    passport: 'passport',
  },
}

/** What of a file may be deleted. */
export const erasableWords: Words<ErasablePart> = {
  zh: {
    file: '整份档案',
    identity: '证件号码',
    contact: '联系方式',
    health: '健康与照护',
    child: '未成年人信息',
    needs: '服务需求',
  },
  en: {
    file: 'the whole file',
    identity: 'document numbers',
    contact: 'contact',
    health: 'health and care',
    child: 'details of a child',
    needs: 'needs',
  },
}

/** Why a request about one's own data was refused. */
export const groundWords: Words<RefusalGround> = {
  zh: {
    not_wrong: '核实后没有错',
    law_requires: '法律规定要保存',
    not_identified: '无法确认是本人',
    third_party: '会损害他人',
    no_fault: '查看有正当理由',
  },
  en: {
    not_wrong: 'found to be right',
    law_requires: 'the law asks for it to be kept',
    not_identified: 'could not be sure who asks',
    third_party: 'it would harm somebody else',
    no_fault: 'the reading had a good reason',
  },
}
