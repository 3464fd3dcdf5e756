import type { Point } from '@linli/contract/common'
import type { NewEntry } from '../outbox/entry.ts'
import { held, MOST_PHOTOS } from './photos.ts'
import { firstWords } from './report-form.ts'

/** A report made on the way: its category comes from the question, its place from the door. */
export interface DoorReport {
  /** Of the command, and of the matter, so that the visit can name it before the server has it. */
  readonly entryId: string
  readonly matterId: string
  readonly categoryCode: string
  readonly words: string
  readonly photos: readonly string[]
}

export interface Where {
  readonly gridId: string
  readonly address: string
  readonly point: Point | null
}

export function doorReportEntry(report: DoorReport, { gridId, address, point }: Where, now: Date): NewEntry {
  const capturedAt = now.toISOString()
  const photos = report.photos.slice(0, MOST_PHOTOS)
  return {
    id: report.entryId,
    subject: report.matterId,
    command: 'reportFromField',
    title: firstWords(report.words),
    input: {
      matterId: report.matterId,
      description: report.words.trim(),
      categoryCode: report.categoryCode,
      capturedAt,
      ...(point ? { point } : { areaId: gridId }),
      ...(address ? { address } : {}),
    },
    photos: held(photos, 'photos'),
    // As the page of reports would have it, so that a refused one opens there.
    form: {
      description: report.words,
      categoryCode: report.categoryCode,
      point,
      address,
      areaId: point ? null : gridId,
      photos,
      behalf: null,
      settled: null,
      matterId: report.matterId,
    },
    capturedAt,
    seenVersion: null,
  }
}
