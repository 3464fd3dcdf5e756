import { useId, useMemo, useState } from 'react'
import { Fault, Line } from '../parts/field.tsx'
import { findHouseholds, indexOf } from '../tasks/find-household.ts'
import { doorMessages } from '../words/door.ts'
import { doorTitle, useHouseholds } from './use-door.ts'

const MOST = 5

interface Props {
  readonly value: string | null
  readonly onPick: (id: string) => void
  readonly fault: string | undefined
}

/** Another household of my grids, by name or door. */
export function HouseholdPick({ value, onPick, fault }: Props) {
  const w = doorMessages.useMessages()
  const id = useId()
  const households = useHouseholds()
  const index = useMemo(() => indexOf(households ?? []), [households])
  const [typed, setTyped] = useState('')
  const found = findHouseholds(index, typed).slice(0, MOST)
  const chosen = households?.find((each) => each.id === value)
  const shown = chosen
    ? [chosen, ...found.map(({ household }) => household).filter((each) => each !== chosen)]
    : found.map(({ household }) => household)
  return (
    <fieldset className="field">
      <legend>{w.whichDoor}</legend>
      <Line label={w.findDoor} value={typed} onValue={setTyped} />
      {shown.map((household) => (
        <label className="choice" key={household.id}>
          <input type="radio" name={id} checked={household.id === value} onChange={() => onPick(household.id)} />
          <span>{doorTitle(household, w)}</span>
        </label>
      ))}
      <Fault fault={fault} />
    </fieldset>
  )
}
