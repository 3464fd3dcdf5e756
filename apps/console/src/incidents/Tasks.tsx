import type { Incident, IncidentTask } from '@linli/contract/incident-shapes'
import { incidentRoutes } from '@linli/contract/incidents'
import { unitRoutes } from '@linli/contract/identity'
import { fieldText, Icon, timeText, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { Dialog } from '../register/form/Dialog.tsx'
import { roomChanges } from './changes.ts'
import { useMessages } from './messages.ts'
import { type Picked, UnitChoice } from './Pickers.tsx'
import { TaskTag } from './Tags.tsx'
import { WordsDialog } from './WordsDialog.tsx'

/** Tasks with their receipts, those that run first. */
export function Tasks({ incident }: { readonly incident: Incident }) {
  const m = useMessages()
  const [giving, give] = useState(false)
  const mayGive = incident.available.includes('task')
  return (
    <>
      <h2>
        {m.tabs.tasks}
        {mayGive && (
          <button type="button" className="btn pri" onClick={() => give(true)}>
            <Icon name="plus" />
            {m.giveTask}
          </button>
        )}
      </h2>
      {incident.tasks.length === 0 && <p className="blank">{m.noTasks}</p>}
      {incident.tasks.map((task) => (
        <TaskRow key={task.id} incident={incident} task={task} mayWithdraw={mayGive && task.endedAt === null} />
      ))}
      {giving && <GiveTask incident={incident} onClose={() => give(false)} />}
    </>
  )
}

function TaskRow({ incident, task, mayWithdraw }: { incident: Incident; task: IncidentTask; mayWithdraw: boolean }) {
  const m = useMessages()
  const { locale } = useLocale()
  const [asked, ask] = useState(false)
  const { run, busy, fault } = useCommand(incidentRoutes.withdrawIncidentTask, roomChanges)
  const isLate = task.endedAt === null && task.dueAt !== null && Date.parse(task.dueAt) < Date.now()
  const receipts = [
    [m.given, task.givenAt],
    [m.steps.received, task.receivedAt],
    [m.steps.arrived, task.arrivedAt],
    [m.taskStates[task.state], task.endedAt],
  ] as const
  return (
    <div className="roomrow">
      <div>
        <b>{task.words}</b>
        <small>
          {[task.unit.name, task.staff?.name, task.dueAt && m.by(whenText(task.dueAt, locale))]
            .filter(Boolean)
            .join(' · ')}
        </small>
        <small>{receipts.flatMap(([name, at]) => (at === null ? [] : [`${name} ${timeText(at)}`])).join(' → ')}</small>
        {task.answer && <small>{`${m.answer}：${task.answer}`}</small>}
      </div>
      <div className="side2">
        {isLate && <span className="bad">{m.late}</span>}
        <TaskTag state={task.state} />
        {mayWithdraw && (
          <button type="button" className="btn txt" onClick={() => ask(true)}>
            {m.withdraw}
          </button>
        )}
      </div>
      {asked && (
        <WordsDialog
          title={m.withdraw}
          label={m.withdrawWhy}
          busy={busy}
          fault={fault}
          onSay={(words) => run({ incidentId: incident.id, taskId: task.id, words })}
          onClose={() => ask(false)}
        >
          <input name="words" required maxLength={300} />
        </WordsDialog>
      )}
    </div>
  )
}

interface GiveProps {
  readonly incident: Incident
  /** Whom the task is for, where that was chosen before. */
  readonly to?: { readonly unit: Picked; readonly staffId: string }
  readonly onClose: () => void
}

export function GiveTask({ incident, to, onClose }: GiveProps) {
  const m = useMessages()
  const { run, busy, fault } = useCommand(incidentRoutes.giveIncidentTask, roomChanges)
  const [unit, setUnit] = useState<Picked | null>(to?.unit ?? incident.units[0] ?? null)
  const people = useQuery({ ...reading(unitRoutes.getUnit, { unitId: unit?.id ?? '' }), enabled: unit !== null })

  async function submit(form: FormData) {
    if (!unit) return
    const minutes = Number(form.get('minutes') || 0)
    const staffId = fieldText(form, 'staffId')
    const done = await run({
      incidentId: incident.id,
      words: fieldText(form, 'words'),
      unitId: unit.id,
      ...(staffId === '' ? {} : { staffId }),
      ...(minutes > 0 ? { dueAt: new Date(Date.now() + minutes * 60_000).toISOString() } : {}),
    })
    if (done) onClose()
  }

  return (
    <Dialog title={m.giveTask} submit={m.giveTask} busy={busy} onClose={onClose} onSubmit={(form) => void submit(form)}>
      <label>
        {m.task}
        <textarea name="words" required maxLength={300} />
      </label>
      <UnitChoice incident={incident} chosen={unit} onChoose={setUnit} />
      <label>
        {m.toPerson}
        <select name="staffId" key={people.data ? unit?.id : ''} defaultValue={to?.staffId ?? ''}>
          <option value="">{m.anyone}</option>
          {people.data?.people.map(({ staffId, name }) => (
            <option key={staffId} value={staffId}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {m.due}
        <input name="minutes" type="number" min={1} max={10_000} inputMode="numeric" />
      </label>
      <FormFault text={fault} />
    </Dialog>
  )
}
