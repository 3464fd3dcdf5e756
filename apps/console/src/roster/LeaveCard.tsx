import { type Leave, rosterRoutes } from '@linli/contract/duty-roster'
import { dateText, fieldText, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { reading } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'
import { mondayOf } from './week.ts'
import { Options } from '../frame/Options.tsx'

/** Somebody's leave, with the station's answer or the form for it. */
export function LeaveCard({ leave }: { readonly leave: Leave & { readonly decidable: boolean } }) {
  const m = useMessages()
  const { locale } = useLocale()
  return (
    <article className="askcard">
      <p>
        <b>{leave.staff.name}</b> · {m.leaveKinds[leave.kind]} ·{' '}
        {m.days(dateText(leave.firstDay, locale), dateText(leave.lastDay, locale))} ·{' '}
        <span className="mut">
          {leave.unit.name} · {m.leaveStates[leave.state]}
          {leave.standIn && ` · ${m.standsIn(leave.standIn.name)}`}
        </span>
      </p>
      {leave.words !== '' && <p>{leave.words}</p>}
      {leave.decidedBy !== null && <p className="mut">{m.decidedBy(leave.decidedBy, leave.answer)}</p>}
      {leave.state === 'asked' && leave.kind === 'sick' && <p className="mut">{m.sickAtOnce}</p>}
      {leave.decidable && <Decide leave={leave} />}
      {leave.state === 'asked' && !leave.decidable && <p className="mut">{m.ownRequest}</p>}
    </article>
  )
}

function Decide({ leave }: { readonly leave: Leave }) {
  const m = useMessages()
  const week = useQuery(
    reading(rosterRoutes.getRosterWeek, { unitId: leave.unit.id, monday: mondayOf(leave.firstDay) }),
  )
  const decide = useCommand(rosterRoutes.decideLeave, [
    rosterRoutes.listLeaves.path,
    rosterRoutes.getRosterWeek.path,
    '/inbox',
  ])
  const holds = week.data?.grids.filter(({ holderIds }) => holderIds.includes(leave.staff.id)) ?? []
  const others = week.data?.members.filter(({ id }) => id !== leave.staff.id) ?? []

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const { submitter } = event.nativeEvent as SubmitEvent
    const form = new FormData(event.currentTarget)
    const grant = submitter?.getAttribute('value') === 'grant'
    const standInId = fieldText(form, 'standIn')
    await decide.run({
      leaveId: leave.id,
      grant,
      words: fieldText(form, 'words').trim(),
      ...(grant && standInId !== '' ? { standInId } : {}),
    })
  }
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      {holds.length > 0 && (
        <label>
          {m.standIn} <small>{holds.map(({ name }) => name).join('、')}</small>
          <select name="standIn">
            <option value="">{m.nobodyStandsIn}</option>
            <Options of={others} />
          </select>
        </label>
      )}
      <label>
        {m.answer}
        <input name="words" maxLength={300} />
      </label>
      <FormFault text={decide.fault} />
      <div className="rosterhead">
        <button className="btn pri" value="grant" disabled={decide.busy}>
          {m.grant}
        </button>
        <button className="btn" value="refuse" disabled={decide.busy}>
          {m.refuse}
        </button>
      </div>
    </form>
  )
}
