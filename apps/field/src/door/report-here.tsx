import { Icon } from '@linli/ui'
import { useFact } from '../account/use-account.ts'
import type { DoorReport } from '../forms/door-report.ts'
import { MOST_WORDS } from '../forms/report-form.ts'
import { CategoryChoice } from '../parts/category-choice.tsx'
import { Words } from '../parts/field.tsx'
import { PhotoStrip } from '../parts/photo-strip.tsx'
import { doorMessages } from '../words/door.ts'
import { messages } from '../words/messages.ts'

interface Props {
  readonly report: DoorReport | undefined
  /** What the question is about; empty where the worker chooses. */
  readonly categoryCode: string
  readonly onBegin: (categoryCode: string) => void
  readonly onChange: (report: DoorReport) => void
  readonly onDrop: () => void
  readonly fault: boolean
}

/** Something that somebody should see to: it goes as a report of its own, with the place of the door. */
export function ReportHere({ report, categoryCode, onBegin, onChange, onDrop, fault }: Props) {
  const t = messages.useMessages()
  const w = doorMessages.useMessages()
  const categories = useFact('categories') ?? []
  if (report === undefined) {
    return (
      <button type="button" className="button wide" onClick={() => onBegin(categoryCode)}>
        <Icon name="report" />
        {categoryCode === '' ? w.reportHere : w.passOn}
      </button>
    )
  }
  return (
    <div className="inset">
      <Words
        label={w.passWords}
        hint={w.passWordsHint}
        value={report.words}
        maxLength={MOST_WORDS}
        onChange={(event) => onChange({ ...report, words: event.target.value })}
        onDictated={(said) => onChange({ ...report, words: report.words + said })}
        fault={fault ? w.passMissing : undefined}
      />
      {categoryCode === '' && (
        <CategoryChoice
          categories={categories}
          words={report.words}
          code={report.categoryCode || null}
          onChoose={(code) => onChange({ ...report, categoryCode: code ?? '' })}
          fault={undefined}
        />
      )}
      {categoryCode === '' && (
        <PhotoStrip
          label={t.photos}
          keys={report.photos}
          onChange={(photos) => onChange({ ...report, photos: photos(report.photos) })}
        />
      )}
      <p className="pass-note">
        <span className="hint">{w.passedOn}</span>
        <button type="button" className="button quiet" onClick={onDrop}>
          {w.dropReport}
        </button>
      </p>
    </div>
  )
}
