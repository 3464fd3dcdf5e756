import { type identityRoutes, passwordMinLength } from '@linli/contract/identity'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Deps } from '../../platform/deps.ts'
import type { Handlers } from '../../platform/http/register.ts'
import { changePassword } from './change-password.ts'
import { confirmTotp, disableTotp, enrolTotp } from './enrol-totp.ts'
import { login, loginTotp, logout } from './login.ts'
import { addPost, endPost } from './manage-posts.ts'
import { changeRole, closeRole, createRole, listRoles } from './manage-roles.ts'
import {
  changeStaff,
  createStaff,
  disableStaff,
  enableStaff,
  linkIdentity,
  resetPassword,
  resetTotp,
  unlinkIdentity,
} from './manage-staff.ts'
import { changeUnit, closeUnit, createUnit } from './manage-units.ts'
import { changeLocale, me, revokeOtherSessions, revokeOwnSession } from './me.ts'
import { startPath } from './oidc-routes.ts'
import { requestPhoneCode, residentLogout, residentMe, verifyPhoneCode } from './resident-sign-in.ts'
import { ownId } from './secret-input.ts'
import { sessionsOf } from './sessions.ts'
import { listStaff, openStaff } from './staff-queries.ts'
import { getUnit, listUnitChildren, listUnits } from './unit-queries.ts'

const done = { done: true } as const

export function identityHandlers(deps: Deps): Handlers<typeof identityRoutes> {
  return {
    loginOptions: async () => ({
      oidc: deps.config.oidc ? { name: deps.config.oidc.name, path: startPath } : null,
      passwordMinLength,
    }),
    login,
    loginTotp,
    logout: (ctx) => logout(ctx).then(() => done),
    me,
    listSessions: async (ctx: Ctx) => ({ items: await sessionsOf(ctx.db, ctx, ownId(ctx)) }),
    revokeSession: revokeOwnSession,
    revokeOtherSessions,
    changeLocale,
    changePassword,
    enrolTotp,
    confirmTotp,
    disableTotp,

    requestPhoneCode,
    verifyPhoneCode,
    residentMe,
    residentLogout: (ctx) => residentLogout(ctx).then(() => done),

    listUnits,
    listUnitChildren: (ctx, { parentId }) => listUnitChildren(ctx, parentId),
    getUnit: (ctx, { unitId }) => getUnit(ctx, unitId),
    createUnit,
    changeUnit,
    closeUnit,

    listStaff,
    getStaff: (ctx, { staffId }) => openStaff(ctx, staffId),
    createStaff,
    changeStaff,
    disableStaff,
    enableStaff,
    resetPassword,
    resetTotp,
    linkIdentity,
    unlinkIdentity,
    addPost,
    endPost,

    listRoles: (ctx, { closed }) => listRoles(ctx, closed),
    createRole,
    changeRole,
    closeRole,
  }
}
