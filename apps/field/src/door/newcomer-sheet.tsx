import { localDay } from '@linli/ui'
import { useId, useState } from 'react'
import {
  arrivals,
  arriving,
  type NewcomerFault,
  newcomerFaults,
  type NewcomerForm,
  withNumber,
} from '../forms/newcomer.ts'
import { DayField } from '../parts/day-field.tsx'
import { Line } from '../parts/field.tsx'
import { Seg } from '../parts/seg.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { codes } from '../words/codes.ts'
import { doorMessages } from '../words/door.ts'

interface Props {
  readonly newcomer: NewcomerForm
  readonly onChange: (newcomer: NewcomerForm) => void
  readonly onRemove: () => void
  readonly onClose: () => void
}

/** Who was not in the file. The name is all that must be there; whatever nobody can or will say stays empty. */
export function NewcomerSheet({ newcomer, onChange, onRemove, onClose }: Props) {
  const w = doorMessages.useMessages()
  const c = codes.useMessages()
  const today = localDay()
  const [faults, setFaults] = useState<readonly NewcomerFault[]>([])
  const set = (part: Partial<NewcomerForm>) => onChange({ ...newcomer, ...part })
  const fault = (...wanted: NewcomerFault[]) => {
    const found = wanted.find((each) => faults.includes(each))
    return found && w.faults[found]
  }
  const misread = faults.find((each) => each.startsWith('document_'))
  const numbered = newcomer.documentKind !== 'none' && newcomer.documentKind !== 'unknown'

  function finish(): void {
    const missing = newcomerFaults(newcomer, today)
    setFaults(missing)
    if (missing.length === 0) onClose()
  }

  return (
    <Sheet
      title={w.newcomer}
      onClose={onClose}
      done={w.done}
      onDone={finish}
      otherwise={
        <button type="button" className="button" onClick={onRemove}>
          {w.remove}
        </button>
      }
    >
      <p className="hint">{w.blankIsFine}</p>
      <fieldset className="field">
        <legend>{w.howCame}</legend>
        <Seg
          label={w.howCame}
          choices={arrivals.map((each) => [each, c.arrival[each]])}
          value={newcomer.arrival}
          onChoose={(arrival) => onChange(arriving(newcomer, arrival))}
        />
      </fieldset>
      <Line
        label={w.name}
        value={newcomer.name}
        maxLength={50}
        onValue={(name) => set({ name })}
        fault={fault('name_missing')}
      />
      <fieldset className="field">
        <legend>{w.sexLabel}</legend>
        <Seg
          label={w.sexLabel}
          choices={(['male', 'female', 'unknown'] as const).map((sex) => [sex, c.sex[sex]])}
          value={newcomer.sex}
          onChoose={(sex) => set({ sex })}
        />
      </fieldset>
      <Choice
        label={w.relationLabel}
        choices={c.relation}
        value={newcomer.relation}
        onChoose={(relation) => set({ relation })}
      />
      <fieldset className="field">
        <legend>{w.residenceLabel}</legend>
        <Seg
          label={w.residenceLabel}
          choices={(['registered', 'migrant', 'unregistered', 'overseas'] as const).map((kind) => [
            kind,
            c.residence[kind],
          ])}
          value={newcomer.residenceKind}
          onChoose={(residenceKind) => set({ residenceKind })}
        />
      </fieldset>
      <DayField
        label={w.bornOn}
        value={newcomer.birthOn}
        latest={today}
        onDay={(birthOn) => set({ birthOn })}
        fault={fault('birth_future', 'birth_early')}
      />
      <DayField
        label={w.since}
        value={newcomer.since}
        latest={today}
        onDay={(since) => set({ since })}
        fault={fault('since_future')}
      />
      {newcomer.arrival === 'moved_in' && (
        <Line label={w.whereFrom} value={newcomer.place} maxLength={100} onValue={(place) => set({ place })} />
      )}
      <Line
        label={w.phoneOptional}
        type="tel"
        inputMode="tel"
        value={newcomer.phone}
        maxLength={30}
        onValue={(phone) => set({ phone })}
        fault={fault('phone_wrong')}
      />
      <Choice
        label={w.documentLabel}
        choices={c.document}
        value={newcomer.documentKind}
        onChoose={(documentKind) => set({ documentKind })}
      />
      {numbered && (
        <Line
          label={w.documentNumber}
          value={newcomer.number}
          maxLength={30}
          onValue={(number) => onChange(withNumber(newcomer, number, today))}
          fault={fault('number_missing') ?? (misread && w.faults[misread])}
        />
      )}
    </Sheet>
  )
}

interface ChoiceProps<C extends string> {
  readonly label: string
  readonly choices: Readonly<Record<C, string>>
  readonly value: C
  readonly onChoose: (code: C) => void
}

/** One of many, where they would not all fit beside each other. */
export function Choice<C extends string>({ label, choices, value, onChoose }: ChoiceProps<C>) {
  const id = useId()
  // Keys of the table are the codes.
  const all = Object.entries(choices) as [C, string][]
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = all.find(([code]) => code === event.target.value)
          if (chosen) onChoose(chosen[0])
        }}
      >
        {all.map(([code, words]) => (
          <option key={code} value={code}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}
