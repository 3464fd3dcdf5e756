import { defineMessages } from '@linli/ui'

export const { useMessages, tables } = defineMessages(
  {
    label: '搜索诉求、区域、单位、人员和页面',
    placeholder: '编号、标题、地名、人名、拼音',
    results: '搜索结果',
    recent: '最近打开',
    pages: '页面',
    groups: { matters: '诉求', areas: '区域', units: '单位', staff: '人员', register: '人口登记' } as Record<
      string,
      string
    >,
    inRegister: (q: string) => `在人口登记里找“${q}”`,
    inRegisterHint: '会记下您查了谁',
    inMatters: (q: string) => `在诉求列表里看“${q}”的全部`,
    nothing: (q: string) => `没有找到“${q}”。可以少输几个字，或用拼音首字母。`,
    nothingRegister: '人口登记里没有找到，或不在您的管辖范围。',
    searching: '正在找…',
    failed: '没有找成，请再试一次。',
    begin: '输入编号、地名、人名或拼音；两个字就可以。',
    keys: { choose: '选择', open: '打开', leave: '离开' } as Record<string, string>,
    levels: { county: '县', town: '乡镇街道', village: '村（社区）', grid: '网格' } as Record<string, string>,
    found: { person: '人', household: '户', building: '楼', organisation: '单位场所' } as Record<string, string>,
    born: (year: number) => `${year}年生`,
  },
  {
    label: 'Search matters, areas, units, staff and pages',
    placeholder: 'number, title, place, name, pinyin',
    results: 'Results',
    recent: 'Opened lately',
    pages: 'Pages',
    groups: {
      matters: 'Matters',
      areas: 'Areas',
      units: 'Units',
      staff: 'Staff',
      register: 'Population register',
    } as Record<string, string>,
    inRegister: (q: string) => `Look for “${q}” in the population register`,
    inRegisterHint: 'whom it shows is recorded',
    inMatters: (q: string) => `Everything with “${q}” in the list of matters`,
    nothing: (q: string) => `Nothing found for “${q}”. Fewer letters or the initials in pinyin may do.`,
    nothingRegister: 'Nothing in the register, or beyond your reach.',
    searching: 'Searching…',
    failed: 'The search failed; please try again.',
    begin: 'Type a number, place, name or pinyin; two letters will do.',
    keys: { choose: 'choose', open: 'open', leave: 'leave' } as Record<string, string>,
    levels: { county: 'County', town: 'Town', village: 'Village', grid: 'Grid' } as Record<string, string>,
    found: { person: 'Person', household: 'Household', building: 'Building', organisation: 'Organisation' } as Record<
      string,
      string
    >,
    born: (year: number) => `born ${year}`,
  },
)
