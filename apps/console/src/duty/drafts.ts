import { newId } from '@linli/client'
import type { VisitFormText } from '@linli/contract/duty'
import type { FormQuestion, VisitForm } from '@linli/contract/fieldwork'

/** A question as it is being written: choices as lines, and an id that stays while its key changes. */
export interface Draft {
  readonly id: string
  readonly lines: string
  readonly question: Omit<FormQuestion, 'choices'>
}

interface Coded {
  readonly code: string
  readonly names: { readonly zh: string; readonly en: string }
}

export const linesOf = (list: readonly Coded[]): string =>
  list.map(({ code, names }) => [code, names.zh, names.en].join(' | ')).join('\n')

/** Lines that cannot be read become entries without names, which the server refuses by their place. */
export function codedOf(lines: string): { code: string; names: { zh: string; en: string } }[] {
  return lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [code = '', zh = '', en = ''] = line.split('|').map((part) => part.trim())
      return { code, names: { zh, en: en || zh } }
    })
}

export const draftsOf = (form: VisitForm | null): Draft[] =>
  (form?.questions ?? []).map(({ choices, ...question }) => ({ id: newId(), lines: linesOf(choices), question }))

export const blankDraft = (): Draft => ({
  id: newId(),
  lines: '',
  question: {
    key: '',
    names: { zh: '', en: '' },
    kind: 'state',
    required: false,
    askedIf: null,
    photoIf: [],
    field: null,
    matterCategory: null,
  },
})

export const isChoice = ({ kind }: Pick<FormQuestion, 'kind'>): boolean => kind === 'choice' || kind === 'choices'

export function questionOf({ question, lines }: Draft): FormQuestion {
  return { ...question, choices: isChoice(question) ? codedOf(lines) : [] }
}

export const formOf = (names: VisitFormText['names'], deeds: string, drafts: readonly Draft[]): VisitFormText => ({
  names,
  deeds: codedOf(deeds),
  questions: drafts.map(questionOf),
})

/** Moves one up or down by a place. */
export function moved<T>(list: readonly T[], at: number, by: -1 | 1): T[] {
  const [next, other] = [[...list], at + by]
  const [one, two] = [next[at], next[other]]
  if (one === undefined || two === undefined) return next
  next[at] = two
  next[other] = one
  return next
}

/** Sentences by path. */
export type Faults = Readonly<Record<string, string>>

/** What is wrong with a list that is written line by line, with the line. */
export function lineFault(
  faults: Faults,
  path: string,
  inWords: (line: number, what: string) => string,
): string | undefined {
  const own = faults[path]
  if (own !== undefined) return own
  const [found] = Object.entries(faults).filter(([one]) => one.startsWith(`${path}.`))
  if (!found) return undefined
  const line = Number(found[0].slice(path.length + 1).split('.')[0])
  return inWords(line + 1, found[1])
}
