import { z } from 'zod'
import { CommandId, Done, Id, Instant, page, pageInput, text } from './common.ts'
import { PersonDocumentKind } from './people-shapes.ts'
import { defineRoute } from './route.ts'

/** Why something may be held: a lawsuit, an investigation, discipline inspection, a review under the law, an audit. */
export const HoldGround = z.enum(['litigation', 'investigation', 'supervision', 'review', 'audit'])
export type HoldGround = z.infer<typeof HoldGround>

/** A person with all doubles, or a household with everybody who ever belonged to it. */
export const HoldSubject = z.enum(['person', 'household'])
export type HoldSubject = z.infer<typeof HoldSubject>

export const LegalHold = z.object({
  id: Id,
  number: z.string(),
  subjectKind: HoldSubject,
  subjectId: Id,
  /** Masked; null where the file is gone. */
  title: z.string().nullable(),
  ground: HoldGround,
  words: z.string(),
  /** It holds while active, also while its end is being decided. */
  state: z.enum(['waiting', 'active', 'refused', 'ended']),
  askedAt: Instant,
  beganAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** Beginning and end, each with its two people; newest first. */
  decisions: z.array(
    z.object({
      what: z.enum(['begin', 'end']),
      by: z.string().nullable(),
      words: z.string(),
      askedAt: Instant,
      expiresAt: Instant,
      state: z.enum(['waiting', 'accepted', 'refused', 'withdrawn']),
      decidedBy: z.string().nullable(),
      decidedWords: z.string().nullable(),
    }),
  ),
  /** What the reader may do now. */
  may: z.array(z.enum(['decide', 'propose_end'])),
})
export type LegalHold = z.infer<typeof LegalHold>

export const holdRoutes = {
  listHolds: defineRoute({
    method: 'GET',
    path: '/retention/holds',
    access: 'register.approve',
    summary: 'What must not be deleted (法律保全): those in force or asked for, or those that are over.',
    input: z.strictObject({ ...pageInput, state: z.enum(['open', 'over']).default('open') }),
    output: page(LegalHold),
    problems: [],
  }),
  proposeHold: defineRoute({
    method: 'POST',
    path: '/retention/holds',
    access: 'register.approve',
    audit: 'hold.proposed',
    summary:
      'Asks that a person’s or their household’s data be held, by the whole number of a document; in force when a second person agrees.',
    input: z.strictObject({
      commandId: CommandId,
      subjectKind: HoldSubject,
      document: z.strictObject({ kind: PersonDocumentKind, number: text(40) }),
      ground: HoldGround,
      words: text(500),
    }),
    output: z.object({ id: Id, number: z.string() }),
    problems: ['register.not_found'],
  }),
  proposeHoldEnd: defineRoute({
    method: 'POST',
    path: '/retention/holds/:holdId/end',
    access: 'register.approve',
    audit: 'hold.end_proposed',
    summary: 'Asks that a hold end; it holds until a second person agrees.',
    input: z.strictObject({ commandId: CommandId, holdId: Id, words: text(500) }),
    output: Done,
    problems: ['hold.not_found', 'hold.wrong_state'],
  }),
  decideHold: defineRoute({
    method: 'POST',
    path: '/retention/holds/:holdId/decide',
    access: 'register.approve',
    audit: 'hold.decided',
    summary: 'The second person agrees to a hold or to its end, or does not; never the one who asked.',
    input: z.strictObject({ commandId: CommandId, holdId: Id, accept: z.boolean(), words: text(500) }),
    output: Done,
    problems: ['hold.not_found', 'approval.not_found', 'approval.wrong_state'],
  }),
} as const
