import { z } from 'zod'
import { Names, optionalText, text } from './common.ts'

/** Kinds of answer, in the terms of Open311's service definitions. */
export const QuestionKind = z.enum(['string', 'text', 'number', 'datetime', 'singlevaluelist', 'multivaluelist'])
export type QuestionKind = z.infer<typeof QuestionKind>

const code = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/)
const isList = (kind: QuestionKind) => kind === 'singlevaluelist' || kind === 'multivaluelist'
const allDiffer = (codes: readonly string[]) => new Set(codes).size === codes.length

/** One thing that is asked of a kind of matter beside words and place: the number on a lamp post, the hour of a noise. */
export const Question = z
  .strictObject({
    code,
    names: Names,
    /** How to answer it: where the number stands, in which unit. */
    hint: z.strictObject({ zh: optionalText(200), en: optionalText(400) }).default({ zh: '', en: '' }),
    kind: QuestionKind,
    /** Whether another system's request without it is refused; nobody who reports here is held up by it. */
    required: z.boolean(),
    /** What can be chosen, of the two kinds that are lists. */
    values: z
      .array(z.strictObject({ key: text(60), names: Names }))
      .max(50)
      .default([]),
  })
  .refine(({ kind, values }) => isList(kind) === values.length > 0, { path: ['values'], error: 'list_values' })
  .refine(({ values }) => allDiffer(values.map(({ key }) => key)), { path: ['values'], error: 'codes_differ' })
export type Question = z.infer<typeof Question>

export const Questions = z
  .array(Question)
  .max(20)
  .refine((questions) => allDiffer(questions.map((one) => one.code)), { error: 'codes_differ' })

/** What was answered, by the code of the question; keys of values where they come from a list. */
export const Answer = z.strictObject({ code: text(100), values: z.array(text(1000)).min(1).max(50) })
export type Answer = z.infer<typeof Answer>

/** An answer with the words of its question; without them where the sender asked something of its own. */
export const ShownAnswer = z.object({
  code: z.string(),
  names: Names.nullable(),
  values: z.array(z.object({ zh: z.string(), en: z.string() })),
})
export type ShownAnswer = z.infer<typeof ShownAnswer>
