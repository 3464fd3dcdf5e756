import { z } from 'zod'

/** Why personal fields are read. The legal basis of each stands in `data/register/purposes.json`. */
export const AccessPurpose = z.enum([
  'upkeep',
  'service',
  'visit',
  'merge',
  'rights',
  'export',
  'emergency',
  'own',
  'register.page',
  'register.former',
  'register.search',
  'register.list',
  'register.relations',
  'register.links',
  'register.upkeep',
  'register.import',
  'register.export',
  'register.changes',
  'visit.plan',
  'visit.phone',
  'visit.history',
  'visit.quarantine',
  'matter.contact',
  'hotline.earlier_calls',
  'staff.contact',
  'retention',
  'review',
  'record',
])
export type AccessPurpose = z.infer<typeof AccessPurpose>

/** What of a file was read. */
export const AccessGroup = z.enum([
  'basic',
  'masked',
  'identity',
  'contact',
  'health',
  'child',
  'relations',
  'links',
  'visits',
  'duties',
  'readings',
])
export type AccessGroup = z.infer<typeof AccessGroup>

/** The piece of work that a reading belonged to. */
export const AccessCase = z.enum(['duty', 'visit', 'matter', 'request'])
export type AccessCase = z.infer<typeof AccessCase>
