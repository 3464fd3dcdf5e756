import { ProblemError } from '@linli/client'
import { handoverRoutes } from '@linli/contract/duty-handover'
import { rosterRoutes } from '@linli/contract/duty-roster'
import type { RouteOutput } from '@linli/contract/route'
import { useLocale, whenText } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { FieldFault } from '../frame/FieldFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { paths } from '../paths.ts'
import { go } from '../router.tsx'
import { useMessages } from './messages.ts'
import { Options } from '../frame/Options.tsx'

interface Props {
  readonly handoverId: string
  readonly holdings: RouteOutput<typeof handoverRoutes.getHoldings>
  readonly onDay: string
  readonly reread: () => void
}

const changes = [
  handoverRoutes.listHandovers.path,
  handoverRoutes.getHoldings.path,
  rosterRoutes.getRosterWeek.path,
  '/areas/:areaId',
]

/** All that somebody has in hand, each with its successor. One command carries it. */
export function HandoverForm({ handoverId, holdings, onDay, reread }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const { staff, unit, grids, matters, tasks, shifts, phones, quarantined, candidates } = holdings
  const [chief, setChief] = useState('')
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({})
  const [leaves, setLeaves] = useState(true)
  const [things, setThings] = useState('')
  const [words, setWords] = useState('')
  const plan = useCommand(handoverRoutes.planHandover, changes)
  const isStale = plan.error instanceof ProblemError && plan.error.code === 'handover.stale'
  // Until somebody else is chosen the chief successor takes each grid; of some grids only, none by itself.
  const successorOf = (assignmentId: string) => chosen[assignmentId] ?? (leaves ? chief : '')

  async function submit(event: FormEvent) {
    event.preventDefault()
    const done = await plan.run({
      handoverId,
      unitId: unit.id,
      fromId: staff.id,
      toId: chief,
      onDay,
      leaves,
      grids: grids.flatMap(({ assignmentId }) => {
        const toId = successorOf(assignmentId)
        return toId === '' ? [] : [{ assignmentId, toId }]
      }),
      things: things
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
        .slice(0, 30)
        .map((name) => ({ name: name.slice(0, 60) })),
      words,
    })
    if (done) go(paths.handover(done.id))
  }
  const people = (empty: string) => (
    <>
      <option value="">{empty}</option>
      <Options of={candidates} />
    </>
  )

  if (candidates.length === 0) return <p className="blank">{m.nobodyElse}</p>
  return (
    <form className="panel form wideform" onSubmit={(event) => void submit(event)}>
      <h2>{m.step2(staff.name)}</h2>
      <fieldset>
        <legend>{m.why}</legend>
        {([true, false] as const).map((one) => (
          <label key={String(one)} className="inline">
            <input type="radio" name="leaves" checked={leaves === one} onChange={() => setLeaves(one)} />
            {one ? m.leaves : m.staysOn}
          </label>
        ))}
      </fieldset>
      <label>
        {m.chief}
        <small>{m.chiefHint}</small>
        <select required value={chief} onChange={({ target }) => setChief(target.value)}>
          {people(m.choose)}
        </select>
        <FieldFault text={plan.faults['toId']} />
      </label>
      <fieldset>
        <legend>{m.grids}</legend>
        {grids.length === 0 && <p className="mut">{m.noGrids}</p>}
        {grids.map(({ assignmentId, areaName, kind, due, overdue }) => (
          <label key={assignmentId} className="handovergrid">
            <span>
              <b>{areaName}</b> {m.kinds[kind] ?? kind}
              <small>{m.due(due, overdue)}</small>
            </span>
            <select
              required={leaves}
              aria-label={m.successorIn(areaName)}
              value={successorOf(assignmentId)}
              onChange={({ target }) => setChosen({ ...chosen, [assignmentId]: target.value })}
            >
              {people(leaves ? m.choose : m.keeps)}
            </select>
          </label>
        ))}
        <FieldFault text={plan.faults['grids']} />
      </fieldset>
      <dl className="handoverfacts">
        <dt>{m.matters}</dt>
        <dd>
          {matters.length === 0 ? m.nothing : matters.map(({ number, title }) => `${number} ${title}`).join('；')}
        </dd>
        <dt>{m.tasks}</dt>
        <dd>{m.tasksOf(tasks)}</dd>
        {leaves && (
          <>
            <dt>{m.shifts}</dt>
            <dd>{m.shiftsOf(shifts)}</dd>
          </>
        )}
        <dt>{m.phones}</dt>
        <dd>
          {phones.length === 0
            ? m.nothing
            : phones
                .map(({ name, lastSyncAt }) =>
                  m.phone(name, lastSyncAt === null ? m.never : whenText(lastSyncAt, locale)),
                )
                .join('；')}
          <small>{m.phonesHint}</small>
          {quarantined > 0 && <small className="bad">{m.quarantined(quarantined)}</small>}
        </dd>
      </dl>
      <label>
        {m.things}
        <small>{m.thingsHint}</small>
        <textarea rows={3} maxLength={2000} value={things} onChange={({ target }) => setThings(target.value)} />
      </label>
      <label>
        {m.words}
        <input maxLength={500} value={words} onChange={({ target }) => setWords(target.value)} />
      </label>
      {plan.fault && (
        <p className="bad" role="alert">
          {plan.fault}
          {isStale && (
            <button type="button" className="btn txt" onClick={reread}>
              {m.latest}
            </button>
          )}
        </p>
      )}
      <div>
        <button type="submit" className="btn pri" disabled={plan.busy || onDay === ''}>
          {m.handOver}
        </button>
      </div>
    </form>
  )
}
