import type { MatterStatus } from '@linli/contract/matters'
import { registerCounter } from '../../platform/counters/index.ts'
import { isOpen } from '../matters/index.ts'

interface MatterPayload {
  readonly from: MatterStatus
  readonly to: MatterStatus
  readonly areas: readonly (string | null)[]
  readonly areasBefore: readonly (string | null)[]
  readonly danger: boolean
  readonly settleLevel: string | null
  readonly rating: number | null
  readonly category: string
}

/** `h00` … `h23` in China's one time zone: today is compared with other days up to the same hour. */
const hours = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', hourCycle: 'h23' })
const hourOf = (at: string) => `h${hours.format(new Date(at))}`

/** Rating from which a resident counts as satisfied. */
const SATISFIED = 4

/**
 * Figures of the command screen, folded from events: gauges (`open`) under the county's `always` day, the rest per day.
 * One delta per area of the path, so that every level adds up from its own rows.
 */
export function registerMatterCounters(): void {
  registerCounter('matters', (event) => {
    const payload = event.payload as unknown as MatterPayload
    const deltas: { areaId: string; measure: string; delta: number; gauge: boolean }[] = []
    const add = (areas: readonly (string | null)[], measure: string, delta: number, gauge = false) => {
      for (const areaId of areas) if (areaId !== null) deltas.push({ areaId, measure, delta, gauge })
    }
    const before = event.kind === 'matter.report' ? false : isOpen(payload.from)
    const after = isOpen(payload.to)
    if (before) add(payload.areasBefore, 'open', -1, true)
    if (after) add(payload.areas, 'open', 1, true)
    switch (event.kind) {
      case 'matter.report':
        add(payload.areas, 'received', 1)
        add(payload.areas, `received.${hourOf(event.at)}`, 1)
        break
      case 'matter.settle':
      case 'matter.settle_on_spot':
        add(payload.areas, 'settled', 1)
        add(payload.areas, `settled.${hourOf(event.at)}`, 1)
        add(payload.areas, `settled.${payload.settleLevel ?? 'county'}`, 1)
        break
      case 'matter.overdue':
        add(payload.areas, 'overdue', 1)
        break
      case 'matter.confirm':
        add(payload.areas, 'rated', 1)
        if ((payload.rating ?? 0) >= SATISFIED) add(payload.areas, 'satisfied', 1)
        break
      default:
    }
    return deltas
  })
}
