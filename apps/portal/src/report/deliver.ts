import { ProblemError } from '@linli/client/problem'
import type { Receipt } from '@linli/contract/matters'
import type { Draft, Photo } from './draft.ts'
import { renewed } from './draft.ts'
import type { UploadState } from './photo-uploads.ts'
import { reportInput, type ReportInput } from './wizard.ts'

/** A finished report that waits for its receipt. */
export interface Parcel {
  readonly draft: Draft
  readonly madeAt: string
  /**
   * Exactly what was sent the first time. Sent again it must be the same to the letter, or the server could not tell a
   * repetition from a second report.
   */
  readonly sealed: ReportInput | null
  /** Go without the pictures that are not there yet. */
  readonly withoutRest: boolean
  readonly refusal: Refusal | null
}

export interface Refusal {
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>
  readonly faults: ProblemError['faults']
}

export interface Tools {
  readonly upload: (photoKey: string) => Promise<UploadState>
  /** What the words suggest, else the kind that the desk sorts; null where the county has neither. */
  readonly guessCategory: (words: string) => Promise<string | null>
  readonly report: (input: ReportInput) => Promise<Receipt>
  /** Writes the parcel down before anything is sent. */
  readonly save: (parcel: Parcel) => void
}

export type Outcome =
  | { readonly kind: 'delivered'; readonly receipt: Receipt; readonly leftOut: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** No network, or nobody there: the parcel stays and is tried again. */
  | { readonly kind: 'later'; readonly parcel: Parcel }

const uncategorised: Refusal = { code: 'matter.category_unknown', details: {}, faults: [] }

/** Sends a parcel as far as it gets. Whatever happens in between, the report arrives once or stays here. */
export async function deliver(parcel: Parcel, tools: Tools): Promise<Outcome> {
  let current = parcel
  const keep = (next: Parcel) => {
    current = next
    tools.save(next)
  }
  try {
    if (!current.sealed) {
      const photos = await uploadAll(current, tools)
      if (photos === 'later') return { kind: 'later', parcel: current }
      keep({ ...current, draft: { ...current.draft, photos } })
      // Written without a network: nobody could suggest one then.
      const { category, description } = current.draft
      const categoryCode = category?.code ?? (await tools.guessCategory(description))
      if (categoryCode === null) return { kind: 'refused', refusal: uncategorised }
      keep({ ...current, sealed: reportInput(current.draft, categoryCode) })
    }
    // Set just above where it was missing.
    const receipt = await tools.report(current.sealed as ReportInput)
    return { kind: 'delivered', receipt, leftOut: current.draft.photos.filter((photo) => !photo.uploaded).length }
  } catch (error) {
    if (!(error instanceof ProblemError) || mayPass(error)) return { kind: 'later', parcel: current }
    if (error.code === 'attachment.not_found' && current.draft.photos.some((photo) => photo.uploaded)) {
      // Lay here longer than the server keeps unclaimed pictures: the report goes without them rather than not at all.
      const photos = current.draft.photos.map((photo) => ({ ...photo, uploaded: null }))
      const again: Parcel = {
        ...current,
        sealed: null,
        withoutRest: true,
        draft: renewed({ ...current.draft, photos }),
      }
      tools.save(again)
      return { kind: 'later', parcel: again }
    }
    return { kind: 'refused', refusal: { code: error.code, details: error.details, faults: error.faults } }
  }
}

/** Faults of the moment; everything else would be refused again. */
function mayPass(error: ProblemError): boolean {
  return error.status >= 500 || error.status === 429 || error.code === 'command.in_progress'
}

async function uploadAll(parcel: Parcel, tools: Tools): Promise<Photo[] | 'later'> {
  const photos: Photo[] = []
  for (const photo of parcel.draft.photos) {
    if (photo.uploaded || parcel.withoutRest) {
      photos.push(photo)
      continue
    }
    const state = await tools.upload(photo.key)
    if (state.kind === 'failed' && !state.final) return 'later'
    photos.push(state.kind === 'done' ? { ...photo, uploaded: state.uploaded } : photo)
  }
  return photos
}
