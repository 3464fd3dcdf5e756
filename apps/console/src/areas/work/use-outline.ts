import { useEffect, useReducer } from 'react'
import { z } from 'zod'
import { beginOutline, draw, type Outline } from '../editor/outline.ts'
import type { Ring } from '../editor/plane.ts'
import type { Draft } from '../form/use-draft.ts'

const Kept = z.object({ rings: z.array(z.array(z.tuple([z.number(), z.number()]))), closed: z.boolean() })

/** An outline that survives a reload and the back button. */
export function useOutline(draft: Draft, rings: readonly Ring[]) {
  const [outline, change] = useReducer(draw, null, (): Outline => {
    const kept = Kept.safeParse(draft.start['outline'])
    return { ...beginOutline(rings), ...kept.data }
  })
  useEffect(() => {
    if (outline.past.length > 0 || outline.future.length > 0)
      draft.keep({ outline: { rings: outline.rings, closed: outline.closed } })
  }, [outline])
  return [outline, change] as const
}
