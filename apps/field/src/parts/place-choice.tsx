import { Icon } from '@linli/ui'
import { useId, useState } from 'react'
import { useFact } from '../account/use-account.ts'
import type { ReportForm } from '../forms/report-form.ts'
import { messages } from '../words/messages.ts'
import { Fault, Line } from './field.tsx'
import { locate, type LocateFailure } from './position.ts'

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
  const [state, setState] = useState<LocateFailure | 'asking' | number | null>(null)

  async function ask(): Promise<void> {
    setState('asking')
    const found = await locate()
    if (typeof found === 'string') return setState(found)
    setState(found.metres)
    onChange({ point: found.point })
  }

  return (
    <fieldset className="field">
      <legend>{t.where}</legend>
      {form.point === null ? (
        <button type="button" className="button wide" disabled={state === 'asking'} onClick={() => void ask()}>
          <Icon name="target" />
          {state === 'asking' ? t.locating : t.useGps}
        </button>
      ) : (
        <div className="located">
          <Icon name="pin" />
          <span>
            {typeof state === 'number'
              ? t.located(state)
              : `${form.point.lat.toFixed(5)}, ${form.point.lon.toFixed(5)}`}
          </span>
          <button type="button" className="button quiet" onClick={() => onChange({ point: null })}>
            {t.dropPoint}
          </button>
        </div>
      )}
      <p role="alert" className="fault">
        {state === 'failed' ? t.locateFailed : state === 'refused' ? t.locateRefused : ''}
      </p>
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
