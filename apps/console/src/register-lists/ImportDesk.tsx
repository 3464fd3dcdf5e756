import { problemText, ProblemError } from '@linli/client'
import { type ListImport, registerImportRoutes } from '@linli/contract/people-lists'
import { dayText, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client, reading } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { ErrorState, Loading } from '../frame/States.tsx'
import { saveText } from '../import/files.ts'
import { useCommand } from '../pages/use-command.ts'
import { Columns } from './Columns.tsx'
import { Faults, Left, Matches } from './Report.tsx'
import { useMessages } from './messages.ts'

const AGAIN_MS = 1_000
const atWork = new Set(['checking', 'running', 'undoing'])
const routes = registerImportRoutes
/** What a step of the work changes on this page. */
const changes = [
  routes.getListImport.path,
  routes.listListImports.path,
  routes.listListFaults.path,
  routes.countListFaults.path,
  routes.listListMatches.path,
  routes.listListLeft.path,
]

/** One list on its way: columns, trial, import, result, undo. */
export function ImportDesk({ id }: { id: string }) {
  const list = useQuery({
    ...reading(routes.getListImport, { importId: id }),
    refetchInterval: ({ state }) => (state.data && atWork.has(state.data.state) ? AGAIN_MS : false),
  })
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <Loading />
  return <Desk list={list.data} />
}

function Desk({ list }: { list: ListImport }) {
  const m = useMessages()
  const { locale } = useLocale()
  const run = useCommand(routes.runList, changes)
  const cancel = useCommand(routes.cancelList, changes)
  const undo = useCommand(routes.undoList, changes)
  const [saved, setSaved] = useState<string | null>(null)
  const fault = run.fault ?? cancel.fault ?? undo.fault
  const input = { importId: list.id }
  const may = (action: ListImport['may'][number]) => list.may.includes(action)
  const reported = list.counts.rows > 0 && !atWork.has(list.state)

  // Every good row says what the register has already, or is to be left as it is.
  const { persons, updated, toClerk, rows, faulty } = list.counts
  const idle = reported && rows > faulty && persons + updated + toClerk === 0

  async function saveRejected() {
    const file = await client.call(routes.getListRejected, input)
    saveText(file.filename, file.csv)
    setSaved(file.more ? m.rejectedMore(file.rows) : null)
  }

  return (
    <>
      <section className="panel">
        <h2>
          {list.fileName} <small role="status">{m.states[list.state]}</small>
        </h2>
        <div className="empty stack">
          {atWork.has(list.state) && <Progress list={list} />}
          {list.failure !== null && <p className="bad">{failureText(list.failure, list.failureLine, locale)}</p>}
          {reported && (
            <p>
              {list.state === 'checked' && `${m.tried}：`}
              {m.counts(list.counts)}
            </p>
          )}
          {idle && list.state !== 'undone' && <p>{m.nothingNew}</p>}
          {list.state === 'undone' && <p>{m.undone(list.counts)}</p>}
          {may('undo') && list.undoUntil !== null && <p>{m.undoUntil(dayText(list.undoUntil, locale))}</p>}
          {saved !== null && <p role="status">{saved}</p>}
          <FormFault text={fault} />
          <div className="doing">
            {may('run') && rows > faulty && !idle && (
              <button type="button" className="btn pri" disabled={run.busy} onClick={() => void run.run(input)}>
                {m.run}
              </button>
            )}
            {may('cancel') && (
              <button type="button" className="btn" disabled={cancel.busy} onClick={() => void cancel.run(input)}>
                {m.cancel}
              </button>
            )}
            {reported && list.counts.faulty > 0 && (
              <button type="button" className="btn" onClick={() => void saveRejected()}>
                {m.rejected}
              </button>
            )}
            {may('undo') && (
              <button
                type="button"
                className="btn"
                disabled={undo.busy}
                onClick={() => confirm(m.undoAsk) && void undo.run(input)}
              >
                {m.undo}
              </button>
            )}
          </div>
        </div>
      </section>
      {reported && <Faults list={list} />}
      {reported && <Matches list={list} />}
      {may('check') && <Columns key={list.state} list={list} changes={changes} />}
      {list.state === 'undone' && list.counts.left > 0 && <Left list={list} />}
    </>
  )
}

function Progress({ list }: { list: ListImport }) {
  const m = useMessages()
  if (list.state === 'undoing') return <p>{m.undone(list.counts)}</p>
  if (list.total === null || list.total === 0) return <p>{m.surveying}</p>
  const words = m.progress(list.done, list.total)
  return (
    <p>
      <progress value={list.done} max={list.total} aria-label={words} /> {words}
    </p>
  )
}

/** The sentence of the same refusal, had it come at once. */
function failureText(reason: string, line: number | null, locale: 'zh' | 'en'): string {
  const body = { type: 'about:blank', title: '', status: 422, requestId: '' }
  return problemText(new ProblemError({ ...body, code: 'import.unreadable', details: { reason, line } }), locale)
}
