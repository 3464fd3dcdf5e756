import type { FieldAction } from './outbox/entry.ts'

const base = '/field'
const entryPart = (entry: string | undefined) => (entry === undefined ? '' : `?entry=${entry}`)

/** Every address of the app; with `entry` a form opens what lies in the outbox, to change it. */
export const paths = {
  today: () => `${base}/`,
  map: () => `${base}/map`,
  report: (entry?: string) => `${base}/report${entryPart(entry)}`,
  outbox: () => `${base}/outbox`,
  me: () => `${base}/me`,
  matter: (id: string) => `${base}/matters/${id}`,
  action: (id: string, action: FieldAction, entry?: string) => `${base}/matters/${id}/${action}${entryPart(entry)}`,
}

export type Place =
  | { readonly page: 'today' | 'map' | 'outbox' | 'me' | 'nowhere' }
  | { readonly page: 'report'; readonly entry: string | null }
  | { readonly page: 'matter'; readonly id: string }
  | { readonly page: 'action'; readonly id: string; readonly action: FieldAction; readonly entry: string | null }

const actions: readonly FieldAction[] = ['settle', 'settle_on_spot', 'return', 'escalate', 'verify', 'comment']

export function placeOf(address: string): Place {
  const url = new URL(address, 'http://phone')
  const [first = '', id, action] = url.pathname.replace(/^\/field\/?/, '').split('/')
  const entry = url.searchParams.get('entry')
  switch (first) {
    case '':
      return { page: 'today' }
    case 'map':
    case 'outbox':
    case 'me':
      return { page: first }
    case 'report':
      return { page: 'report', entry }
    case 'matters': {
      const known = actions.find((each) => each === action)
      if (id === undefined || id === '') return { page: 'nowhere' }
      if (action === undefined) return { page: 'matter', id }
      return known === undefined ? { page: 'nowhere' } : { page: 'action', id, action: known, entry }
    }
    default:
      return { page: 'nowhere' }
  }
}
