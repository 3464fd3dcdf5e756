import { areaRoutes } from '@linli/contract/areas'
import { unitRoutes } from '@linli/contract/identity'
import type { Incident } from '@linli/contract/incident-shapes'
import { Icon, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { AreaFilter } from '../register/AreaFilter.tsx'
import { useMessages } from './messages.ts'
import { Options } from '../frame/Options.tsx'

export interface Picked {
  readonly id: string
  readonly name: string
}

interface Props {
  readonly picked: readonly Picked[]
  readonly onChange: (picked: readonly Picked[]) => void
}

/** What was chosen so far, each to be taken out again. */
function PickedList({ picked, onChange }: Props) {
  const m = useMessages()
  return (
    <div className="picked">
      {picked.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          aria-label={m.takeOut(name)}
          onClick={() => onChange(picked.filter((one) => one.id !== id))}
        >
          {name}
          <Icon name="close" />
        </button>
      ))}
    </div>
  )
}

const withOne = (picked: readonly Picked[], one: Picked) =>
  picked.some(({ id }) => id === one.id) ? picked : [...picked, one]

/** Areas of any level, one after the other. */
export function AreasPicker({ picked, onChange, start }: Props & { readonly start: string | null }) {
  const m = useMessages()
  const { locale } = useLocale()
  const [at, go] = useState(start)
  const area = useQuery({ ...reading(areaRoutes.getArea, { areaId: at ?? '' }), enabled: at !== null })
  return (
    <fieldset>
      <legend>{m.areas}</legend>
      <small>{m.areasHint}</small>
      <AreaFilter areaId={at} onChoose={go} />
      <p>
        <button
          type="button"
          className="btn"
          disabled={!area.data}
          onClick={() => {
            if (!area.data) return
            const { id, name, nameEn } = area.data
            onChange(withOne(picked, { id, name: locale === 'zh' ? name : (nameEn ?? name) }))
          }}
        >
          <Icon name="plus" />
          {m.addArea}
        </button>
      </p>
      <PickedList picked={picked} onChange={onChange} />
    </fieldset>
  )
}

/** Units by name. */
export function UnitsPicker({ picked, onChange }: Props) {
  const m = useMessages()
  return (
    <fieldset>
      <legend>{m.units}</legend>
      <UnitSearch label={m.addUnit} onChoose={(unit) => onChange(withOne(picked, unit))} />
      <PickedList picked={picked} onChange={onChange} />
    </fieldset>
  )
}

/** A field that finds units; choosing one hands it over and leaves the field ready for the next. */
function UnitSearch({ label, onChoose }: { readonly label: string; readonly onChoose: (unit: Picked) => void }) {
  const [words, setWords] = useState('')
  const found = useQuery({
    ...reading(unitRoutes.listUnits, { q: words, limit: 12 }),
    enabled: words.trim().length > 0,
  })
  const items = words.trim().length > 0 ? (found.data?.items ?? []) : []
  return (
    <>
      <label>
        {label}
        <input value={words} onChange={({ target }) => setWords(target.value)} maxLength={50} />
      </label>
      {items.length > 0 && (
        <div className="picked" role="group" aria-label={label}>
          {items.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              onClick={() => {
                onChoose({ id, name })
                setWords('')
              }}
            >
              <Icon name="plus" />
              {name}
            </button>
          ))}
        </div>
      )}
    </>
  )
}

interface ChoiceProps {
  readonly incident: Incident
  readonly chosen: Picked | null
  /** What choosing none is called, where that may be. */
  readonly none?: string
  readonly onChoose: (unit: Picked | null) => void
}

/** One unit: of those that work on the incident, or another by its name. */
export function UnitChoice({ incident, chosen, none, onChoose }: ChoiceProps) {
  const m = useMessages()
  const choices =
    chosen && !incident.units.some(({ id }) => id === chosen.id) ? [...incident.units, chosen] : incident.units
  return (
    <>
      {(none !== undefined || choices.length > 0) && (
        <label>
          {m.toUnit}
          <select
            value={chosen?.id ?? ''}
            onChange={({ target }) => onChoose(choices.find(({ id }) => id === target.value) ?? null)}
          >
            {none !== undefined && <option value="">{none}</option>}
            <Options of={choices} />
          </select>
        </label>
      )}
      <UnitSearch label={m.addUnit} onChoose={onChoose} />
    </>
  )
}
