import { z } from 'zod'
import { LimitUnit } from './clock.ts'
import { CommandId, commaList, Done, Id, Instant, page, pageInput, text } from './common.ts'
import { Channel } from './matters.ts'
import type { Permission } from './permissions.ts'
import { defineRoute } from './route.ts'

/**
 * Kinds of work, and what one must be allowed before one of them shows: whoever sits in a unit does not do all of its work.
 * A kind that is not named here waits for everybody of its unit.
 */
export const workPermissions = {
  triage: 'matter.read',
  handle: 'matter.read',
  assist: 'matter.read',
  decide: 'matter.read',
  extension: 'matter.read',
  verify: 'matter.read',
  callback: 'matter.read',
  export: 'register.approve',
  rights: 'rights.handle',
  correction: 'register.merge',
  emergency: 'register.approve',
  leave: 'fieldwork.manage',
  swap_decision: 'fieldwork.manage',
  hold: 'register.approve',
  closing: 'register.approve',
  reading_review: 'rights.handle',
} as const satisfies Readonly<Record<string, Permission>>
export type WorkItemKind = keyof typeof workPermissions

/** Work that comes by the hundred and has no limit: it waits as one line with its count. */
export const PileKind = z.enum(['duplicates', 'contested', 'conflicts', 'quarantine'])
export type PileKind = z.infer<typeof PileKind>

export const WorkItem = z.object({
  id: Id,
  module: z.string(),
  kind: z.string(),
  subjectKind: z.string(),
  subjectId: Id,
  /** Empty where the kind says it all and a name would be one too many. */
  title: z.string(),
  facts: z.record(z.string(), z.unknown()),
  unit: z.object({ id: Id, name: z.string() }),
  staff: z.object({ id: Id, name: z.string() }).nullable(),
  danger: z.boolean(),
  paused: z.boolean(),
  dueAt: Instant.nullable(),
  remainingMinutes: z.number().nullable(),
  /** In which kind of time they are counted; round the clock where the module named an instant. */
  dueUnit: LimitUnit,
  createdAt: Instant,
})
export type WorkItem = z.infer<typeof WorkItem>

const inboxFilters = {
  kind: commaList(z.string().max(40)).optional(),
  mine: z.literal('true').optional(),
  /** Due before the end of today, or past due. */
  due: z.literal('today').optional(),
  areaId: Id.optional(),
  channel: commaList(Channel).optional(),
}

export const inboxRoutes = {
  listInbox: defineRoute({
    method: 'GET',
    path: '/inbox',
    access: 'staff',
    summary: 'What waits for me across modules: danger first, then nearest limit.',
    input: z.strictObject({ ...pageInput, ...inboxFilters }),
    output: page(WorkItem).extend({
      /** By kind, whatever the filters. */
      counts: z.record(z.string(), z.number().int()),
      /** Whether the county works now, and when that changes. */
      hours: z.object({ working: z.boolean(), until: Instant }),
    }),
    problems: [],
  }),
  listPiles: defineRoute({
    method: 'GET',
    path: '/inbox/piles',
    access: 'staff',
    summary: 'Work without a limit that comes by the hundred: how much of each kind is within reach.',
    input: z.strictObject({}),
    /** `more`: there are more than were counted. */
    output: z.object({ items: z.array(z.object({ kind: PileKind, count: z.number().int(), more: z.boolean() })) }),
    problems: [],
  }),
} as const

/** Filters of a list under a name, each person's own. */
export const SavedView = z.object({
  id: Id,
  /** The page's address below /console. */
  page: z.string(),
  name: z.string(),
  /** What stands behind the question mark. */
  query: z.string(),
})
export type SavedView = z.infer<typeof SavedView>

const viewPage = z.string().regex(/^\/[a-z/-]{0,60}$/)

export const viewRoutes = {
  listViews: defineRoute({
    method: 'GET',
    path: '/my/views',
    access: 'staff',
    summary: 'My saved views of all lists, by name.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(SavedView) }),
    problems: [],
  }),
  saveView: defineRoute({
    method: 'POST',
    path: '/my/views',
    access: 'staff',
    audit: 'view.saved',
    summary: 'Keeps the filters of a list under a name; the same name again replaces them.',
    input: z.strictObject({
      commandId: CommandId,
      page: viewPage,
      name: text(40),
      query: z
        .string()
        .max(1000)
        .regex(/^[\w%.~+=&*-]*$/),
    }),
    output: SavedView,
    problems: ['view.too_many'],
  }),
  deleteView: defineRoute({
    method: 'POST',
    path: '/my/views/:viewId/delete',
    access: 'staff',
    audit: 'view.deleted',
    summary: 'Forgets one of my saved views.',
    input: z.strictObject({ commandId: CommandId, viewId: Id }),
    output: Done,
    problems: ['not_found'],
  }),
} as const
