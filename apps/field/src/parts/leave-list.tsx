import type { MyRoster } from '@linli/contract/duty-roster'
import { dateText, Icon, localDay, useLocale } from '@linli/ui'
import { useState } from 'react'
import { type LeaveForm, leaveEntry, leaveKinds, type OnItsWay, withdrawLeaveEntry } from '../forms/duty-form.ts'
import type { NewEntry } from '../outbox/entry.ts'
import { dutyMessages } from '../words/duty.ts'
import { DayField } from './day-field.tsx'
import { Words } from './field.tsx'
import { Seg } from './seg.tsx'
import { Sheet } from './sheet.tsx'

interface Props {
  readonly roster: MyRoster
  readonly way: OnItsWay
  readonly keep: (entry: NewEntry) => Promise<boolean>
}

/** Leave that I asked for, with what came of it. */
export function LeaveList({ roster, way, keep }: Props) {
  const d = dutyMessages.useMessages()
  const { locale } = useLocale()
  const [asking, setAsking] = useState(false)
  const days = (firstDay: string, lastDay: string) =>
    firstDay === lastDay ? dateText(firstDay, locale) : `${dateText(firstDay, locale)}–${dateText(lastDay, locale)}`
  return (
    <section>
      <h2>{d.leaves}</h2>
      <ul className="cards">
        {way.leaves.map(({ id, title }) => (
          <li className="card" key={id}>
            <p>{title}</p>
            <p className="hint">{d.onTheWay}</p>
          </li>
        ))}
        {roster.leaves.slice(0, 10).map(({ id, kind, firstDay, lastDay, state, answer, standIn }) => (
          <li className="card" key={id}>
            <p>
              {d.leaveKinds[kind]} {days(firstDay, lastDay)}
            </p>
            <p className="hint">
              {way.settled.has(id) ? d.onTheWay : d.leaveStates[state]}
              {standIn && ` · ${d.standsIn(standIn.name)}`}
              {answer !== '' && ` · ${d.answer(answer)}`}
            </p>
            {(state === 'asked' || state === 'granted') && lastDay >= roster.today && !way.settled.has(id) && (
              <div className="card-actions">
                <button
                  type="button"
                  className="button quiet"
                  onClick={() => void keep(withdrawLeaveEntry(id, `${d.leaveKinds[kind]} ${days(firstDay, lastDay)}`))}
                >
                  {firstDay < roster.today ? d.backSooner : d.takeBack}
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {way.leaves.length + roster.leaves.length === 0 && <p className="hint">{d.noLeaves}</p>}
      <button type="button" className="button wide" onClick={() => setAsking(true)}>
        <Icon name="plus" />
        {d.askLeave}
      </button>
      {asking && (
        <LeaveSheet
          onClose={() => setAsking(false)}
          onAsk={async (form) => {
            const title = `${d.leaveKinds[form.kind]} ${days(form.firstDay, form.lastDay)}`
            if (await keep(leaveEntry(form, title))) setAsking(false)
          }}
        />
      )}
    </section>
  )
}

function LeaveSheet({
  onClose,
  onAsk,
}: {
  readonly onClose: () => void
  readonly onAsk: (form: LeaveForm) => Promise<void>
}) {
  const d = dutyMessages.useMessages()
  const [form, setForm] = useState<LeaveForm>({ kind: 'sick', firstDay: localDay(), lastDay: localDay(), words: '' })
  const isWrong = form.lastDay < form.firstDay || form.firstDay === ''
  return (
    <Sheet title={d.askLeave} onClose={onClose} done={d.askLeave} onDone={() => void (isWrong || onAsk(form))}>
      <Seg
        label={d.leaves}
        flowing
        choices={leaveKinds.map((kind) => [kind, d.leaveKinds[kind]] as const)}
        value={form.kind}
        onChoose={(kind) => setForm({ ...form, kind })}
      />
      <p className="hint">{form.kind === 'sick' ? d.sickNote : d.planNote}</p>
      <DayField label={d.firstDay} value={form.firstDay} onDay={(firstDay) => setForm({ ...form, firstDay })} />
      <DayField
        label={d.lastDay}
        value={form.lastDay}
        onDay={(lastDay) => setForm({ ...form, lastDay })}
        fault={isWrong ? d.daysWrong : undefined}
      />
      <Words
        label={d.words}
        rows={2}
        maxLength={300}
        value={form.words}
        onChange={({ target }) => setForm({ ...form, words: target.value })}
      />
    </Sheet>
  )
}
