import type { matterRoutes } from '@linli/contract/matters'
import type { RouteInput } from '@linli/contract/route'
import { tidyAnswers } from '@linli/ui'
import { type ReportStep, reportSteps } from '../paths.ts'
import type { Contact, Draft } from './draft.ts'

export type ReportInput = RouteInput<typeof matterRoutes.reportMatter>

export type Field = 'description' | 'place' | 'address' | 'phone' | 'name'

/** What is wrong with one field, with the figures that its sentence needs. */
export type Fault =
  | { readonly field: Field; readonly rule: 'missing' }
  | { readonly field: Field; readonly rule: 'too_long'; readonly is: number; readonly most: number }
  | { readonly field: 'phone'; readonly rule: 'digits'; readonly is: number }
  | { readonly field: 'phone'; readonly rule: 'not_a_phone' }
  | { readonly field: 'place'; readonly rule: 'outside' }
  | { readonly field: Field; readonly rule: 'refused'; readonly sentence: string }

const stepOf: Record<Field, ReportStep> = {
  description: 'say',
  place: 'where',
  address: 'where',
  phone: 'contact',
  name: 'contact',
}
const longest = { description: 2000, address: 300, name: 50 } as const

/** Whatever the county calls the kind that a desk sorts, to the person it means this. */
export const sortedByStaff = { zh: '请工作人员分类', en: 'Staff will sort it' } as const

export function faultsOf(draft: Draft): Fault[] {
  const faults: Fault[] = []
  if (draft.description.trim() === '') faults.push({ field: 'description', rule: 'missing' })
  faults.push(...tooLong('description', draft.description), ...tooLong('address', draft.address))
  const { place } = draft
  if (place?.outside) faults.push({ field: 'place', rule: 'outside' })
  else if (!place?.point && !place?.areaId && draft.address.trim() === '')
    faults.push({ field: 'place', rule: 'missing' })
  return [
    ...faults,
    ...contactFaults(draft.contact),
    ...draft.refused.map((refused) => ({ ...refused, rule: 'refused' as const })),
  ]
}

function contactFaults({ mode, phone, name }: Contact): Fault[] {
  if (mode === 'none') return []
  return [...phoneFaults(phone), ...tooLong('name', name)]
}

export function phoneFaults(typed: string): Fault[] {
  const phone = tidyPhone(typed)
  if (phone === '') return [{ field: 'phone', rule: 'missing' }]
  if (/^(1\d{10}|0\d{9,11})$/.test(phone)) return []
  if (/^1\d*$/.test(phone)) return [{ field: 'phone', rule: 'digits', is: phone.length }]
  return [{ field: 'phone', rule: 'not_a_phone' }]
}

function tooLong(field: keyof typeof longest, value: string): Fault[] {
  const is = value.trim().length
  return is > longest[field] ? [{ field, rule: 'too_long', is, most: longest[field] }] : []
}

/** People write 138-1234 5678, and some keyboards full-width digits. */
export function tidyPhone(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\s\-–—()]/g, '')
    .replace(/^\+?86(?=1\d)/, '')
}

export function faultsOfStep(draft: Draft, step: ReportStep): Fault[] {
  return faultsOf(draft).filter((fault) => stepOf[fault.field] === step)
}

/** Where to go for one more look: the earliest screen that has a fault, or null when all is well. */
export function firstStepAtFault(faults: readonly Fault[]): ReportStep | null {
  return reportSteps.find((step) => faults.some((fault) => stepOf[fault.field] === step)) ?? null
}

/** Faults the server found, under the fields that people see. */
export function fieldOf(path: string): Field {
  if (path.startsWith('contact.phone')) return 'phone'
  if (path.startsWith('contact.name')) return 'name'
  if (path.startsWith('address')) return 'address'
  if (path.startsWith('point') || path.startsWith('areaId') || path.startsWith('placeToken')) return 'place'
  return 'description'
}

/** What is sent for a draft without faults, its uploaded pictures included. */
export function reportInput(draft: Draft, categoryCode: string): ReportInput {
  const { place, contact, address } = draft
  const name = contact.name.trim()
  const answers = tidyAnswers(draft.answers[categoryCode])
  return {
    commandId: draft.commandId,
    description: draft.description.trim(),
    categoryCode,
    photos: draft.photos.flatMap(({ uploaded }) => (uploaded ? [uploaded] : [])),
    ...(place?.point ? { point: place.point } : {}),
    ...(place?.areaId ? { areaId: place.areaId } : {}),
    ...(address.trim() ? { address: address.trim() } : {}),
    ...(answers.length > 0 ? { answers } : {}),
    ...(draft.placeToken ? { placeToken: draft.placeToken } : {}),
    ...(contact.mode === 'none' ? {} : { contact: { phone: tidyPhone(contact.phone), ...(name ? { name } : {}) } }),
    anonymous: contact.mode === 'hidden',
  }
}

/** The first words, for lists on this phone. */
export function titleOf(description: string): string {
  const [first = ''] = description.trim().split(/[。！？\n]/)
  return first.length > 30 ? `${first.slice(0, 29)}…` : first
}
