import type { Matter } from '@linli/contract/matters'
import type { OfflineCommand } from '@linli/contract/offline-commands'
import type { FieldAction, NewEntry } from '../outbox/entry.ts'
import { MOST_WORDS, needsPhoto } from './report-form.ts'
import { held } from './photos.ts'

export interface ActionForm {
  readonly words: string
  readonly photos: readonly string[]
  readonly reasonCode: string | null
  readonly passed: boolean | null
  readonly visibility: 'internal' | 'public'
}

export const emptyAction: ActionForm = { words: '', photos: [], reasonCode: null, passed: null, visibility: 'internal' }

interface Shape {
  readonly command: OfflineCommand
  readonly takesPhotos: boolean
  /** Comments are added to whatever the matter has become; all else acts on what was seen. */
  readonly seesVersion: boolean
  readonly fields: (form: ActionForm) => Readonly<Record<string, unknown>>
}

const words = (form: ActionForm) => ({ words: form.words.trim() })

export const actionShapes: Readonly<Record<FieldAction, Shape>> = {
  receive: { command: 'receiveMatter', takesPhotos: false, seesVersion: true, fields: () => ({}) },
  settle: { command: 'settleMatter', takesPhotos: true, seesVersion: true, fields: words },
  settle_on_spot: { command: 'settleOnSpot', takesPhotos: true, seesVersion: true, fields: words },
  return: {
    command: 'returnMatter',
    takesPhotos: false,
    seesVersion: true,
    fields: (form) => ({ ...words(form), reasonCode: form.reasonCode }),
  },
  escalate: { command: 'escalateMatter', takesPhotos: false, seesVersion: true, fields: words },
  verify: {
    command: 'verifyMatter',
    takesPhotos: true,
    seesVersion: true,
    fields: (form) => ({ ...words(form), passed: form.passed }),
  },
  comment: {
    command: 'commentMatter',
    takesPhotos: true,
    seesVersion: false,
    fields: (form) => ({ ...words(form), visibility: form.visibility }),
  },
}

export type ActionFault = 'words_missing' | 'words_long' | 'reason_missing' | 'result_missing' | 'photo_missing'

export function actionFaults(action: FieldAction, form: ActionForm, matter: Pick<Matter, 'evidence'>): ActionFault[] {
  const settles = action === 'settle' || action === 'settle_on_spot'
  const checks: readonly (readonly [boolean, ActionFault])[] = [
    [action === 'return' && form.reasonCode === null, 'reason_missing'],
    [action === 'verify' && form.passed === null, 'result_missing'],
    [action !== 'receive' && form.words.trim() === '', 'words_missing'],
    [form.words.trim().length > MOST_WORDS, 'words_long'],
    [settles && needsPhoto(matter.evidence) && form.photos.length === 0, 'photo_missing'],
  ]
  return checks.flatMap(([wrong, fault]) => (wrong ? [fault] : []))
}

type Seen = Pick<Matter, 'id' | 'title' | 'version'>

export function actionEntry(
  action: FieldAction,
  form: ActionForm,
  matter: Seen,
  id: string,
  now = new Date(),
): NewEntry {
  const shape = actionShapes[action]
  const capturedAt = now.toISOString()
  return {
    id,
    subject: matter.id,
    command: shape.command,
    title: matter.title,
    // A comment has no time of its own in the contract: it stands where it arrives.
    input: { matterId: matter.id, ...shape.fields(form), ...(action === 'comment' ? {} : { capturedAt }) },
    photos: shape.takesPhotos ? held(form.photos, 'photos') : [],
    form,
    capturedAt,
    seenVersion: shape.seesVersion ? matter.version : null,
  }
}

export function actionOf(command: OfflineCommand): FieldAction | null {
  const found = Object.entries(actionShapes).find(([, shape]) => shape.command === command)
  // The keys of the table are the actions.
  return found ? (found[0] as FieldAction) : null
}
