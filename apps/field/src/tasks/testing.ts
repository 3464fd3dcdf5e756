import type { HouseholdOnPhone, PersonOnPhone } from '@linli/contract/field-sync'
import type { DueItem } from '@linli/contract/fieldwork'

let made = 0
/** Ids that read as such, in the order in which they were made. */
export const someId = () => `019a0000-0000-7000-8000-${String(++made).padStart(12, '0')}`

export function person(name: string, search: string, more: Partial<PersonOnPhone> = {}): PersonOnPhone {
  return {
    id: someId(),
    name,
    search,
    sex: 'unknown',
    birthYear: null,
    relation: 'head',
    residenceKind: 'registered',
    livesHere: true,
    phoneMasked: null,
    needs: [],
    version: 1,
    ...more,
  }
}

export function household(address: string, more: Partial<HouseholdOnPhone> = {}): HouseholdOnPhone {
  return {
    id: someId(),
    gridId: 'grid',
    address,
    building: null,
    point: null,
    tenure: 'unknown',
    visitsDeclined: false,
    version: 1,
    members: [],
    lastVisitOn: null,
    lastAnswers: null,
    ...more,
  }
}

export function flat(house: string, unitNo: number, floor: number, room: string, more: Partial<HouseholdOnPhone> = {}) {
  const building = { id: house, name: house, unitNo, floor, room }
  return household(`林园社区${house}${unitNo}单元${room}室`, { building, ...more })
}

export function due(title: string, more: Partial<DueItem> = {}): DueItem {
  const householdId = someId()
  return {
    id: someId(),
    ruleCode: 'household_twice_a_year',
    ruleNames: { zh: '普通户走访', en: 'Ordinary household' },
    target: 'household',
    subject: { kind: 'household', id: householdId },
    gridId: 'grid',
    householdId,
    title,
    sensitive: false,
    point: null,
    dueFrom: '2026-10-01',
    plannedOn: '2026-11-23',
    dueBy: '2026-11-30',
    state: 'open',
    tries: 0,
    formCode: 'household',
    lookAt: '',
    minutes: 15,
    why: { lastOn: null, per: 'year', times: 2, nth: 2, mode: 'each', isFirst: false, needKinds: [] },
    ...more,
  }
}
