import { z } from 'zod'
import { CategoryCode } from './categories.ts'
import { CommandId, Id, Instant, optionalText, Point, text } from './common.ts'
import { Matter } from './matter-shapes.ts'
import { type ProblemCode } from './problems.ts'
import { Answer } from './questions.ts'
import { defineRoute } from './route.ts'

export const words = text(2000)
export const photos = z
  .array(z.object({ id: Id, claim: z.string().max(100).optional() }))
  .max(9)
  .default([])

/** Where it is: a pin, an address, a known area; at least one. */
export const where = {
  point: Point.optional(),
  datum: z.enum(['wgs84', 'gcj02', 'bd09']).default('wgs84'),
  address: optionalText(300).optional(),
  /** A grid or village picked from the list, when there is no pin. */
  areaId: Id.optional(),
}
export const phone = z
  .string()
  .trim()
  .regex(/^(1\d{10}|0\d{9,11})$/)
export const report = {
  commandId: CommandId,
  /** Empty: the first words of the description. */
  title: optionalText(80).optional(),
  description: words,
  categoryCode: CategoryCode,
  photos,
  ...where,
  /** When it was seen, if earlier than now (offline phones, imports). Never in the future. */
  seenAt: Instant.optional(),
  /** To the questions of its category. */
  answers: z.array(Answer).max(40).optional(),
}

/** Number and code, or a resident's session that owns the report. */
export const key = {
  number: text(40),
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/)
    .optional(),
}

export const act = {
  commandId: CommandId,
  matterId: Id,
  /** `version` of the page that was acted on. */ seenVersion: z.number().int().optional(),
}
/** For phones: when it was really done. */
export const captured = { capturedAt: Instant.optional() }
export const moved = ['matter.not_found', 'matter.wrong_state', 'matter.moved_on'] as const

export const action = <S extends z.ZodRawShape>(
  path: string,
  access:
    | 'matter.triage'
    | 'matter.dispatch'
    | 'matter.handle'
    | 'matter.verify'
    | 'matter.callback'
    | 'matter.decide'
    | 'matter.supervise'
    | 'matter.merge',
  audit: string,
  summary: string,
  shape: S,
  more: readonly ProblemCode[] = [],
) =>
  defineRoute({
    method: 'POST',
    path: `/matters/:matterId/${path}`,
    access,
    audit,
    summary,
    input: z.strictObject({ ...act, ...shape }),
    output: Matter,
    problems: [...moved, ...more],
  })
