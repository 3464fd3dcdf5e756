import { z } from 'zod'
import { AreaLevel } from './area-shapes.ts'
import { Id, Instant, text } from './common.ts'
import { MatterStatus } from './matters.ts'
import { IncidentSeverity, IncidentState } from './incident-shapes.ts'
import { SearchHit } from './people-shapes.ts'
import { UnitKind } from './posts.ts'
import { defineRoute } from './route.ts'

/** Where one can look from the bar; `register` only when asked for by name, since whom it shows is recorded. */
export const SearchGroup = z.enum(['matters', 'incidents', 'areas', 'units', 'staff', 'register'])
export type SearchGroup = z.infer<typeof SearchGroup>

export const MatterHit = z.object({
  kind: z.literal('matter'),
  id: Id,
  number: z.string(),
  title: z.string(),
  status: MatterStatus,
  /** Town, village and grid. */
  place: z.string(),
  reportedAt: Instant,
})
export const IncidentHit = z.object({
  kind: z.literal('incident'),
  id: Id,
  number: z.string(),
  title: z.string(),
  state: IncidentState,
  severity: IncidentSeverity,
  exercise: z.boolean(),
  openedAt: Instant,
})
export const FoundArea = z.object({
  kind: z.literal('area'),
  id: Id,
  name: z.string(),
  nameEn: z.string().nullable(),
  level: AreaLevel,
  code: z.string().nullable(),
  /** Names of the areas above it, below the county. */
  above: z.string(),
})
export const UnitHit = z.object({
  kind: z.literal('unit'),
  id: Id,
  name: z.string(),
  nameEn: z.string().nullable(),
  unitKind: UnitKind,
  /** The unit it belongs to. */
  parent: z.string().nullable(),
})
export const StaffHit = z.object({
  kind: z.literal('staff'),
  id: Id,
  name: z.string(),
  login: z.string(),
  /** Where the person has a post. */
  units: z.string(),
})

export const GlobalHit = z.discriminatedUnion('kind', [MatterHit, IncidentHit, FoundArea, UnitHit, StaffHit, SearchHit])
export type GlobalHit = z.infer<typeof GlobalHit>

export const searchRoutes = {
  // Asked with a body: names and numbers must not stand in an address.
  searchAll: defineRoute({
    method: 'POST',
    path: '/search',
    access: 'staff',
    audit: 'search.asked',
    summary:
      'Matters, incidents, areas, units and staff within reach by number, words, pinyin or code; the register when asked for.',
    input: z.strictObject({
      q: text(60),
      groups: z.array(SearchGroup).min(1).max(SearchGroup.options.length).optional(),
      limit: z.number().int().min(1).max(20).default(5),
    }),
    output: z.object({
      groups: z.array(z.object({ group: SearchGroup, items: z.array(GlobalHit), more: z.boolean() })),
    }),
    problems: [],
  }),
}
