import { z } from 'zod'
import { CommandId, Done, Id, Instant, optionalText, page, pageInput, text } from './common.ts'
import { type OfflineCommand, offlineRoutes } from './offline-commands.ts'
import { ProblemBody } from './problems.ts'
import { defineRoute } from './route.ts'

// The names are the keys of a record that has no others.
const Command = z.enum(Object.keys(offlineRoutes) as OfflineCommand[])

const Pin = z.string().regex(/^\d{6,12}$/)
const appVersion = z.string().max(30)

/** What opens the store of the phone until the end of the shift. The app keeps it only as a key that cannot be read out. */
const Released = z.object({
  /** 256 bits, base64. */
  key: z.string(),
  expiresAt: Instant,
})

export const FieldDevice = z.object({
  id: Id,
  staffId: Id,
  by: z.string(),
  name: z.string(),
  appVersion: z.string(),
  enrolledAt: Instant,
  lastSyncAt: Instant.nullable(),
  /** The phone's clock was off by so many seconds at the last sync. */
  clockOffSeconds: z.number().int().nullable(),
  revokedAt: Instant.nullable(),
  waiting: z.number().int(),
})
export type FieldDevice = z.infer<typeof FieldDevice>

/** Work of a phone that may not send any more, kept for a supervisor. */
export const Quarantined = z.object({
  id: Id,
  staffId: Id,
  by: z.string(),
  deviceName: z.string(),
  command: Command,
  /** As the phone called it, masked. */
  title: z.string(),
  capturedAt: Instant,
  receivedAt: Instant,
  /** The phone was revoked; its worker has the grid no more; the account is closed. */
  reason: z.enum(['revoked', 'reassigned', 'account']),
  state: z.enum(['waiting', 'applied', 'dropped']),
  /** Null where it cannot be opened any more. */
  input: z.unknown(),
})
export type Quarantined = z.infer<typeof Quarantined>

export const fieldDeviceRoutes = {
  enrolDevice: defineRoute({
    method: 'POST',
    path: '/field/devices',
    access: 'fieldwork.do',
    audit: 'device.enrolled',
    summary: 'A phone of mine: its key and the token with which it can hand in work even when it may do nothing else.',
    input: z.strictObject({ deviceId: Id, name: text(60), appVersion, pin: Pin }),
    output: Released.extend({ token: z.string() }),
    problems: ['device.revoked'],
  }),
  unlockDevice: defineRoute({
    method: 'POST',
    path: '/field/devices/:deviceId/unlock',
    access: 'fieldwork.do',
    audit: 'device.unlocked',
    summary: 'The key of the phone for the next shift, against its PIN.',
    input: z.strictObject({ deviceId: Id, appVersion, pin: Pin }),
    output: Released,
    problems: ['device.not_found', 'device.revoked', 'device.pin_wrong', 'login.throttled'],
  }),
  getMyDevice: defineRoute({
    method: 'GET',
    path: '/field/devices/:deviceId',
    access: 'fieldwork.do',
    summary: 'Whether a phone of mine may still send: asked before the outbox goes up.',
    input: z.strictObject({ deviceId: Id }),
    output: z.object({ revokedAt: Instant.nullable() }),
    problems: ['device.not_found'],
  }),
  sendCommands: defineRoute({
    method: 'POST',
    path: '/field/commands',
    access: 'fieldwork.do',
    audit: 'field.commands_sent',
    summary:
      'Commands of an outbox, in order; each is answered by itself, as if it had come alone. 413: send half of them. An item answered 429 was not reached in time: send it again.',
    input: z.strictObject({
      deviceId: Id,
      items: z
        .array(z.strictObject({ command: Command, input: z.record(z.string(), z.unknown()) }))
        .min(1)
        .max(100),
    }),
    output: z.object({
      answers: z.array(z.object({ status: z.number().int(), answer: z.unknown(), problem: ProblemBody.nullable() })),
    }),
    problems: ['device.not_found', 'device.revoked'],
  }),
  handInWork: defineRoute({
    method: 'POST',
    path: '/field/quarantine',
    // The token of the device in the header decides: its session may have ended.
    access: 'public',
    audit: 'quarantine.received',
    summary: 'Unsent work of a phone that may not send it any more; `Authorization: Bearer` with its token.',
    input: z.strictObject({
      deviceId: Id,
      staffId: Id,
      entries: z
        .array(
          z.strictObject({
            commandId: CommandId,
            command: Command,
            title: optionalText(120).default(''),
            capturedAt: Instant,
            /** As the command’s route takes it; checked when somebody applies it. */
            input: z.record(z.string(), z.unknown()),
          }),
        )
        .min(1)
        .max(100),
    }),
    output: z.object({ received: z.array(CommandId) }),
    problems: ['device.not_found'],
  }),
  listDevices: defineRoute({
    method: 'GET',
    path: '/fieldwork/devices',
    access: 'fieldwork.manage',
    summary: 'Phones of the workers in reach: last sync, version, revoked.',
    input: z.strictObject({ ...pageInput, areaId: Id.optional() }),
    output: page(FieldDevice),
    problems: [],
  }),
  revokeDevice: defineRoute({
    method: 'POST',
    path: '/fieldwork/devices/:deviceId/revoke',
    access: 'fieldwork.manage',
    audit: 'device.revoked',
    summary: 'The phone wipes itself at its next contact; what it had not sent goes to quarantine.',
    input: z.strictObject({ commandId: CommandId, deviceId: Id, staffId: Id, words: text(300) }),
    output: Done,
    problems: ['device.not_found'],
  }),
  listQuarantine: defineRoute({
    method: 'GET',
    path: '/fieldwork/quarantine',
    access: 'fieldwork.manage',
    summary: 'Work of phones that may not send, oldest first; opening it is recorded.',
    input: z.strictObject({ ...pageInput, state: z.enum(['waiting', 'applied', 'dropped']).default('waiting') }),
    output: page(Quarantined),
    problems: [],
  }),
  decideQuarantined: defineRoute({
    method: 'POST',
    path: '/fieldwork/quarantine/:quarantinedId/decide',
    access: 'fieldwork.manage',
    audit: 'quarantine.decided',
    summary: 'A supervisor applies it in the name of who did it, or drops it with a reason.',
    input: z.strictObject({
      commandId: CommandId,
      quarantinedId: Id,
      apply: z.boolean(),
      words: optionalText(300).default(''),
    }),
    output: Done,
    problems: ['quarantine.not_found', 'quarantine.decided'],
  }),
} as const
