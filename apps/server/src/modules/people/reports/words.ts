import type { Education, Work } from '@linli/contract/people'
import type { z } from 'zod'

interface Words {
  readonly zh: string
  readonly en: string
}

/** What stands where a figure would point at somebody. */
export const few: Words = { zh: '不足10人', en: 'fewer than 10' }
export const yesNo = { yes: { zh: '是', en: 'yes' }, no: { zh: '否', en: 'no' } } as const

const english = 'January,February,March,April,May,June,July,August,September,October,November,December'.split(',')

/** `2026-10` as people say it. */
export function monthWords(month: string, locale: keyof Words): string {
  const [year = '', number = ''] = month.split('-')
  return locale === 'zh' ? `${year}年${Number(number)}月` : `${english[Number(number) - 1] ?? ''} ${year}`
}

export const educationTexts: Readonly<Record<z.infer<typeof Education>, Words>> = {
  none: { zh: '未上学', en: 'none' },
  primary: { zh: '小学', en: 'primary school' },
  junior: { zh: '初中', en: 'junior middle school' },
  senior: { zh: '高中', en: 'senior middle school' },
  vocational: { zh: '中专、技校', en: 'vocational school' },
  college: { zh: '大专', en: 'college' },
  university: { zh: '本科及以上', en: 'university' },
  unknown: { zh: '不详', en: 'unknown' },
  declined: { zh: '不愿说', en: 'does not want to say' },
}

export const workTexts: Readonly<Record<z.infer<typeof Work>, Words>> = {
  child: { zh: '学龄前', en: 'below school age' },
  pupil: { zh: '在校学生', en: 'at school' },
  farming: { zh: '务农', en: 'farming' },
  employed: { zh: '就业', en: 'employed' },
  self_employed: { zh: '个体经营', en: 'self-employed' },
  working_away: { zh: '外出务工', en: 'working away' },
  homemaker: { zh: '料理家务', en: 'keeps house' },
  seeking: { zh: '待业', en: 'seeks work' },
  retired: { zh: '退休', en: 'retired' },
  unable: { zh: '无劳动能力', en: 'unable to work' },
  unknown: { zh: '不详', en: 'unknown' },
  declined: { zh: '不愿说', en: 'does not want to say' },
}
