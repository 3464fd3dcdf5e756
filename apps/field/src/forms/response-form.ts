import { newId } from '@linli/client'
import type { NewEntry } from '../outbox/entry.ts'

export const responseKinds = ['emergency', 'accident', 'quarrel', 'police_call'] as const
export type ResponseKind = (typeof responseKinds)[number]
export type ResponseStep = 'on_the_way' | 'arrived' | 'helped' | 'not_needed'

/** Help on its way: a draft until it is over. */
export interface ResponseForm {
  readonly responseId: string
  readonly kind: ResponseKind
  readonly gridId: string
  readonly steps: readonly { readonly step: ResponseStep; readonly at: string }[]
  readonly words: string
}

export const setOut = (kind: ResponseKind, gridId: string): ResponseForm => ({
  responseId: newId(),
  kind,
  gridId,
  steps: [],
  words: '',
})

/** What can follow: one may be there before one has said that one is on the way. */
export function nextSteps({ steps }: Pick<ResponseForm, 'steps'>): readonly ResponseStep[] {
  const last = steps.at(-1)?.step
  if (last === 'helped' || last === 'not_needed') return []
  return last === 'arrived' ? ['helped', 'not_needed'] : ['arrived', 'not_needed']
}

export const isOver = (form: ResponseForm) => nextSteps(form).length === 0

/** @returns the step as it is sent, and the form with it taken. */
export function stepTaken(form: ResponseForm, step: ResponseStep, title: string, now = new Date()) {
  const at = now.toISOString()
  const words = form.words.trim()
  const entry: NewEntry = {
    id: newId(),
    subject: form.responseId,
    command: 'recordResponse',
    title,
    input: {
      responseId: form.responseId,
      kind: form.kind,
      step,
      gridId: form.gridId,
      capturedAt: at,
      ...(words ? { words } : {}),
    },
    photos: [],
    form: null,
    capturedAt: at,
    seenVersion: null,
  }
  return { entry, form: { ...form, steps: [...form.steps, { step, at }] } satisfies ResponseForm }
}
