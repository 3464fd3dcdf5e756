import { useReducer } from 'react'
import { z } from 'zod'
import type { Draft } from '../../form/use-draft.ts'
import { beginOutline, draw, type Outline, type Stroke } from '../editor/outline.ts'
import type { Ring } from '../editor/plane.ts'

const Kept = z.object({ rings: z.array(z.array(z.tuple([z.number(), z.number()]))), closed: z.boolean() })

/** An outline that survives a reload. */
export function useOutline(draft: Draft, rings: readonly Ring[]) {
  const begin = (): Outline => {
    const kept = Kept.safeParse(draft.start['outline'])
    return { ...beginOutline(rings), ...kept.data }
  }
  return useReducer(
    (outline: Outline, stroke: Stroke) => {
      const next = draw(outline, stroke)
      draft.keep({ outline: { rings: next.rings, closed: next.closed } })
      return next
    },
    null,
    begin,
  )
}
