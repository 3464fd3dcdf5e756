import type { MustReport } from './forms/must-report.ts'
import type { FieldAction } from './outbox/entry.ts'

const base = '/field'

function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return given.length === 0 ? `${base}${path}` : `${base}${path}?${new URLSearchParams(given).toString()}`
}

/** Of whom or what a visit is; a support visit is of a person. */
export const visitKinds = ['household', 'person', 'organisation'] as const
export type VisitKind = (typeof visitKinds)[number]

/** Every address of the app; with `entry` a form opens what lies in the outbox, to change it. */
export const paths = {
  today: () => `${base}/`,
  map: () => `${base}/map`,
  report: (entry?: string, kind?: MustReport) => withQuery('/report', { entry, kind }),
  /** `newcomer`: the door of somebody who is new. */
  find: (to?: 'newcomer', house?: string) => withQuery('/find', { for: to, house }),
  visit: (kind: VisitKind, id: string, entry?: string) => withQuery(`/visit/${kind}/${id}`, { entry }),
  newcomerAt: (id: string) => withQuery(`/visit/household/${id}`, { new: '1' }),
  newHousehold: (entry?: string) => withQuery('/new-household', { entry }),
  support: () => `${base}/support`,
  patrol: () => `${base}/patrol`,
  firstHelp: () => `${base}/first-help`,
  help: () => `${base}/help`,
  duty: () => `${base}/duty`,
  outbox: () => `${base}/outbox`,
  me: () => `${base}/me`,
  notices: () => `${base}/notices`,
  matter: (id: string) => `${base}/matters/${id}`,
  action: (id: string, action: FieldAction, entry?: string) => withQuery(`/matters/${id}/${action}`, { entry }),
}

const plainPages = ['map', 'outbox', 'me', 'notices', 'support', 'patrol', 'first-help', 'help', 'duty'] as const

export type Place =
  | { readonly page: 'today' | 'nowhere' | (typeof plainPages)[number] }
  | { readonly page: 'find'; readonly newcomer: boolean; readonly house: string | null }
  | { readonly page: 'report'; readonly entry: string | null; readonly kind: string | null }
  | { readonly page: 'new-household'; readonly entry: string | null }
  | {
      readonly page: 'visit'
      readonly kind: VisitKind
      readonly id: string
      readonly entry: string | null
      readonly newcomer: boolean
    }
  | { readonly page: 'matter'; readonly id: string }
  | { readonly page: 'action'; readonly id: string; readonly action: FieldAction; readonly entry: string | null }

const actions: readonly FieldAction[] = ['settle', 'settle_on_spot', 'return', 'escalate', 'verify', 'comment']

export function placeOf(address: string): Place {
  const { pathname, searchParams: query } = new URL(address, 'http://phone')
  const [first = '', second = '', third] = pathname.replace(/^\/field\/?/, '').split('/')
  const entry = query.get('entry')
  const plain = plainPages.find((each) => each === first)
  if (plain !== undefined) return { page: plain }
  switch (first) {
    case '':
      return { page: 'today' }
    case 'find':
      return { page: 'find', newcomer: query.get('for') === 'newcomer', house: query.get('house') }
    case 'report':
      return { page: 'report', entry, kind: query.get('kind') }
    case 'new-household':
      return { page: 'new-household', entry }
    case 'visit': {
      const kind = visitKinds.find((each) => each === second)
      if (kind === undefined || !third) return { page: 'nowhere' }
      return { page: 'visit', kind, id: third, entry, newcomer: query.has('new') }
    }
    case 'matters':
      return matterPlace(second, third, entry)
    default:
      return { page: 'nowhere' }
  }
}

function matterPlace(id: string, action: string | undefined, entry: string | null): Place {
  if (id === '') return { page: 'nowhere' }
  if (action === undefined) return { page: 'matter', id }
  const known = actions.find((each) => each === action)
  return known === undefined ? { page: 'nowhere' } : { page: 'action', id, action: known, entry }
}
