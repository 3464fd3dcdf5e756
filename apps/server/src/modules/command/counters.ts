import type { MatterStatus } from '@linli/contract/matters'
import { registerCounter, WHOLE_COUNTY } from '../../platform/counters/index.ts'
import type { LiveEvent } from '../../platform/events/events.ts'
import { isOpen } from '../matters/index.ts'

interface MatterPayload {
  readonly from: MatterStatus
  readonly to: MatterStatus
  readonly areas: readonly (string | null)[]
  readonly areasBefore: readonly (string | null)[]
  readonly category: string
  readonly settleLevel: string | null
  readonly rating: number | null
  /** Of a settlement. */
  readonly onTime?: boolean
  /** Kind of limit that passed. */
  readonly limit?: string | null
}

/** `h00` … `h23` in China's one time zone: today is compared with other days up to the same hour. */
const hours = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', hourCycle: 'h23' })
const hourOf = (at: string) => `h${hours.format(new Date(at))}`

/** Rating from which a resident counts as satisfied. */
const SATISFIED = 4

/**
 * Figures of the command screen, folded from events: gauges (`open`) under the county's `always` day, the rest per day or
 * hour. One delta per area of the path, and one for the county as a whole, so that every level adds up from its own rows.
 */
export function registerMatterCounters(): void {
  registerCounter('matters', (event) => {
    // The events of the matters module carry this.
    const payload = event.payload as unknown as MatterPayload
    const hour = hourOf(event.at)
    const before = event.kind !== 'matter.report' && isOpen(payload.from)
    const after = isOpen(payload.to)
    return [
      ...(before ? over(payload.areasBefore, { open: -1 }, true) : []),
      ...(after ? over(payload.areas, { open: 1 }, true) : []),
      ...over(payload.areas, counted(event, payload, hour)),
    ]
  })
}

function over(areas: readonly (string | null)[], counts: Readonly<Record<string, number>>, gauge = false) {
  const all = [WHOLE_COUNTY, ...areas.filter((id) => id !== null)]
  return Object.entries(counts).flatMap(([measure, delta]) => all.map((areaId) => ({ areaId, measure, delta, gauge })))
}

/** What an event counts as, on its day. */
function counted({ kind }: LiveEvent, payload: MatterPayload, hour: string): Record<string, number> {
  switch (kind) {
    case 'matter.report':
      return { received: 1, [`received.${hour}`]: 1, [`received.c${payload.category.slice(0, 2)}`]: 1 }
    case 'matter.settle':
    case 'matter.settle_on_spot':
      return {
        settled: 1,
        [`settled.${hour}`]: 1,
        [`settled.${payload.settleLevel ?? 'county'}`]: 1,
        ...(payload.onTime ? { [`ontime.${hour}`]: 1 } : {}),
      }
    case 'matter.overdue':
      return payload.limit === 'whole' ? { [`overdue.${hour}`]: 1 } : {}
    case 'matter.confirm':
    case 'matter.call_back':
    case 'matter.reject':
    case 'matter.reopen':
      return { ...judged(kind, payload), ...(isReopened(payload) ? { [`reopened.${hour}`]: 1 } : {}) }
    default:
      return {}
  }
}

// A check by the desk that fails is no reopening: nobody had been told that it was done.
function isReopened({ from, to }: MatterPayload): boolean {
  return to === 'handling' && (from === 'settled' || from === 'verified' || from === 'closed')
}

/** A resident's own word on the result: stars, or a result sent back. Silence is none, and neither is a call nobody took. */
function judged(kind: string, { to, rating }: MatterPayload): Record<string, number> {
  if (to === 'closed' && (kind === 'matter.confirm' || kind === 'matter.call_back'))
    return { judged: 1, ...((rating ?? SATISFIED) >= SATISFIED ? { satisfied: 1 } : {}) }
  return to === 'handling' ? { judged: 1 } : {}
}
