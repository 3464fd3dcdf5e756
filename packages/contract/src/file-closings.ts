import { z } from 'zod'
import { CommandId, Done, Id, Instant, LocalDate, page, pageInput, text } from './common.ts'
import { PersonDocumentKind } from './people-shapes.ts'
import { defineRoute } from './route.ts'

/** Why a file may be closed: a child under protection, a victim of violence, a witness, another order of court or police. */
export const ClosingGround = z.enum(['protected_child', 'victim', 'witness', 'order'])
export type ClosingGround = z.infer<typeof ClosingGround>

export const FileClosing = z.object({
  id: Id,
  /** Masked; null where the file is gone. */
  title: z.string().nullable(),
  ground: ClosingGround,
  words: z.string(),
  /** Who goes on with the person. */
  named: z.array(z.string()),
  /** Open again from this day on. */
  until: LocalDate,
  /** It is closed while active, also while its end is being decided; lapsed: its day has come. */
  state: z.enum(['waiting', 'active', 'refused', 'ended', 'lapsed']),
  askedAt: Instant,
  askedBy: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedWords: z.string().nullable(),
  endAskedBy: z.string().nullable(),
  endWords: z.string().nullable(),
  endedBy: z.string().nullable(),
  /** What the reader may do now. */
  may: z.array(z.enum(['decide', 'propose_end'])),
})
export type FileClosing = z.infer<typeof FileClosing>

export const closingRoutes = {
  listClosings: defineRoute({
    method: 'GET',
    path: '/register/closings',
    access: 'register.approve',
    summary: 'Closed files (密封档案): those in force or asked for, or those that are over.',
    input: z.strictObject({ ...pageInput, state: z.enum(['open', 'over']).default('open') }),
    output: page(FileClosing),
    problems: [],
  }),
  proposeClosing: defineRoute({
    method: 'POST',
    path: '/register/closings',
    access: 'register.approve',
    audit: 'closing.proposed',
    summary:
      'Asks that a person’s file be closed to all but the staff named, by the whole number of a document; in force when a second person agrees.',
    input: z.strictObject({
      commandId: CommandId,
      document: z.strictObject({ kind: PersonDocumentKind, number: text(40) }),
      ground: ClosingGround,
      words: text(500),
      /** Logins. */
      named: z.array(text(60)).min(1).max(20),
      until: LocalDate,
    }),
    output: z.object({ id: Id }),
    problems: ['register.not_found', 'closing.not_found'],
  }),
  proposeClosingEnd: defineRoute({
    method: 'POST',
    path: '/register/closings/:closingId/end',
    access: 'register.approve',
    audit: 'closing.end_proposed',
    summary: 'Asks that a closed file be opened before its day; it stays closed until a second person agrees.',
    input: z.strictObject({ commandId: CommandId, closingId: Id, words: text(500) }),
    output: Done,
    problems: ['closing.not_found'],
  }),
  decideClosing: defineRoute({
    method: 'POST',
    path: '/register/closings/:closingId/decide',
    access: 'register.approve',
    audit: 'closing.decided',
    summary: 'The second person agrees that a file be closed, or opened again, or does not; never the one who asked.',
    input: z.strictObject({ commandId: CommandId, closingId: Id, accept: z.boolean(), words: text(500) }),
    output: Done,
    problems: ['closing.not_found'],
  }),
} as const
