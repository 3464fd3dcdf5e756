import type { GlobalHit } from '@linli/contract/search'
import { type IconName, matterStatusText, whenText } from '@linli/ui'
import { placeText } from '../frame/place.ts'
import { paths } from '../paths.ts'
import { tables } from './messages.ts'
import type { PageHit } from './page-words.ts'
import type { Recent } from './recent.ts'

/** A line of the panel: where it leads, or what it does instead. */
export interface Row {
  readonly id: string
  readonly group: string
  readonly title: string
  readonly detail: string
  readonly icon: IconName
  readonly to: string | null
  /** Personal: not remembered in the browser. */
  readonly personal?: true
}

type Locale = 'zh' | 'en'

export const recentRow = (one: Recent, group: string): Row => ({ ...one, id: one.to, group, detail: '' })

export const pageRow = ({ name, to, icon }: PageHit, group: string): Row => ({
  id: to,
  group,
  title: name,
  detail: '',
  icon,
  to,
})

const inRegister = {
  person: paths.person,
  household: paths.household,
  building: paths.building,
  organisation: paths.organisation,
}

export function hitRow(hit: GlobalHit, group: string, locale: Locale): Row {
  const m = tables[locale]
  const said = (...parts: (string | null)[]) => parts.filter(Boolean).join(' · ')
  switch (hit.kind) {
    case 'matter': {
      const detail = said(hit.number, matterStatusText(hit.status, locale), hit.place, whenText(hit.reportedAt, locale))
      return { id: hit.id, group, title: hit.title, detail, icon: 'list', to: paths.matter(hit.id) }
    }
    case 'incident': {
      const marks = [hit.exercise ? m.exercise : null, m.incidentStates[hit.state] ?? '']
      const detail = said(hit.number, ...marks, whenText(hit.openedAt, locale))
      return { id: hit.id, group, title: hit.title, detail, icon: 'live', to: paths.incident(hit.id) }
    }
    case 'area':
      return {
        id: hit.id,
        group,
        title: named(hit, locale),
        detail: said(m.levels[hit.level] ?? '', hit.above, hit.code),
        icon: 'pin',
        to: paths.area(hit.id),
      }
    case 'unit':
      return {
        id: hit.id,
        group,
        title: named(hit, locale),
        detail: hit.parent ?? '',
        icon: 'apply',
        to: paths.unit(hit.id),
      }
    case 'staff':
      return {
        id: hit.id,
        group,
        title: hit.name,
        detail: said(hit.units, hit.login),
        icon: 'people',
        to: paths.colleague(hit.id),
      }
    case 'person':
    case 'household':
    case 'building':
    case 'organisation':
      return {
        id: hit.id,
        group,
        title: hit.title,
        detail: said(
          m.found[hit.kind] ?? '',
          hit.birthYear === null ? null : m.born(hit.birthYear),
          placeText(hit.place),
          hit.address,
        ),
        icon: hit.kind === 'person' ? 'me' : 'apply',
        to: inRegister[hit.kind](hit.id),
        personal: true,
      }
  }
}

const named = ({ name, nameEn }: { name: string; nameEn: string | null }, locale: Locale) =>
  locale === 'en' && nameEn !== null ? nameEn : name
