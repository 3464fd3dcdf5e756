import type { StreamItem } from '@linli/contract/screen-shapes'
import { minutesUntil } from '../../../platform/calendar/index.ts'
import { calendarOf } from '../../../platform/county/county.ts'
import { countyAreas } from '../../areas/index.ts'
import { categoryById, isOpen, type ScreenMatter } from '../../matters/index.ts'
import type { ScreenArea } from '../areas.ts'
import type { Common } from './common.ts'
import { isOverdue } from './live-matters.ts'

/** A matter as a line of the stream: a confidential one by its category alone. */
export async function streamItem(common: Common, area: ScreenArea, matter: ScreenMatter): Promise<StreamItem> {
  const { deps, county, moment } = common
  const { id, number, status, danger, at, dueAt, confidential } = matter
  const { rules } = await categoryById(deps, county.countyId, matter.categoryId)
  const { unit } = rules.limits.whole
  const now = moment.now.toISOString()
  return {
    id,
    number,
    title: confidential ? rules.names.zh : matter.title,
    status,
    danger: danger && isOpen(status),
    overdue: isOverdue(matter, now),
    ...(await placeBelow(common, area, matter)),
    remainingMinutes:
      dueAt === null ? null : minutesUntil(calendarOf(county), unit, moment.now.getTime(), Date.parse(dueAt)),
    dueUnit: unit,
    at,
    category: { code: rules.code, names: rules.names },
  }
}

/** The area directly below the one that is shown, in which it lies. */
async function placeBelow({ deps, county }: Common, area: ScreenArea, matter: ScreenMatter) {
  const areaId = area.level === 'county' ? matter.townId : area.level === 'town' ? matter.villageId : matter.gridId
  const named = areaId === null ? undefined : (await countyAreas(deps, county.countyId)).names.get(areaId)
  return { areaId, areaName: named?.name ?? null, areaNameEn: named?.nameEn ?? null }
}
