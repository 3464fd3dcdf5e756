import { newId } from '@linli/client'
import type { incidentPlanRoutes, Plan, PlanLine } from '@linli/contract/incident-plans'
import type { RouteInput } from '@linli/contract/route'

/** A line as it is typed; `within` is empty for whenever. */
export interface DraftLine {
  readonly key: string
  readonly zh: string
  readonly en: string
  readonly dutyZh: string
  readonly dutyEn: string
  readonly unit: string
  readonly within: string
}

export interface Draft {
  readonly code: string
  readonly seenVersion: number
  readonly names: { readonly zh: string; readonly en: string }
  readonly kinds: Plan['kinds']
  readonly lines: readonly DraftLine[]
  readonly retired: boolean
  readonly words: string
}

export const emptyLine = (): DraftLine => ({
  key: newId(),
  zh: '',
  en: '',
  dutyZh: '',
  dutyEn: '',
  unit: '',
  within: '',
})

export function draftOf(plan: Plan | null): Draft {
  if (plan === null)
    return {
      // Nobody reads it; it only has to be another one's than any.
      code: `own_${newId().slice(-12)}`,
      seenVersion: 0,
      names: { zh: '', en: '' },
      kinds: [],
      lines: [emptyLine()],
      retired: false,
      words: '',
    }
  const { code, latest, names, kinds, lines, retired } = plan
  return {
    code,
    seenVersion: latest,
    names,
    kinds,
    retired,
    words: '',
    lines: lines.map((line) => ({
      key: newId(),
      zh: line.names.zh,
      en: line.names.en,
      dutyZh: line.duty.zh,
      dutyEn: line.duty.en,
      unit: line.unit ?? '',
      within: line.within === null ? '' : String(line.within),
    })),
  }
}

export function asInput(draft: Draft): Omit<RouteInput<typeof incidentPlanRoutes.changeIncidentPlan>, 'commandId'> {
  return {
    planCode: draft.code,
    seenVersion: draft.seenVersion,
    names: draft.names,
    kinds: draft.kinds,
    retired: draft.retired,
    words: draft.words,
    lines: draft.lines.map(({ zh, en, dutyZh, dutyEn, unit, within }): PlanLine => ({
      names: { zh, en },
      duty: { zh: dutyZh, en: dutyEn },
      unit: unit === '' ? null : unit,
      within: within === '' ? null : Number(within),
    })),
  }
}

/** The lines with one of them a place up or down. */
export function moved(lines: readonly DraftLine[], at: number, by: -1 | 1): DraftLine[] {
  const line = lines[at]
  if (!line) return [...lines]
  return lines.toSpliced(at, 1).toSpliced(at + by, 0, line)
}
