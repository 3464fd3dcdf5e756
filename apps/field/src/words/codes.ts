import { documentWords, relationWords, residenceWords } from '@linli/client/register-words'
import { defineMessages } from '@linli/ui'

/** The register's codes as they are said at the door. */
export const codes = defineMessages(
  {
    sex: { male: '男', female: '女', unknown: '说不清' },
    relation: relationWords.zh,
    residence: residenceWords.zh,
    knownHow: { person: '本人', household: '家人', neighbour: '邻居', document: '看过证件' },
    arrival: { moved_in: '搬来的', born: '新出生', married: '嫁来、入赘', known: '以前漏登' },
    document: { unknown: '没看到、不愿说', none: '没有证件', ...documentWords.zh },
    tenure: { owned: '自住', rented: '出租', empty: '空置', other: '其他', unknown: '说不清' },
    change: {
      moved: '搬走了',
      works_away: '去外地务工',
      back: '回来住了',
      phone: '电话变了',
      died: '去世了',
      wrong: '登记有错',
      kind: '人口类型变了',
      relation: '和户主的关系变了',
      head: '现在是户主',
    },
    where: { out: '搬出本县', county: '县内别处', grid: '本网格另一户' },
  },
  {
    sex: { male: 'male', female: 'female', unknown: 'unclear' },
    relation: relationWords.en,
    residence: residenceWords.en,
    knownHow: { person: 'the person', household: 'the family', neighbour: 'a neighbour', document: 'document seen' },
    arrival: { moved_in: 'moved in', born: 'born', married: 'married in', known: 'left out before' },
    document: { unknown: 'not seen or not told', none: 'has none', ...documentWords.en },
    tenure: { owned: 'by the owner', rented: 'by tenants', empty: 'by nobody', other: 'otherwise', unknown: 'unclear' },
    change: {
      moved: 'Moved away',
      works_away: 'Works elsewhere',
      back: 'Is back',
      phone: 'Another phone',
      died: 'Has died',
      wrong: 'File is wrong',
      kind: 'Another kind of resident',
      relation: 'Another relation to the head',
      head: 'Is head now',
    },
    where: { out: 'Out of the county', county: 'Elsewhere in it', grid: 'A door of this grid' },
  },
)

export type Codes = ReturnType<typeof codes.useMessages>
