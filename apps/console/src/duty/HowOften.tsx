import { DutyPeriod, type DutyRuleTerms } from '@linli/contract/fieldwork'
import type { FieldFaults } from '../register/form/faults.ts'
import { Select, Ticks, WholeNumber } from './controls.tsx'
import { useMessages } from './messages.ts'

interface Props {
  readonly terms: DutyRuleTerms
  readonly set: (part: Partial<DutyRuleTerms>) => void
  readonly faults: FieldFaults
}

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
const months = Array.from({ length: 12 }, (_, at) => at + 1)

/** How often, when, how long, and what if nobody is at home. */
export function HowOften({ terms, set, faults }: Props) {
  const m = useMessages()
  const number = (name: 'times' | 'minutes' | 'retryAfterDays' | 'mostTries', label: string, most: number) => (
    <WholeNumber
      label={label}
      value={terms[name]}
      least={1}
      most={most}
      fault={faults.at(name)}
      // Left empty it is asked for, not taken for nothing.
      onChange={(value) => set({ [name]: value ?? 0 })}
    />
  )
  return (
    <>
      <div className="row2">
        <Select
          label={m.mode}
          value={terms.mode}
          codes={['each', 'quota'] as const}
          words={m.modes}
          fault={faults.at('mode')}
          onChoose={(mode) => set({ mode, ...(mode === 'quota' ? { per: 'day' } : {}) })}
        />
        {terms.mode === 'quota' ? (
          number('times', m.times, 100)
        ) : (
          <span className="row2">
            <Select
              label={m.per}
              value={terms.per}
              codes={DutyPeriod.options}
              words={m.pers}
              fault={faults.at('per')}
              onChoose={(per) => set({ per })}
            />
            {number('times', m.times, 100)}
          </span>
        )}
      </div>
      <Ticks
        label={m.weekdays}
        options={weekdays.map((day) => [day, m.weekday[day] ?? ''])}
        chosen={terms.weekdays}
        fault={faults.at('weekdays')}
        onChange={(chosen) => set({ weekdays: chosen })}
      />
      <Ticks
        label={m.months}
        options={months.map((month) => [month, m.month(month)])}
        chosen={terms.months}
        fault={faults.at('months')}
        onChange={(chosen) => set({ months: chosen })}
      />
      <div className="row2">
        {terms.target !== 'grid' && (
          <WholeNumber
            label={m.firstWithinDays}
            value={terms.firstWithinDays}
            least={1}
            most={365}
            required={false}
            fault={faults.at('firstWithinDays')}
            onChange={(firstWithinDays) => set({ firstWithinDays })}
          />
        )}
        {number('minutes', m.minutes, 480)}
        {number('retryAfterDays', m.retryAfterDays, 60)}
        {number('mostTries', m.mostTries, 10)}
      </div>
    </>
  )
}
