import type { Category } from '@linli/contract/categories'
import type { Point } from '@linli/contract/common'
import type { Answer } from '@linli/contract/questions'
import { tidyAnswers } from '@linli/ui'
import type { NewEntry } from '../outbox/entry.ts'
import { held } from './photos.ts'

export interface ReportForm {
  readonly description: string
  readonly categoryCode: string | null
  /** By category; a form that an older app kept has none. */
  readonly answers?: Readonly<Record<string, readonly Answer[]>>
  readonly point: Point | null
  readonly address: string
  /** A grid from the list, where there is no position. */
  readonly areaId: string | null
  readonly photos: readonly string[]
  readonly behalf: { readonly name: string; readonly phone: string } | null
  /** Made here where the report belongs to a round or a visit, which names it before the server has it. */
  readonly matterId?: string | undefined
  /** Put right on the spot: what was done, with pictures of it. */
  readonly settled: { readonly words: string; readonly photos: readonly string[] } | null
}

export const emptyReport: ReportForm = {
  description: '',
  categoryCode: null,
  point: null,
  address: '',
  areaId: null,
  photos: [],
  behalf: null,
  settled: null,
}

export const MOST_WORDS = 2000
const PHONE = /^(1\d{10}|0\d{9,11})$/

export type ReportFault =
  | 'description_missing'
  | 'category_missing'
  | 'place_missing'
  | 'phone_wrong'
  | 'result_missing'
  | 'result_photo_missing'

/** What is missing, in the order of the page. What the server would refuse hours later is better said now. */
export function faultsOf(form: ReportForm, categories: readonly Category[]): ReportFault[] {
  const evidence = categories.find((category) => category.code === form.categoryCode)?.evidence
  const checks: readonly (readonly [boolean, ReportFault])[] = [
    [form.description.trim() === '', 'description_missing'],
    [form.categoryCode === null, 'category_missing'],
    [form.point === null && form.areaId === null && form.address.trim() === '', 'place_missing'],
    [form.behalf !== null && form.behalf.phone.trim() !== '' && !PHONE.test(digits(form.behalf.phone)), 'phone_wrong'],
    [form.settled !== null && form.settled.words.trim() === '', 'result_missing'],
    [form.settled?.photos.length === 0 && needsPhoto(evidence), 'result_photo_missing'],
  ]
  return checks.flatMap(([wrong, fault]) => (wrong ? [fault] : []))
}

export function needsPhoto(evidence: string | undefined): boolean {
  return evidence === 'photo_after' || evidence === 'photo_before_after'
}

export function reportEntry(form: ReportForm, id: string, now = new Date()): NewEntry {
  const { behalf, settled, point, areaId } = form
  const address = form.address.trim()
  const name = behalf?.name.trim() ?? ''
  const phone = digits(behalf?.phone ?? '')
  const answers = tidyAnswers(form.answers?.[form.categoryCode ?? ''])
  return {
    id,
    // Nothing else can wait for a report that the server does not know yet.
    subject: id,
    command: 'reportFromField',
    title: firstWords(form.description),
    input: {
      description: form.description.trim(),
      categoryCode: form.categoryCode,
      capturedAt: now.toISOString(),
      ...(answers.length > 0 ? { answers } : {}),
      ...(form.matterId === undefined ? {} : { matterId: form.matterId }),
      ...(point ? { point } : {}),
      ...(address ? { address } : {}),
      // A pin says it better than a list.
      ...(areaId !== null && point === null ? { areaId } : {}),
      ...(name || phone ? { onBehalfOf: { ...(name ? { name } : {}), ...(phone ? { phone } : {}) } } : {}),
      ...(settled ? { settled: { words: settled.words.trim() } } : {}),
    },
    photos: [...held(form.photos, 'photos'), ...held(settled?.photos ?? [], 'settled.photos')],
    form,
    capturedAt: now.toISOString(),
    seenVersion: null,
  }
}

export function isEmptyReport(form: ReportForm): boolean {
  return form.description.trim() === '' && form.photos.length === 0 && form.settled === null
}

const digits = (phone: string) => phone.replaceAll(/[\s-]/g, '')

export function firstWords(description: string): string {
  const [line = ''] = description.trim().split('\n')
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}
