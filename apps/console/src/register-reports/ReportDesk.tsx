import { problemText } from '@linli/client'
import { type ReportTemplate, reportRoutes } from '@linli/contract/people-reports'
import { Icon, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client, reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { saveBase64 } from '../import/files.ts'
import { useCommand } from '../pages/use-command.ts'
import { paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { useMessages } from './messages.ts'
import { SheetTable } from './SheetTable.tsx'

interface Props {
  readonly template: ReportTemplate
  readonly areaId: string
  readonly month: string | null
  /** Null for whoever does not manage templates. */
  readonly onReplace: (() => void) | null
}

/** One report for an area: as it will be, and the file. */
export function ReportDesk({ template, areaId, month, onReplace }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [shown, show] = useState(0)
  const asked = { templateId: template.id, areaId, ...(template.ofMonth && month !== null ? { month } : {}) }
  const preview = useQuery({ ...reading(reportRoutes.previewReport, asked), staleTime: 60_000 })
  const close = useCommand(reportRoutes.closeReportTemplate, [reportRoutes.listReportTemplates.path])

  // Not as a command of the page: its answer is a file, and is kept nowhere.
  async function save(load: () => Promise<{ filename: string; xlsx: string }>) {
    setFault(null)
    setBusy(true)
    try {
      const { filename, xlsx } = await load()
      saveBase64(filename, xlsx)
    } catch (error) {
      setFault(problemText(error, locale))
    } finally {
      setBusy(false)
    }
  }
  const original = (version?: number) =>
    save(() =>
      client.call(reportRoutes.getReportTemplateFile, {
        templateId: template.id,
        ...(version === undefined ? {} : { version }),
      }),
    )
  const sheets = preview.data?.sheets ?? []
  return (
    <section className="panel" aria-labelledby="report">
      <div className="reporthead">
        <h2 id="report">{template.name}</h2>
        {template.namesPeople ? (
          <Link className="btn pri" to={paths.registerExportOf(template.id, areaId, template.ofMonth ? month : null)}>
            {m.toExport}
          </Link>
        ) : (
          <button
            type="button"
            className="btn pri"
            disabled={busy || !preview.data}
            onClick={() => void save(() => client.call(reportRoutes.fillReport, asked))}
          >
            <Icon name="dl" />
            {m.download}
          </button>
        )}
        <button type="button" className="btn" disabled={busy} onClick={() => void original()}>
          {m.original}
        </button>
        {onReplace && (
          <>
            <button type="button" className="btn" onClick={onReplace}>
              {m.replace}
            </button>
            <button
              type="button"
              className="btn txt"
              disabled={close.busy}
              onClick={() =>
                confirm(m.closeAsk) &&
                void close.run({ templateId: template.id }).then((done) => done && go(paths.reports))
              }
            >
              {m.close}
            </button>
          </>
        )}
      </div>
      {template.namesPeople && <p className="reportnote">{m.peopleHint}</p>}
      {(fault ?? close.fault) && (
        <p className="reportnote bad" role="alert">
          {fault ?? close.fault}
        </p>
      )}
      {preview.error && <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.isPending && <Loading />}
      {sheets.length > 1 && (
        <div className="sheettabs" role="group" aria-label={m.preview}>
          {sheets.map(({ name }, index) => (
            <button
              key={name}
              type="button"
              className={index === shown ? 'chip on' : 'chip'}
              aria-pressed={index === shown}
              onClick={() => show(index)}
            >
              {name}
            </button>
          ))}
        </div>
      )}
      {sheets.map(
        (sheet, index) => (index === shown || sheets.length === 1) && <SheetTable key={sheet.name} sheet={sheet} />,
      )}
      {template.earlier.length > 0 && (
        <details className="reportnote">
          <summary>{m.earlier}</summary>
          <ul>
            {template.earlier.map(({ version, fileName, by, at }) => (
              <li key={version}>
                <button type="button" className="btn txt" disabled={busy} onClick={() => void original(version)}>
                  {m.version(version)}
                </button>
                {[fileName, by ?? '', whenText(at, locale)].filter(Boolean).join(' · ')}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
