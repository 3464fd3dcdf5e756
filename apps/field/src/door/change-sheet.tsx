import type { PersonOnPhone } from '@linli/contract/field-sync'
import { localDay } from '@linli/ui'
import { useState } from 'react'
import {
  type ChangeFault,
  changeFaults,
  type ChangeForm,
  hasDay,
  kindsFor,
  relations,
  withKind,
} from '../forms/person-change.ts'
import { DayField } from '../parts/day-field.tsx'
import { Fault, Line, Tick } from '../parts/field.tsx'
import { Seg } from '../parts/seg.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { codes } from '../words/codes.ts'
import { doorMessages } from '../words/door.ts'
import { HouseholdPick } from './household-pick.tsx'

interface Props {
  readonly person: PersonOnPhone
  readonly change: ChangeForm
  readonly onChange: (change: ChangeForm) => void
  readonly onUnclear: () => void
  readonly onClose: () => void
}

/** What has changed of one person: only what a visit may ask, each in one touch, and never more fields than it needs. */
export function ChangeSheet({ person, change, onChange, onUnclear, onClose }: Props) {
  const w = doorMessages.useMessages()
  const c = codes.useMessages()
  const today = localDay()
  const [faults, setFaults] = useState<readonly ChangeFault[]>([])
  const has = (kind: ChangeForm['kinds'][number]) => change.kinds.includes(kind)
  const set = (part: Partial<ChangeForm>) => onChange({ ...change, ...part })
  const fault = (...wanted: ChangeFault[]) => {
    const found = wanted.find((each) => faults.includes(each))
    return found && w.faults[found]
  }

  function finish(): void {
    const missing = changeFaults(change, today)
    setFaults(missing)
    if (missing.length === 0) onClose()
  }

  return (
    <Sheet
      title={person.name}
      onClose={onClose}
      done={w.done}
      onDone={finish}
      otherwise={
        <button type="button" className="button" onClick={onUnclear}>
          {w.cannotTell}
        </button>
      }
    >
      <fieldset className="field">
        <legend>{w.whatChanged}</legend>
        <div className="ticks">
          {kindsFor(person).map((kind) => (
            <Tick
              key={kind}
              label={c.change[kind]}
              checked={has(kind)}
              onTick={() => {
                setFaults([])
                onChange(withKind(change, kind))
              }}
            />
          ))}
        </div>
        <Fault fault={fault('kind_missing')} />
      </fieldset>
      {has('moved') && (
        <fieldset className="field">
          <legend>{w.whereTo}</legend>
          <Seg
            label={w.whereTo}
            choices={(['out', 'county', 'grid'] as const).map((where) => [where, c.where[where]])}
            value={change.where}
            onChoose={(where) => set({ where })}
          />
        </fieldset>
      )}
      {has('moved') && change.where === 'grid' && (
        <HouseholdPick
          value={change.toHouseholdId}
          onPick={(toHouseholdId) => set({ toHouseholdId })}
          fault={fault('household_missing')}
        />
      )}
      {(has('works_away') || (has('moved') && change.where !== 'grid')) && (
        <Line label={w.placeName} value={change.place} maxLength={100} onValue={(place) => set({ place })} />
      )}
      {has('kind') && (
        <fieldset className="field">
          <legend>{w.residenceLabel}</legend>
          <Seg
            label={w.residenceLabel}
            choices={(['registered', 'migrant', 'unregistered', 'overseas'] as const)
              .filter((kind) => kind !== person.residenceKind)
              .map((kind) => [kind, c.residence[kind]])}
            value={change.residenceKind ?? undefined}
            onChoose={(residenceKind) => set({ residenceKind })}
          />
          <Fault fault={fault('kind_what')} />
        </fieldset>
      )}
      {has('relation') && (
        <fieldset className="field">
          <legend>{w.relationLabel}</legend>
          <Seg
            label={w.relationLabel}
            flowing
            choices={relations
              .filter((relation) => relation !== person.relation)
              .map((relation) => [relation, c.relation[relation]])}
            value={change.relation ?? undefined}
            onChoose={(relation) => set({ relation })}
          />
          <Fault fault={fault('relation_what')} />
        </fieldset>
      )}
      {hasDay(change) && (
        <DayField
          label={w.onDay}
          value={change.on}
          latest={today}
          onDay={(on) => set({ on })}
          fault={fault('day_missing', 'day_future')}
        />
      )}
      {has('phone') && (
        <>
          {!change.noPhone && (
            <Line
              label={w.newPhone}
              type="tel"
              inputMode="tel"
              value={change.phone}
              maxLength={30}
              onValue={(phone) => set({ phone })}
              fault={fault('phone_wrong')}
            />
          )}
          <Tick label={w.noPhone} checked={change.noPhone} onTick={(noPhone) => set({ noPhone })} />
        </>
      )}
      {has('wrong') && (
        <>
          <Line
            label={w.rightName}
            value={change.name}
            maxLength={50}
            onValue={(name) => set({ name })}
            fault={fault('wrong_what')}
          />
          <fieldset className="field">
            <legend>{w.rightSex}</legend>
            <Seg
              label={w.rightSex}
              choices={(['male', 'female', 'unknown'] as const).map((sex) => [sex, c.sex[sex]])}
              value={change.sex ?? undefined}
              onChoose={(sex) => set({ sex: change.sex === sex ? null : sex })}
            />
          </fieldset>
          <DayField
            label={w.rightBirth}
            value={change.birthOn}
            latest={today}
            onDay={(birthOn) => set({ birthOn })}
            fault={fault('birth_future', 'birth_early')}
          />
        </>
      )}
      <fieldset className="field">
        <legend>{w.whoSaid}</legend>
        <Seg
          label={w.whoSaid}
          choices={(['person', 'household', 'neighbour', 'document'] as const).map((how) => [how, c.knownHow[how]])}
          value={change.knownHow}
          onChoose={(knownHow) => set({ knownHow })}
        />
      </fieldset>
    </Sheet>
  )
}
