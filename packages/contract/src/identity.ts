import { z } from 'zod'
import { CommandId, Done, Id, Instant, LocalDate, Names, page, pageInput, text } from './common.ts'
import { Permission } from './permissions.ts'
import { Post, RoleReach, RoleRef, UnitKind, UnitRef } from './posts.ts'
import { defineRoute } from './route.ts'
import { Locale, Login, residentRoutes, sessionRoutes } from './sign-in.ts'

export * from './posts.ts'
export * from './sign-in.ts'

/** A work phone may be a landline: digits, spaces and hyphens. */
export const WorkPhone = z
  .string()
  .trim()
  .regex(/^\+?[\d -]{5,20}$/)

export const UnitRow = z.object({
  id: Id,
  kind: UnitKind,
  name: z.string(),
  nameEn: z.string().nullable(),
  parentId: Id.nullable(),
  areaId: Id.nullable(),
  departmentCode: z.string().nullable(),
  phone: z.string().nullable(),
  validFrom: LocalDate,
  validTo: LocalDate.nullable(),
  /** People with a post in it today. */
  staffCount: z.number().int(),
})
export type UnitRow = z.infer<typeof UnitRow>

export const UnitNode = UnitRow.extend({ childCount: z.number().int() })
export type UnitNode = z.infer<typeof UnitNode>

export const Unit = UnitRow.extend({
  duties: z.string().nullable(),
  /** From the root down, the unit itself not included. */
  parents: z.array(UnitRef),
  people: z.array(z.object({ postId: Id, staffId: Id, name: z.string(), title: z.string().nullable(), role: RoleRef })),
  /** The viewer may change it. */
  manageable: z.boolean(),
})
export type Unit = z.infer<typeof Unit>

export const StaffRow = z.object({
  id: Id,
  login: z.string(),
  name: z.string(),
  phoneMasked: z.string().nullable(),
  posts: z.array(Post),
  totpEnabled: z.boolean(),
  disabledAt: Instant.nullable(),
  lastSeenAt: Instant.nullable(),
})
export type StaffRow = z.infer<typeof StaffRow>

export const Staff = StaffRow.omit({ phoneMasked: true }).extend({
  /** In full: a work phone. Opening one person's page is recorded. */
  phone: z.string().nullable(),
  email: z.string().nullable(),
  locale: Locale,
  createdAt: Instant,
  /** Posts that have ended, latest first. */
  earlierPosts: z.array(Post),
  identities: z.array(z.object({ issuer: z.string(), subject: z.string() })),
  /** The viewer may change it. */
  manageable: z.boolean(),
})
export type Staff = z.infer<typeof Staff>

export const Role = RoleRef.extend({
  permissions: z.array(Permission),
  reach: RoleReach,
  totpRequired: z.boolean(),
  closedAt: Instant.nullable(),
  staffCount: z.number().int(),
})
export type Role = z.infer<typeof Role>

const roleFields = {
  names: Names,
  permissions: z.array(Permission).max(100),
  reach: RoleReach,
  totpRequired: z.boolean(),
}
const unitFields = {
  name: text(100),
  nameEn: text(200).nullable().optional(),
  phone: WorkPhone.nullable().optional(),
  duties: text(2000).nullable().optional(),
  areaId: Id.nullable().optional(),
  departmentCode: text(40).nullable().optional(),
}
const staffFields = {
  name: text(50),
  phone: WorkPhone.nullable().optional(),
  email: z.email().max(200).toLowerCase().nullable().optional(),
}
const ofUnit = { unitId: Id, commandId: CommandId }
const ofStaff = { staffId: Id, commandId: CommandId }

export const unitRoutes = {
  listUnits: defineRoute({
    method: 'GET',
    path: '/units',
    access: 'unit.read',
    summary: 'Units by kind, area or words.',
    input: z.object({
      ...pageInput,
      kind: UnitKind.optional(),
      areaId: Id.optional(),
      q: text(50).optional(),
      closed: z.stringbool().default(false),
    }),
    output: page(UnitRow),
    problems: [],
  }),
  listUnitChildren: defineRoute({
    method: 'GET',
    path: '/units/tree',
    access: 'unit.read',
    summary: 'The units directly below one, or the roots.',
    input: z.object({ parentId: Id.optional() }),
    output: z.object({ items: z.array(UnitNode) }),
    problems: ['unit.not_found'],
  }),
  getUnit: defineRoute({
    method: 'GET',
    path: '/units/:unitId',
    access: 'unit.read',
    summary: 'One unit with its people.',
    input: z.object({ unitId: Id }),
    output: Unit,
    problems: ['unit.not_found'],
  }),
  createUnit: defineRoute({
    method: 'POST',
    path: '/units',
    access: 'unit.manage',
    audit: 'unit.created',
    summary: 'A new unit.',
    input: z.strictObject({
      ...unitFields,
      commandId: CommandId,
      id: Id,
      kind: UnitKind,
      parentId: Id.nullable(),
      validFrom: LocalDate.optional(),
    }),
    output: Unit,
    problems: ['unit.not_found'],
  }),
  changeUnit: defineRoute({
    method: 'POST',
    path: '/units/:unitId',
    access: 'unit.manage',
    audit: 'unit.changed',
    summary: 'Changes a unit; fields left out stay.',
    input: z.strictObject({ ...unitFields, ...ofUnit, name: text(100).optional(), parentId: Id.nullable().optional() }),
    output: Unit,
    problems: ['unit.not_found', 'unit.in_use'],
  }),
  closeUnit: defineRoute({
    method: 'POST',
    path: '/units/:unitId/close',
    access: 'unit.manage',
    audit: 'unit.closed',
    summary: 'Closes a unit from a day on (today if left out); refused while people or open units are in it.',
    input: z.strictObject({ ...ofUnit, on: LocalDate.optional() }),
    output: Unit,
    problems: ['unit.not_found', 'unit.in_use'],
  }),
} as const

export const staffRoutes = {
  listStaff: defineRoute({
    method: 'GET',
    path: '/staff',
    access: 'staff.read',
    summary: 'Staff in reach, by name, pinyin or login.',
    input: z.object({
      ...pageInput,
      q: text(50).optional(),
      unitId: Id.optional(),
      roleId: Id.optional(),
      state: z.enum(['active', 'disabled', 'all']).default('active'),
    }),
    output: page(StaffRow),
    problems: [],
  }),
  getStaff: defineRoute({
    method: 'GET',
    path: '/staff/:staffId',
    access: 'staff.read',
    summary: 'One person with posts.',
    input: z.object({ staffId: Id }),
    output: Staff,
    problems: ['staff.not_found'],
  }),
  createStaff: defineRoute({
    method: 'POST',
    path: '/staff',
    access: 'staff.manage',
    audit: 'staff.created',
    summary: 'A new account with its first post; answers a password to hand over, to be changed at first login.',
    input: z.strictObject({
      ...staffFields,
      commandId: CommandId,
      id: Id,
      login: Login,
      post: z.strictObject({ unitId: Id, roleId: Id, title: text(50).nullable().optional() }),
    }),
    output: z.object({ staff: Staff, temporaryPassword: z.string() }),
    problems: ['staff.login_taken', 'unit.not_found', 'role.not_found', 'permission.missing'],
  }),
  changeStaff: defineRoute({
    method: 'POST',
    path: '/staff/:staffId',
    access: 'staff.manage',
    audit: 'staff.changed',
    summary: 'Changes name, phone or e-mail; fields left out stay.',
    input: z.strictObject({ ...staffFields, ...ofStaff, name: text(50).optional(), login: Login.optional() }),
    output: Staff,
    problems: ['staff.not_found', 'staff.login_taken'],
  }),
  disableStaff: defineRoute({
    method: 'POST',
    path: '/staff/:staffId/disable',
    access: 'staff.manage',
    audit: 'staff.disabled',
    summary: 'Closes the account and ends its sessions at once.',
    input: z.strictObject(ofStaff),
    output: Staff,
    problems: ['staff.not_found', 'permission.missing'],
  }),
  enableStaff: defineRoute({
    method: 'POST',
    path: '/staff/:staffId/enable',
    access: 'staff.manage',
    audit: 'staff.enabled',
    summary: 'Opens a closed account again.',
    input: z.strictObject(ofStaff),
    output: Staff,
    problems: ['staff.not_found'],
  }),
  resetPassword: defineRoute({
    method: 'POST',
    path: '/staff/:staffId/reset-password',
    access: 'staff.manage',
    audit: 'staff.password_reset',
    summary: 'Answers a new password to hand over and ends the sessions of the person.',
    input: z.strictObject(ofStaff),
    output: z.object({ temporaryPassword: z.string() }),
    problems: ['staff.not_found', 'permission.missing'],
  }),
  resetTotp: defineRoute({
    method: 'POST',
    path: '/staff/:staffId/reset-totp',
    access: 'staff.manage',
    audit: 'staff.totp_reset',
    summary: 'For a lost phone: turns TOTP off and ends the sessions of the person.',
    input: z.strictObject(ofStaff),
    output: Done,
    problems: ['staff.not_found', 'permission.missing'],
  }),
  linkIdentity: defineRoute({
    method: 'POST',
    path: '/staff/:staffId/identities',
    access: 'staff.manage',
    audit: 'staff.identity_linked',
    summary: 'Lets an account at the identity provider sign this person in.',
    input: z.strictObject({ ...ofStaff, issuer: z.url().max(300), subject: text(255) }),
    output: Done,
    problems: ['staff.not_found', 'permission.missing'],
  }),
  unlinkIdentity: defineRoute({
    method: 'POST',
    path: '/staff/:staffId/identities/unlink',
    access: 'staff.manage',
    audit: 'staff.identity_unlinked',
    summary: 'Takes that back.',
    input: z.strictObject({ ...ofStaff, issuer: z.url().max(300), subject: text(255) }),
    output: Done,
    problems: ['staff.not_found', 'permission.missing'],
  }),
  addPost: defineRoute({
    method: 'POST',
    path: '/staff/:staffId/posts',
    access: 'staff.manage',
    audit: 'post.added',
    summary: 'Puts a person into a unit in a role. Nobody appoints themselves; roles that manage need role.manage.',
    input: z.strictObject({
      ...ofStaff,
      id: Id,
      unitId: Id,
      roleId: Id,
      title: text(50).nullable().optional(),
      validFrom: LocalDate.optional(),
    }),
    output: Staff,
    problems: ['staff.not_found', 'unit.not_found', 'role.not_found', 'permission.missing'],
  }),
  endPost: defineRoute({
    method: 'POST',
    path: '/posts/:postId/end',
    access: 'staff.manage',
    audit: 'post.ended',
    summary: 'Ends a post from a day on (today if left out): what it allowed is refused from the next request.',
    input: z.strictObject({ postId: Id, commandId: CommandId, on: LocalDate.optional() }),
    output: Done,
    problems: ['post.not_found'],
  }),
} as const

export const roleRoutes = {
  listRoles: defineRoute({
    method: 'GET',
    path: '/roles',
    access: 'staff.read',
    summary: 'Roles and what they allow.',
    input: z.object({ closed: z.stringbool().default(false) }),
    output: z.object({ items: z.array(Role) }),
    problems: [],
  }),
  createRole: defineRoute({
    method: 'POST',
    path: '/roles',
    access: 'role.manage',
    audit: 'role.created',
    summary: 'A new role.',
    input: z.strictObject({
      ...roleFields,
      commandId: CommandId,
      id: Id,
      code: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/),
    }),
    output: Role,
    problems: ['role.in_use'],
  }),
  changeRole: defineRoute({
    method: 'POST',
    path: '/roles/:roleId',
    access: 'role.manage',
    audit: 'role.changed',
    summary: 'Changes a role, for everyone who has it, from their next request.',
    input: z.strictObject({ ...roleFields, roleId: Id, commandId: CommandId }),
    output: Role,
    problems: ['role.not_found', 'permission.missing'],
  }),
  closeRole: defineRoute({
    method: 'POST',
    path: '/roles/:roleId/close',
    access: 'role.manage',
    audit: 'role.closed',
    summary: 'Takes a role out of use; refused while someone has it.',
    input: z.strictObject({ roleId: Id, commandId: CommandId }),
    output: Role,
    problems: ['role.not_found', 'role.in_use'],
  }),
} as const

export const identityRoutes = {
  ...sessionRoutes,
  ...residentRoutes,
  ...unitRoutes,
  ...staffRoutes,
  ...roleRoutes,
} as const
