import type { RetentionPeriod } from '@linli/contract/retention'
import type { useMessages } from './messages.ts'

/** “迁出或去世后 5 年”. */
export const periodText = (m: ReturnType<typeof useMessages>, { after, amount, unit }: RetentionPeriod) =>
  m.period(m.afters[after], amount, m.units[unit])
