import type { RelatedAs } from '@linli/contract/people-relations'
import { sql } from 'kysely'
import { type RelationKind, seenAs } from './sides.ts'

const texts: Readonly<Record<RelatedAs, { readonly zh: string; readonly en: string }>> = {
  parent: { zh: '父母', en: 'parents' },
  child: { zh: '子女', en: 'children' },
  spouse: { zh: '配偶', en: 'spouse' },
  guardian: { zh: '监护人', en: 'guardians' },
  ward: { zh: '被监护人', en: 'wards' },
  carer: { zh: '照料人', en: 'carers' },
  cared_for: { zh: '受照料人', en: 'people cared for' },
}

/** Of a person `p`: what holds now, one word for each, from whichever side; nobody is named. */
export const relativesSql = sql`ARRAY(
  SELECT r.kind || CASE WHEN r.person_id = p.id THEN '' ELSE ' of' END FROM person_relations r
  WHERE r.county_id = p.county_id AND p.id IN (r.person_id, r.other_id) AND r.valid_to IS NULL)`

/** How many of each the register holds of somebody, as they read it themselves; null for none. */
export function relativesText(held: readonly string[], locale: 'zh' | 'en'): string | null {
  const counted = Map.groupBy(held, (one) => {
    // As `relativesSql` writes it.
    const [kind, of] = one.split(' ') as [RelationKind, string?]
    return seenAs(kind, of === undefined)
  })
  const words = [...counted].map(([as, some]) =>
    locale === 'zh' ? `${texts[as].zh} ${some.length} 人` : `${texts[as].en}: ${some.length}`,
  )
  return words.length === 0 ? null : words.join(locale === 'zh' ? '、' : ', ')
}
