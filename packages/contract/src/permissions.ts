import { z } from 'zod'

/**
 * What a role may allow. Roles are data (a county names and composes its own); permissions are code,
 * because each one guards something in code. The authorization matrix in the tests lists every pair.
 */
export const permissions = [
  'area.read',
  'area.manage',
  'area.import',
  'assignment.manage',
  'unit.read',
  'unit.manage',
  'staff.read',
  'staff.manage',
  'role.manage',
  'matter.report',
  'matter.read',
  'matter.triage',
  'matter.dispatch',
  'matter.handle',
  'matter.verify',
  'matter.callback',
  'matter.decide',
  'matter.supervise',
  'matter.merge',
  'matter.reveal',
  'matter.import',
  'matter.export',
  'register.read',
  'register.change',
  'register.reveal',
  'register.merge',
  'register.import',
  'register.export',
  'register.approve',
  'register.configure',
  'rights.handle',
  'fieldwork.do',
  'fieldwork.read',
  'fieldwork.manage',
  'duty.configure',
  'hotline.operate',
  'category.manage',
  'place.manage',
  'screen.read',
  'notice.read',
  'interop.manage',
  'audit.read',
  'county.configure',
] as const

export const Permission = z.enum(permissions)
export type Permission = z.infer<typeof Permission>
