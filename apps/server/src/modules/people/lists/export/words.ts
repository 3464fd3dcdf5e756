interface Words {
  readonly zh: string
  readonly en: string
}
const word = (zh: string, en: string): Words => ({ zh, en })

export const columnTexts = {
  basic: [
    word('村社区', 'village'),
    word('网格名称', 'grid'),
    word('地址', 'address'),
    word('户号', 'household number'),
    word('姓名', 'name'),
    word('性别', 'sex'),
    word('出生日期', 'birth date'),
    word('与户主关系', 'relation to head'),
    word('人口类型', 'residence kind'),
  ],
  identity: [word('证件类型', 'document kind'), word('证件号码', 'document number')],
  contact: [word('电话', 'phone')],
} as const

/** Codes as a spreadsheet's reader knows them; those that two columns share mean the same in both. */
export const valueTexts: Readonly<Record<string, Words>> = {
  male: word('男', 'male'),
  female: word('女', 'female'),
  unknown: word('不详', 'unknown'),
  head: word('户主', 'head'),
  spouse: word('配偶', 'spouse'),
  son: word('儿子', 'son'),
  daughter: word('女儿', 'daughter'),
  grandchild: word('孙子女', 'grandchild'),
  parent: word('父母', 'parent'),
  grandparent: word('祖父母', 'grandparent'),
  sibling: word('兄弟姐妹', 'sibling'),
  other: word('其他', 'other'),
  non_relative: word('非亲属', 'non-relative'),
  registered: word('户籍', 'registered'),
  migrant: word('流动', 'migrant'),
  unregistered: word('未落户', 'unregistered'),
  overseas: word('境外', 'overseas'),
  resident_id: word('身份证', 'resident ID'),
  hk_macao_permit: word('港澳居民来往内地通行证', 'Hong Kong and Macao permit'),
  taiwan_permit: word('台湾居民来往大陆通行证', 'Taiwan permit'),
  foreign_residence: word('外国人永久居留身份证', 'foreign residence card'),
  passport: word('护照', 'passport'),
  none: word('无', 'none'),
  present: word('在住', 'lives here'),
  away: word('外出', 'away'),
  left: word('已迁出', 'moved away'),
  died: word('已去世', 'dead'),
}

interface Mark {
  readonly number: string
  readonly by: string
  readonly at: string
  readonly words: string
  readonly persons: number
}

/** The first line of every list: whose it is, and for what it may be used. */
export const marks = {
  zh: ({ number, by, at, words, persons }: Mark) =>
    `${number}｜${by} ${at} 导出｜${persons} 人｜仅用于：${words}｜不得转发，用后删除`,
  en: ({ number, by, at, words, persons }: Mark) =>
    `${number} | exported by ${by} ${at} | ${persons} persons | only for: ${words} | not to be passed on; delete after use`,
} as const
