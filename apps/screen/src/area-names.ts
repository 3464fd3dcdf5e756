interface Named {
  readonly name: string
  readonly nameEn: string | null
}

export const areaName = ({ name, nameEn }: Named, locale: 'zh' | 'en'): string =>
  locale === 'en' && nameEn ? nameEn : name

/** 新江口街道 is 新江口 on a map, as on every printed one. */
export function shortName(area: Named, locale: 'zh' | 'en'): string {
  if (locale === 'en' && area.nameEn)
    return area.nameEn.replace(/ (Subdistrict|Tujia Township|Township|Town|Village|Community)$/, '')
  const short = area.name.replace(
    /(街道|镇|土家族乡|乡|社区居委会|社区居民委员会|居委会|村民委员会|村委会|社区|村)$/u,
    '',
  )
  return short || area.name
}
