import { z } from 'zod'
import { CommandId, Done, Id, Instant, Names } from './common.ts'
import { Permission } from './permissions.ts'
import { Post } from './posts.ts'
import { defineRoute } from './route.ts'

export const Locale = z.enum(['zh', 'en'])
export type Locale = z.infer<typeof Locale>

/** Pinyin or employee number; lower case, so that nobody has to remember how it was written. */
export const Login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,31}$/)
export type Login = z.infer<typeof Login>

/** Length is the only composition rule; common passwords are refused as `staff.weak_password`. */
export const passwordMinLength = 10
export const NewPassword = z.string().min(passwordMinLength).max(200)

/** Mainland mobile number, 11 digits. */
export const MobilePhone = z
  .string()
  .trim()
  .regex(/^1[3-9]\d{9}$/)
/** Six digits of the authenticator, or a recovery code (`xxxxx-xxxxx`). */
export const SecondFactor = z.string().trim().min(6).max(20)

/** What the browser keeps of a login that still lacks its second factor; good for five minutes. */
export const LoginChallenge = z.string().max(1000)

/** While either flag is set the session can do nothing but what clears it. */
export const SignedIn = z.object({ mustChangePassword: z.boolean(), mustEnrolTotp: z.boolean() })
export type SignedIn = z.infer<typeof SignedIn>

export const Me = SignedIn.extend({
  id: Id,
  login: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  locale: Locale,
  posts: z.array(Post),
  permissions: z.array(Permission),
  totpEnabled: z.boolean(),
  recoveryCodesLeft: z.number().int(),
  /** False for staff who sign in through the identity provider only. */
  hasPassword: z.boolean(),
  county: z.object({ id: z.number().int(), names: Names, timeZone: z.string() }),
})
export type Me = z.infer<typeof Me>

export const Session = z.object({
  id: Id,
  current: z.boolean(),
  method: z.enum(['password', 'totp', 'oidc']),
  createdAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
  userAgent: z.string(),
  /** Signed in from the network address that asks now. */
  sameAddress: z.boolean(),
})
export type Session = z.infer<typeof Session>

export const Resident = z.object({ id: Id, phoneMasked: z.string(), locale: Locale })
export type Resident = z.infer<typeof Resident>

export const sessionRoutes = {
  loginOptions: defineRoute({
    method: 'GET',
    path: '/login/options',
    access: 'public',
    summary: 'Which ways of signing in are offered.',
    input: z.object({}),
    /** `path` starts the login at the identity provider: a link to open, not an API call. */
    output: z.object({
      oidc: z.object({ name: z.string(), path: z.string() }).nullable(),
      passwordMinLength: z.number().int(),
    }),
    problems: [],
  }),
  // With TOTP on: 401 `login.totp_required`, whose details carry the `challenge` for the next step.
  login: defineRoute({
    method: 'POST',
    path: '/login',
    access: 'public',
    audit: 'session.opened',
    summary: 'Signs staff in by password.',
    input: z.strictObject({ login: z.string().trim().min(1).max(100), password: z.string().min(1).max(200) }),
    output: SignedIn,
    problems: ['login.failed', 'login.throttled', 'login.totp_required'],
  }),
  loginTotp: defineRoute({
    method: 'POST',
    path: '/login/totp',
    access: 'public',
    audit: 'session.opened',
    summary: 'Second step of a login.',
    input: z.strictObject({ challenge: LoginChallenge, code: SecondFactor }),
    output: SignedIn,
    problems: ['login.failed', 'login.throttled', 'login.totp_wrong'],
  }),
  logout: defineRoute({
    method: 'POST',
    path: '/logout',
    access: 'public',
    audit: 'session.closed',
    summary: 'Ends the staff session of this browser.',
    input: z.strictObject({}),
    output: Done,
    problems: [],
  }),
  me: defineRoute({
    method: 'GET',
    path: '/me',
    access: 'staff',
    summary: 'Who is signed in, with posts and permissions.',
    input: z.object({}),
    output: Me,
    problems: [],
  }),
  listSessions: defineRoute({
    method: 'GET',
    path: '/me/sessions',
    access: 'staff',
    summary: 'Where I am signed in.',
    input: z.object({}),
    output: z.object({ items: z.array(Session) }),
    problems: [],
  }),
  revokeSession: defineRoute({
    method: 'POST',
    path: '/me/sessions/:sessionId/revoke',
    access: 'staff',
    audit: 'session.revoked',
    summary: 'Signs one of my browsers out.',
    input: z.strictObject({ sessionId: Id, commandId: CommandId }),
    output: Done,
    problems: ['not_found'],
  }),
  revokeOtherSessions: defineRoute({
    method: 'POST',
    path: '/me/sessions/revoke-others',
    access: 'staff',
    audit: 'session.others_revoked',
    summary: 'Signs all my other browsers out.',
    input: z.strictObject({ commandId: CommandId }),
    output: Done,
    problems: [],
  }),
  changeLocale: defineRoute({
    method: 'POST',
    path: '/me/locale',
    access: 'staff',
    audit: 'staff.locale_changed',
    summary: 'My language.',
    input: z.strictObject({ commandId: CommandId, locale: Locale }),
    output: Done,
    problems: [],
  }),
  changePassword: defineRoute({
    method: 'POST',
    path: '/me/password',
    access: 'staff',
    audit: 'staff.password_changed',
    summary: 'Changes my password and signs my other browsers out.',
    input: z.strictObject({ commandId: CommandId, current: z.string().min(1).max(200), next: NewPassword }),
    output: Done,
    problems: ['staff.wrong_password', 'staff.weak_password', 'login.throttled'],
  }),
  enrolTotp: defineRoute({
    method: 'POST',
    path: '/me/totp/enrol',
    access: 'staff',
    audit: 'staff.totp_enrolment_begun',
    summary: 'Begins TOTP enrolment; nothing changes until a code is confirmed.',
    input: z.strictObject({ commandId: CommandId, password: z.string().min(1).max(200) }),
    /** `qr` is a data: URI to show in an <img>; `secret` is for typing in by hand. */
    output: z.object({ secret: z.string(), uri: z.string(), qr: z.string() }),
    problems: ['staff.wrong_password', 'login.throttled'],
  }),
  confirmTotp: defineRoute({
    method: 'POST',
    path: '/me/totp/confirm',
    access: 'staff',
    audit: 'staff.totp_enabled',
    summary: 'Turns TOTP on; answers the recovery codes, which are shown only now.',
    input: z.strictObject({ commandId: CommandId, code: SecondFactor }),
    output: z.object({ recoveryCodes: z.array(z.string()) }),
    problems: ['login.totp_wrong', 'login.throttled'],
  }),
  disableTotp: defineRoute({
    method: 'POST',
    path: '/me/totp/disable',
    access: 'staff',
    audit: 'staff.totp_disabled',
    summary: 'Turns my TOTP off.',
    input: z.strictObject({ commandId: CommandId, password: z.string().min(1).max(200), code: SecondFactor }),
    output: Done,
    problems: ['staff.wrong_password', 'login.totp_wrong', 'login.throttled', 'login.totp_enrolment_required'],
  }),
} as const

export const residentRoutes = {
  requestPhoneCode: defineRoute({
    method: 'POST',
    path: '/resident/code',
    access: 'public',
    audit: 'resident.code_requested',
    summary: 'Sends six digits to a phone; the answer is the same whether or not the number is known.',
    input: z.strictObject({ phone: MobilePhone, locale: Locale.default('zh') }),
    output: z.object({ challenge: Id, expiresInSeconds: z.number().int(), resendAfterSeconds: z.number().int() }),
    problems: ['login.throttled'],
  }),
  verifyPhoneCode: defineRoute({
    method: 'POST',
    path: '/resident/session',
    access: 'public',
    audit: 'resident.session_opened',
    summary: 'Signs a resident in.',
    input: z.strictObject({
      challenge: Id,
      code: z
        .string()
        .trim()
        .regex(/^\d{6}$/),
    }),
    output: Resident,
    problems: ['code.wrong', 'login.throttled'],
  }),
  residentMe: defineRoute({
    method: 'GET',
    path: '/resident/me',
    access: 'resident',
    summary: 'The resident who is signed in.',
    input: z.object({}),
    output: Resident,
    problems: [],
  }),
  residentLogout: defineRoute({
    method: 'POST',
    path: '/resident/logout',
    access: 'public',
    audit: 'resident.session_closed',
    summary: 'Ends the resident session of this browser.',
    input: z.strictObject({}),
    output: Done,
    problems: [],
  }),
} as const
