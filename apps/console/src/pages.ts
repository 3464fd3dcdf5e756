import type { Permission } from '@linli/contract/permissions'
import type { Me } from '@linli/contract/sign-in'
import { type IconName, lazily } from '@linli/ui'
import type { ComponentType } from 'react'
import { Loading } from './frame/States.tsx'
import { paths } from './paths.ts'

export interface PageProps {
  readonly me: Me
  readonly path: string
  readonly search: URLSearchParams
}

interface PageEntry {
  /** Name of its text in frame/messages.ts; pages without one do not stand in the navigation. */
  readonly name:
    | 'matters'
    | 'hotline'
    | 'incidents'
    | 'incidentPlans'
    | 'supervision'
    | 'map'
    | 'areas'
    | 'register'
    | 'buildings'
    | 'registerMap'
    | 'registerDesks'
    | 'organisations'
    | 'statistics'
    | 'reports'
    | 'registerImports'
    | 'registerExports'
    | 'exportRequests'
    | 'staff'
    | 'roster'
    | 'handovers'
    | 'categories'
    | 'places'
    | 'interop'
    | 'notices'
    | 'briefs'
    | 'records'
    | 'settings'
    | 'firstRun'
    | 'fields'
    | 'rights'
    | 'retention'
    | 'holds'
    | 'closings'
    | 'emergency'
    | 'fieldwork'
    | 'visits'
    | 'conflicts'
    | 'phones'
    | 'duty'
    | 'myDuty'
    | 'account'
    | 'noticeRules'
    | null
  readonly path: string
  readonly icon: IconName
  /** Null: for everybody who is signed in. */
  readonly permission: Permission | null
  /** Stands in the navigation below this one, while one is anywhere in it. */
  readonly under?: string
  readonly Page: ComponentType<PageProps>
  matches(path: string): boolean
}

const entry = (
  name: PageEntry['name'],
  path: string,
  icon: IconName,
  permission: Permission | null,
  load: () => Promise<{ default: ComponentType<PageProps> }>,
): PageEntry => ({
  name,
  path,
  icon,
  permission,
  Page: lazily(load, Loading),
  matches: (where) => where === path,
})

/** A page of one thing, whose id ends the address; `path` is where its kind of thing is listed. */
const one = (page: PageEntry, folder: string): PageEntry => ({
  ...page,
  matches: (where) => where.startsWith(folder) && /^[0-9a-f-]{36}$/.test(where.slice(folder.length)),
})

const inRegister = (page: PageEntry): PageEntry => ({ ...page, under: paths.register })
const inFieldwork = (page: PageEntry): PageEntry => ({ ...page, under: paths.fieldwork })

/** Every page beside the inbox, in the order of the navigation. */
export const pages: readonly PageEntry[] = [
  entry('matters', paths.matters, 'list', 'matter.read', () => import('./pages/Matters.tsx')),
  {
    ...entry(null, '/matters/', 'list', 'matter.read', () => import('./pages/MatterPage.tsx')),
    matches: (path) => /^\/matters\/[0-9a-f-]{36}$/.test(path),
  },
  {
    ...entry(null, '/matters/', 'list', 'matter.read', () => import('./matter/Sheet.tsx')),
    matches: (path) => /^\/matters\/[0-9a-f-]{36}\/sheet$/.test(path),
  },
  entry(null, paths.matterImport, 'up', 'matter.import', () => import('./import/MatterImport.tsx')),
  entry('hotline', paths.hotline, 'headset', 'hotline.operate', () => import('./pages/Hotline.tsx')),
  entry('supervision', paths.supervision, 'eye', 'matter.supervise', () => import('./supervision/Supervision.tsx')),
  entry(null, paths.meeting, 'eye', 'matter.supervise', () => import('./supervision/Meeting.tsx')),
  entry('incidents', paths.incidents, 'live', 'incident.read', () => import('./incidents/Incidents.tsx')),
  {
    ...entry(
      'incidentPlans',
      paths.incidentPlans,
      'book',
      'incident.read',
      () => import('./incidents/IncidentPlans.tsx'),
    ),
    under: paths.incidents,
  },
  entry(null, paths.newIncident, 'live', 'incident.lead', () => import('./incidents/OpenIncident.tsx')),
  one(
    entry(null, paths.incidents, 'live', 'incident.read', () => import('./incidents/Room.tsx')),
    paths.incident(''),
  ),
  {
    ...entry(null, paths.incidents, 'live', 'incident.read', () => import('./incidents/SituationReport.tsx')),
    matches: (path) => /^\/incidents\/[0-9a-f-]{36}\/report$/.test(path),
  },
  entry('map', paths.map, 'map', 'matter.read', () => import('./pages/MapPage.tsx')),
  entry('areas', paths.areas, 'pin', 'area.read', () => import('./pages/Areas.tsx')),
  entry(null, paths.areaImport, 'up', 'area.import', () => import('./pages/AreaImport.tsx')),
  entry('register', paths.register, 'me', 'register.read', () => import('./register/Search.tsx')),
  one(
    entry(null, paths.register, 'me', 'register.read', () => import('./register/HouseholdPage.tsx')),
    paths.household(''),
  ),
  one(
    entry(null, paths.register, 'me', 'register.read', () => import('./register/PersonPage.tsx')),
    paths.person(''),
  ),
  inRegister(entry('buildings', paths.buildings, 'apply', 'register.read', () => import('./register/Buildings.tsx'))),
  one(
    entry(null, paths.buildings, 'apply', 'register.read', () => import('./register/BuildingPage.tsx')),
    paths.building(''),
  ),
  one(
    entry(null, paths.registerMap, 'map', 'register.read', () => import('./register/DwellingPage.tsx')),
    paths.dwelling(''),
  ),
  inRegister(
    entry('registerMap', paths.registerMap, 'map', 'register.read', () => import('./register/DwellingMap.tsx')),
  ),
  inRegister(
    entry('registerDesks', paths.registerDesks, 'merge', 'register.merge', () => import('./register/Desks.tsx')),
  ),
  inRegister(
    entry(
      'organisations',
      paths.organisations,
      'web',
      'register.read',
      () => import('./organisations/Organisations.tsx'),
    ),
  ),
  one(
    entry(null, paths.organisations, 'web', 'register.read', () => import('./organisations/OrganisationPage.tsx')),
    paths.organisation(''),
  ),
  inRegister(
    entry(
      'statistics',
      paths.statistics,
      'chart',
      'register.read',
      () => import('./register-statistics/Statistics.tsx'),
    ),
  ),
  // Corrections are clerks' to make; disputes and the rest are for the data-protection officer, below.
  inRegister(entry('rights', paths.corrections, 'book', 'register.merge', () => import('./rights/Rights.tsx'))),
  inRegister(entry('emergency', paths.emergency, 'alert', 'register.reveal', () => import('./rights/Emergency.tsx'))),
  inRegister(entry('reports', paths.reports, 'apply', 'register.read', () => import('./register-reports/Reports.tsx'))),
  inRegister(
    entry(
      'registerImports',
      paths.registerImports,
      'up',
      'register.import',
      () => import('./register-lists/Imports.tsx'),
    ),
  ),
  inRegister(
    entry(
      'registerExports',
      paths.registerExports,
      'send',
      'register.export',
      () => import('./register-lists/Exports.tsx'),
    ),
  ),
  // The data-protection officer agrees to exports and does not work with the register.
  entry(
    'exportRequests',
    paths.exportRequests,
    'check',
    'register.approve',
    () => import('./register-lists/ExportRequests.tsx'),
  ),
  entry('fieldwork', paths.fieldwork, 'walk', 'fieldwork.read', () => import('./fieldwork/Plan.tsx')),
  inFieldwork(entry('visits', paths.visits, 'note', 'fieldwork.read', () => import('./fieldwork/Visits.tsx'))),
  inFieldwork(
    entry('conflicts', paths.conflicts, 'merge', 'register.merge', () => import('./fieldwork/Conflicts.tsx')),
  ),
  inFieldwork(entry('phones', paths.phones, 'phone', 'fieldwork.manage', () => import('./fieldwork/Phones.tsx'))),
  entry('roster', paths.roster, 'clock', 'fieldwork.read', () => import('./roster/Roster.tsx')),
  {
    ...entry('handovers', paths.handovers, 'merge', 'fieldwork.manage', () => import('./handover/Handovers.tsx')),
    under: paths.roster,
  },
  one(
    entry(null, paths.handovers, 'merge', 'fieldwork.manage', () => import('./handover/HandoverPage.tsx')),
    paths.handover(''),
  ),
  entry('staff', paths.staff, 'people', 'unit.read', () => import('./pages/Staff.tsx')),
  entry('duty', paths.duty, 'book', 'duty.configure', () => import('./duty/Duty.tsx')),
  entry('categories', paths.categories, 'apply', 'category.manage', () => import('./categories/Categories.tsx')),
  entry('places', paths.places, 'qr', 'place.manage', () => import('./places/Places.tsx')),
  entry(null, '/places/sheet', 'qr', 'place.manage', () => import('./places/PlaceSheet.tsx')),
  entry('interop', paths.interop, 'send', 'interop.manage', () => import('./pages/Interop.tsx')),
  entry('notices', paths.notices, 'text', 'notice.read', () => import('./pages/Notices.tsx')),
  entry('briefs', paths.briefs, 'chart', 'screen.manage', () => import('./briefs/Briefs.tsx')),
  entry('records', paths.records, 'eye', 'audit.read', () => import('./records/Records.tsx')),
  entry('rights', paths.rights, 'book', 'rights.handle', () => import('./rights/Rights.tsx')),
  entry('retention', paths.retention, 'clock', 'rights.handle', () => import('./retention/Retention.tsx')),
  one(
    entry(null, paths.retention, 'clock', 'rights.handle', () => import('./retention/Certificate.tsx')),
    paths.certificate(''),
  ),
  // A hold needs two people, and the second one need not handle rights.
  entry('holds', paths.holds, 'lock', 'register.approve', () => import('./holds/Holds.tsx')),
  entry('closings', paths.closings, 'lock', 'register.approve', () => import('./closings/Closings.tsx')),
  entry('fields', paths.fields, 'list', 'register.configure', () => import('./fields/Fields.tsx')),
  entry('firstRun', paths.firstRun, 'track', 'role.manage', () => import('./first-run/FirstRun.tsx')),
  entry('settings', paths.settings, 'gear', 'county.configure', () => import('./settings/Settings.tsx')),
  entry('myDuty', paths.myDuty, 'clock', null, () => import('./my-duty/MyDuty.tsx')),
  entry('account', paths.account, 'lock', null, () => import('./pages/Account.tsx')),
  {
    ...entry('noticeRules', paths.noticeRules, 'speaker', null, () => import('./notices/NoticeRules.tsx')),
    under: paths.account,
  },
]
