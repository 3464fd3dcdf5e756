/** Where one can be. Addresses are made and read here only. */
export type Place =
  | { readonly page: 'home' }
  | { readonly page: 'report'; readonly step: ReportStep; readonly speak: boolean }
  | { readonly page: 'outgoing'; readonly key: string }
  | { readonly page: 'receipt'; readonly number: string }
  | { readonly page: 'scan'; readonly token: string }
  | { readonly page: 'track' }
  | { readonly page: 'progress'; readonly number: string }
  | { readonly page: 'mine' }
  | { readonly page: 'data' }
  | { readonly page: 'grid' }
  | { readonly page: 'outbox' }
  | { readonly page: 'nowhere' }

export const reportSteps = ['say', 'where', 'contact'] as const
export type ReportStep = (typeof reportSteps)[number]

export const paths = {
  home: () => '/',
  report: (step: ReportStep = 'say') => (step === 'say' ? '/report' : `/report/${step}`),
  /** The report page with the microphone on. */
  speak: () => '/report?speak',
  /** A report on its way, also while there is no network. */
  outgoing: (key: string) => `/outgoing/${key}`,
  /** The code stays on this phone: whoever sees the address sees no more than the number. */
  receipt: (number: string) => `/receipt/${encodeURIComponent(number)}`,
  track: () => '/track',
  progress: (number: string) => `/track/${encodeURIComponent(number)}`,
  mine: () => '/mine',
  /** What the register holds of oneself. */
  data: () => '/data',
  grid: () => '/grid',
  /** Demo only: the text messages that nobody gets. */
  outbox: () => '/outbox',
}

export function parsePlace(address: string): Place {
  const { pathname, searchParams } = new URL(address, 'http://portal.invalid')
  const [first = '', second, ...rest] = pathname.split('/').filter(Boolean).map(decode)
  if (rest.length > 0) return { page: 'nowhere' }
  if (second === undefined) {
    switch (first) {
      case '':
        return { page: 'home' }
      case 'report':
        return { page: 'report', step: 'say', speak: searchParams.has('speak') }
      case 'track':
      case 'mine':
      case 'data':
      case 'grid':
      case 'outbox':
        return { page: first }
      default:
        return { page: 'nowhere' }
    }
  }
  switch (first) {
    case 'report': {
      const step = reportSteps.find((known) => known === second && known !== 'say')
      return step ? { page: 'report', step, speak: false } : { page: 'nowhere' }
    }
    case 'outgoing':
      return { page: 'outgoing', key: second }
    case 'receipt':
      return { page: 'receipt', number: second }
    case 'track':
      return { page: 'progress', number: second }
    case 'q':
      return { page: 'scan', token: second }
    default:
      return { page: 'nowhere' }
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
