/** Surnames as often as in Hubei, the commonest first; a place in the list is drawn with falling likelihood. */
const surnames = [
  ...'王李张刘陈杨黄赵周吴徐胡朱郭何罗高林郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武单仇解查区尉',
  '欧阳',
  '司马',
  '诸葛',
]

/** Letters of given names by the years in which they were liked, and for whom. */
const given = {
  elder: { male: '国德福贵生根发祥荣华明正义成先远大传', female: '秀兰英珍桂芳玉梅翠凤菊香莲娥云淑' },
  middle: { male: '建军强勇志伟平刚斌辉东红波涛峰宏海林', female: '红丽霞艳燕萍琴娟玲敏静芳梅华英莉' },
  young: { male: '鹏磊超浩杰俊凯文博宇龙飞晨阳帆', female: '婷颖倩丹雪慧佳欣莹蕾洁媛琳' },
  child: { male: '子轩宇浩辰梓睿俊熙奕泽铭霖𠮷㛃', female: '梓涵欣怡诗雨萱彤语桐若可妍一诺' },
} as const
type Generation = keyof typeof given

const letters = Object.fromEntries(
  Object.entries(given).map(([generation, { male, female }]) => [generation, { male: [...male], female: [...female] }]),
) as Record<Generation, { male: string[]; female: string[] }>

const OTHER_FORMS = ['艾力·买买提', '古丽·阿不都', '扎西·多吉', '安娜·彼得罗娃']

/** Draws from 0 to 1. */
export type Draw = () => number

const pick = <T>(draw: Draw, list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T

export const surnameOf = (draw: Draw): string => surnames[Math.floor(draw() ** 2 * surnames.length)] as string

/** A given name of one letter or two, as the year of birth had it. */
export function givenName(draw: Draw, sex: 'male' | 'female', birthYear: number): string {
  const generation: Generation =
    birthYear < 1955 ? 'elder' : birthYear < 1985 ? 'middle' : birthYear < 2005 ? 'young' : 'child'
  const list = letters[generation][sex]
  const first = pick(draw, list)
  return draw() < 0.25 ? first : first + pick(draw, list)
}

/** Now and then a name of another form; forms are in the register because people bear them, and nothing else follows. */
export const otherName = (draw: Draw): string | null => (draw() < 0.002 ? pick(draw, OTHER_FORMS) : null)
