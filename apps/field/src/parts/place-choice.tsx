import { useId } from 'react'
import { useFact } from '../account/use-account.ts'
import type { ReportForm } from '../forms/report-form.ts'
import { messages } from '../words/messages.ts'
import { Fault, Line } from './field.tsx'
import { LocateButton } from './locate-button.tsx'

type Where = Pick<ReportForm, 'point' | 'address' | 'areaId'>

interface Props {
  readonly form: Where
  readonly onChange: (part: Partial<Where>) => void
  readonly fault: string | undefined
}

export function PlaceChoice({ form, onChange, fault }: Props) {
  const t = messages.useMessages()
  const grids = useFact('grids')
  const id = useId()
  return (
    <fieldset className="field">
      <legend>{t.where}</legend>
      <LocateButton point={form.point} onPoint={(point) => onChange({ point })} />
      <Line
        label={t.address}
        hint={t.addressHint}
        value={form.address}
        maxLength={300}
        onValue={(address) => onChange({ address })}
      />
      {form.point === null && grids && grids.features.length > 0 && (
        <div className="field">
          <label htmlFor={id}>{t.grid}</label>
          <select
            id={id}
            value={form.areaId ?? ''}
            onChange={(event) => onChange({ areaId: event.target.value || null })}
          >
            <option value="">{t.noGrid}</option>
            {grids.features
              .toSorted(
                (a, b) => Number(grids.mine.includes(b.properties.id)) - Number(grids.mine.includes(a.properties.id)),
              )
              .map(({ properties }) => (
                <option key={properties.id} value={properties.id}>
                  {properties.name}
                </option>
              ))}
          </select>
        </div>
      )}
      <Fault fault={fault} />
    </fieldset>
  )
}
