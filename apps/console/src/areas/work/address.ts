import { AreaDay } from '@linli/contract/areas'
import { z } from 'zod'
import { today } from '../form/today.ts'
import { paths } from '../../paths.ts'
import { filter, go, usePlace } from '../../router.tsx'
import type { Done } from './desk.ts'

export const Work = z.enum(['draw', 'edit', 'split', 'merge', 'close', 'coverage'])
export type Work = z.infer<typeof Work>

/**
 * What one is doing with an area, on which day one looks at it, and what was done last. It stands in the address, so that
 * the back button leaves the work and not the page, and a reload comes back to it.
 */
export function useAddress(areaId: string, villageId: string) {
  const { search } = usePlace()
  const read = <T>(schema: z.ZodType<T>, name: string) => schema.safeParse(search.get(name)).data
  const on = read(AreaDay, 'on')
  const work = read(Work, 'work')
  const [done, from] = [read(Work, 'done'), read(AreaDay, 'from')]
  return {
    work,
    on: on === today() ? undefined : on,
    told: done && from ? { work: done, from } : undefined,
    begin: (next: Work) => go(`${paths.area(areaId)}&work=${next}`),
    lookAt: (day: string) => filter({ on: day === today() ? undefined : day }),
    end(finished: Done | null) {
      if (!finished) return go(paths.area(areaId), true)
      const ahead = finished.from > today()
      // What begins later has no page of its own today: the village shows that day instead.
      const next = ahead ? `${paths.area(villageId)}&on=${finished.from}` : paths.area(finished.areaId)
      go(`${next}&done=${work ?? 'edit'}&from=${finished.from}`, true)
    },
  }
}
