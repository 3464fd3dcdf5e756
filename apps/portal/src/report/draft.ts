import type { NearbyReport } from '@linli/contract/matters'
import type { Point } from '@linli/contract/common'
import type { Answer } from '@linli/contract/questions'
import { newId } from '@linli/client/id'
import type { Field } from './wizard.ts'
import { isRecord, stored } from '../keep/stored.ts'

export interface ChosenCategory {
  readonly code: string
  readonly names: { readonly zh: string; readonly en: string }
  /** A guess follows the words as they change; what a person chose stays. */
  readonly by: 'guess' | 'person'
}

export interface ChosenPlace {
  /** Area names, largest first: 新江口街道 林园社区 第 3 网格. Empty while offline. */
  readonly label: string
  readonly point: Point | null
  readonly areaId: string | null
  /** The pin lies outside the county: the report would be refused. */
  readonly outside: boolean
}

export interface Photo {
  /** Under which the picture itself stands in the photo box of this phone. */
  readonly key: string
  readonly uploaded: { readonly id: string; readonly claim?: string } | null
}

export const contactModes = ['phone', 'hidden', 'none'] as const
export interface Contact {
  /** `hidden`: the desk may call, the unit that handles it does not see who. `none`: nobody can. */
  readonly mode: (typeof contactModes)[number]
  readonly phone: string
  readonly name: string
}

/** A report as it is being written. */
export interface Draft {
  /** Made with the draft, so that it is reported once however often it is sent. */
  readonly commandId: string
  readonly description: string
  readonly category: ChosenCategory | null
  /** By category, so that a change of mind and back loses none. */
  readonly answers: Readonly<Record<string, readonly Answer[]>>
  readonly place: ChosenPlace | null
  /** Door, floor, crossing: what no map knows. */
  readonly address: string
  readonly photos: readonly Photo[]
  readonly contact: Contact
  /** Near-by reports that the person said are something else. */
  readonly unlike: readonly NearbyReport['id'][]
  readonly placeToken: string | null
  /** What the server did not like, until something is changed. */
  readonly refused: readonly Refused[]
}

export interface Refused {
  readonly field: Field
  readonly sentence: string
}

export const mostPhotos = 9

export function emptyDraft(): Draft {
  return {
    commandId: newId(),
    description: '',
    category: null,
    answers: {},
    place: null,
    address: '',
    photos: [],
    contact: { mode: 'phone', phone: '', name: '' },
    unlike: [],
    placeToken: null,
    refused: [],
  }
}

export function isEmpty(draft: Draft): boolean {
  return (
    draft.description.trim() === '' &&
    draft.photos.length === 0 &&
    draft.address.trim() === '' &&
    draft.placeToken === null
  )
}

/** The one draft of this phone; stands after a reload, a killed browser or an empty battery. */
export const draftStore = stored<Draft>('linli.draft', readDraft)

export function changeDraft(change: Partial<Draft>): void {
  draftStore.set({ ...draftStore.get(), refused: [], ...change })
}

/** For commands that ended without effect: the changed report must not look like a repetition of the refused one. */
export function renewed(draft: Draft): Draft {
  return { ...draft, commandId: newId() }
}

export function readDraft(raw: unknown): Draft {
  const empty = emptyDraft()
  if (!isRecord(raw) || typeof raw['commandId'] !== 'string' || typeof raw['description'] !== 'string') return empty
  // Written by this file; an older version's fields that are missing take the empty ones.
  return { ...empty, ...(raw as Partial<Draft>) }
}
